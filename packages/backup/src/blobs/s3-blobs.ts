import { createS3Client, type S3Client, type S3Options } from '@selfdb/s3/client';
import { S3Failure } from '@selfdb/s3/failure';
import { beginMultipartUpload, sendingMs } from '@selfdb/s3/multipart';
import { PartBuffer } from '@selfdb/s3/part-buffer';
import type { S3Settings } from '@selfdb/s3/settings';
import { nodeFetch } from '../store/node-fetch.ts';
import { readObject } from '../store/s3-objects.ts';
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
    write: (key, content) => writeObject(client, key, content),
  };
}

/** One that fits a part is sent at once. Of a larger one, a part is in memory. */
async function writeObject(client: S3Client, key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const part = new PartBuffer(PART_BYTES);
  let upload: Awaited<ReturnType<typeof beginMultipartUpload>> | undefined;
  try {
    for await (const bytes of content) {
      let rest = bytes;
      while (rest.byteLength > 0) {
        if (part.isFull) {
          upload ??= await beginMultipartUpload(client, key);
          await upload.send(part.bytes);
          part.clear();
        }
        rest = rest.subarray(part.add(rest));
      }
    }
    if (upload) {
      await upload.send(part.bytes);
      await upload.complete();
      return;
    }
    const body = part.bytes;
    await client.call({ operation: 'PutObject', method: 'PUT', key, body, moreMs: sendingMs(body) });
  } catch (error) {
    await upload?.abort().catch(() => {});
    throw error;
  }
}
