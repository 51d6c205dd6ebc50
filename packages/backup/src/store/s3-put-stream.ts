import type { S3Client } from '@selfdb/s3/client';
import { S3Failure } from '@selfdb/s3/failure';
import { beginMultipartUpload, type MultipartUpload, sendingMs } from '@selfdb/s3/multipart';
import { PartBuffer } from '@selfdb/s3/part-buffer';

/** Conditional writes are missing in some services (RFC 9110, 15.6.2). */
const NOT_IMPLEMENTED = 501;

/**
 * Stores an object of unknown length: with one request if it fits into a part, which then fails where there is such an object,
 * otherwise with an upload in parts.
 */
export async function putStream(
  client: S3Client,
  key: string,
  content: AsyncIterable<Uint8Array>,
  partBytes: number,
): Promise<void> {
  const part = new PartBuffer(partBytes);
  let upload: MultipartUpload | undefined;
  try {
    for await (const bytes of content) {
      let rest = bytes.subarray(part.add(bytes));
      while (rest.byteLength > 0) {
        upload ??= await beginMultipartUpload(client, key);
        await upload.send(part.bytes);
        part.clear();
        rest = rest.subarray(part.add(rest));
      }
    }
    if (!upload) return await putNew(client, key, part.bytes);
    await upload.send(part.bytes);
    await upload.complete();
  } catch (error) {
    await upload?.abort().catch(() => {});
    throw error;
  }
}

async function putNew(client: S3Client, key: string, body: Uint8Array): Promise<void> {
  const call = { operation: 'PutObject', method: 'PUT', key, body, moreMs: sendingMs(body) } as const;
  await client.call({ ...call, headers: { 'If-None-Match': '*' } }).catch(async (error: unknown) => {
    if (!(error instanceof S3Failure) || error.status !== NOT_IMPLEMENTED) throw error;
    await client.call(call);
  });
}
