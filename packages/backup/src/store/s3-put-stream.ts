import type { S3Client } from '@selfdb/s3/client';
import { S3Failure } from '@selfdb/s3/failure';
import { beginMultipartUpload, type MultipartUpload, sendingMs } from '@selfdb/s3/multipart';
import { PartBuffer } from '@selfdb/s3/part-buffer';

/** Conditional writes are missing in some services (RFC 9110, 15.6.2). */
const NOT_IMPLEMENTED = 501;

interface Options {
  /** Of a larger object, so much is in memory. */
  partBytes: number;
  /** Whether to fail where there is such an object, as far as the service can, and if one request is enough. */
  isNew?: boolean;
}

/** Stores an object of unknown length: with one request if it fits into a part, otherwise with an upload in parts. */
export async function putStream(
  client: S3Client,
  key: string,
  content: AsyncIterable<Uint8Array>,
  { partBytes, isNew = false }: Options,
): Promise<void> {
  const part = new PartBuffer(partBytes);
  let upload: MultipartUpload | undefined;
  try {
    for await (const bytes of content) {
      for (const full of part.fill(bytes)) {
        upload ??= await beginMultipartUpload(client, key);
        await upload.send(full);
      }
    }
    if (!upload) return await putWhole(client, key, part.bytes, isNew);
    await upload.send(part.bytes);
    await upload.complete();
  } catch (error) {
    await upload?.abort().catch(() => {});
    throw error;
  }
}

async function putWhole(client: S3Client, key: string, body: Uint8Array, isNew: boolean): Promise<void> {
  const call = { operation: 'PutObject', method: 'PUT', key, body, moreMs: sendingMs(body) } as const;
  try {
    await client.call(isNew ? { ...call, headers: { 'If-None-Match': '*' } } : call);
  } catch (error) {
    if (!isNew || !(error instanceof S3Failure) || error.status !== NOT_IMPLEMENTED) throw error;
    await client.call(call);
  }
}
