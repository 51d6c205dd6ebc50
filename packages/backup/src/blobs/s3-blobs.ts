import { createS3Client, type S3Options } from '@selfdb/s3/client';
import { S3Failure } from '@selfdb/s3/failure';
import type { S3Settings } from '@selfdb/s3/settings';
import { nodeFetch } from '../store/node-fetch.ts';
import { readObject } from '../store/s3-objects.ts';
import { putStream } from '../store/s3-put-stream.ts';
import type { BlobStorage } from './blob-storage.ts';

/** With 10,000 parts, a file has up to 160 GiB. */
const PART_BYTES = 16 * 1024 ** 2;
const RANGE_NOT_SATISFIABLE = 416;

/** The bucket in which the storage worker keeps the objects. */
export function createS3Blobs(settings: S3Settings, options?: S3Options): BlobStorage {
  const client = createS3Client(settings, { fetch: nodeFetch, ...options });
  return {
    async *read(key) {
      try {
        yield* readObject(client, key, { start: 0, end: undefined });
      } catch (error) {
        // No range lies in an object of no bytes.
        if (!(error instanceof S3Failure) || error.status !== RANGE_NOT_SATISFIABLE) throw error;
      }
    },
    write: (key, content) => putStream(client, key, content, { partBytes: PART_BYTES }),
  };
}
