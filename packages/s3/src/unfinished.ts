import type { S3Client } from './client.ts';
import { isAbsent, S3Failure } from './failure.ts';
import { elementContents, elementText } from './xml.ts';

const NOT_IMPLEMENTED = 501;

/**
 * Aborts up to 1,000 multipart uploads that began before `before` and whose key `isOurs` accepts
 * (ListMultipartUploads, Amazon S3 API reference). Returns how many; 0 if the server can't list them. Throws S3Failure.
 */
export async function abortUnfinished(
  client: S3Client,
  before: Date,
  isOurs: (key: string) => boolean,
): Promise<number> {
  const old = (await listUploads(client)).filter(({ key, begunAt }) => isOurs(key) && begunAt < before);
  for (const { key, uploadId } of old) {
    const call = { operation: 'AbortMultipartUpload', method: 'DELETE', key, query: { uploadId } } as const;
    await client.call(call).catch((error: unknown) => {
      if (!isAbsent(error)) throw error;
    });
  }
  return old.length;
}

async function listUploads(client: S3Client) {
  const operation = 'ListMultipartUploads';
  const root = 'ListMultipartUploadsResult';
  const { text } = await client
    .call({ operation, method: 'GET', query: { uploads: '' }, root })
    .catch((error: unknown) => {
      if (error instanceof S3Failure && error.status === NOT_IMPLEMENTED) return { text: '' };
      throw error;
    });
  return elementContents(text, 'Upload').map((upload) => ({
    key: elementText(upload, 'Key') ?? '',
    uploadId: elementText(upload, 'UploadId') ?? '',
    begunAt: new Date(elementText(upload, 'Initiated') ?? Number.NaN),
  }));
}
