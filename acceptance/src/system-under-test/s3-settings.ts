import { BUCKET, type S3Server } from '@selfdb/s3/testing/server';
import type { SystemEnvironment } from '@selfdb/system-under-test/launcher';

/** The variables that make a system keep its files on this server. */
export function s3Settings({ port, accessKeyId, secretAccessKey }: S3Server): SystemEnvironment {
  return {
    STORAGE_BACKEND: 's3',
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_REGION: 'us-east-1',
    S3_BUCKET: BUCKET,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  };
}
