import { createS3Client, type S3Client, type S3Options } from '@selfdb/s3/client';
import type { S3Settings } from '@selfdb/s3/settings';
import { abortUnfinished } from '@selfdb/s3/unfinished';
import { nodeFetch } from './node-fetch.ts';

const DAY_MS = 86_400_000;

/** A client for a bucket, and what the keys of a folder in it begin with. */
export function openS3Folder(
  settings: S3Settings,
  folder: string,
  options: S3Options,
): { client: S3Client; prefix: string } {
  const client = createS3Client(settings, { fetch: nodeFetch, ...options });
  const trimmed = folder.replace(/^\/|\/$/g, '');
  return { client, prefix: trimmed && `${trimmed}/` };
}

/** Aborts the uploads that killed processes have left. */
export async function sweepUploads(client: S3Client, isOurs: (key: string) => boolean): Promise<void> {
  // The clock of the service may be ahead.
  await abortUnfinished(client, new Date(Date.now() + DAY_MS), isOurs);
}
