import { randomUUID } from 'node:crypto';
import { createS3Client, type S3Call } from '@selfdb/s3/client';
import { S3Failure } from '@selfdb/s3/failure';
import type { S3Settings } from '@selfdb/s3/settings';
import { UserError } from '../user-error.ts';

const TIMEOUT = { attempts: 2, firstPauseMs: 200, attemptMs: 5000, totalMs: 8000 };

/**
 * Puts, reads, lists and deletes an object in the bucket, if there is one, as storage will. Throws a UserError that names
 * the variable that is most likely wrong.
 */
export async function checkS3(settings: S3Settings | undefined): Promise<void> {
  if (!settings) return;
  const client = createS3Client(settings, { timeout: TIMEOUT });
  const key = `selfdb-check-${randomUUID()}`;
  const calls: S3Call[] = [
    { operation: 'PutObject', method: 'PUT', key, body: 'SelfDB can write here.' },
    { operation: 'GetObject', method: 'GET', key },
    {
      operation: 'ListObjectsV2',
      method: 'GET',
      query: { 'list-type': '2', 'max-keys': '1' },
      root: 'ListBucketResult',
    },
    { operation: 'DeleteObject', method: 'DELETE', key },
  ];
  try {
    for (const call of calls) await client.call(call);
  } catch (error) {
    throw error instanceof S3Failure ? new UserError(explain(error, settings)) : error;
  }
}

const EXPLANATIONS: Record<string, string> = {
  NoSuchBucket: 'S3_BUCKET: there is no such bucket.',
  InvalidBucketName: 'S3_BUCKET is not a valid bucket name.',
  InvalidAccessKeyId: 'S3_ACCESS_KEY_ID is unknown to the service.',
  // versitygw's name for the same.
  XAdminUserNotFound: 'S3_ACCESS_KEY_ID is unknown to the service.',
  SignatureDoesNotMatch: 'S3_SECRET_ACCESS_KEY does not match S3_ACCESS_KEY_ID.',
  AuthorizationHeaderMalformed: 'S3_REGION is not the region of the bucket.',
  PermanentRedirect: 'S3_REGION or S3_ENDPOINT does not match the bucket.',
  AccessDenied: 'S3_ACCESS_KEY_ID may not put, read, list and delete objects in S3_BUCKET.',
};

function explain(failure: S3Failure, { endpoint }: S3Settings): string {
  const known = EXPLANATIONS[failure.code ?? ''];
  if (known) return `${known} (${failure.message})`;
  if (failure.status === undefined)
    return `S3_ENDPOINT: ${endpoint.origin} can't be used (${failure.message}).`;
  return `S3_ENDPOINT, S3_REGION, S3_BUCKET or the access key is wrong (${failure.message}).`;
}
