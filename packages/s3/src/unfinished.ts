import type { S3Client } from './client.ts';
import { brokenOff, isAbsent, S3Failure } from './failure.ts';
import { elementContents, elementText } from './xml.ts';

const NOT_IMPLEMENTED = 501;

interface Upload {
  key: string;
  uploadId: string;
  begunAt: Date;
}

/**
 * Aborts the multipart uploads that began before `before` and whose key `isOurs` accepts (ListMultipartUploads, Amazon S3 API
 * reference). Returns how many; 0 if the server can't list them. Throws S3Failure.
 */
export async function abortUnfinished(
  client: S3Client,
  before: Date,
  isOurs: (key: string) => boolean,
): Promise<number> {
  let aborted = 0;
  for await (const { key, uploadId, begunAt } of listUploads(client)) {
    if (!isOurs(key) || begunAt >= before) continue;
    const call = { operation: 'AbortMultipartUpload', method: 'DELETE', key, query: { uploadId } } as const;
    await client.call(call).catch((error: unknown) => {
      if (!isAbsent(error)) throw error;
    });
    aborted += 1;
  }
  return aborted;
}

/** By pages of up to 1,000. */
async function* listUploads(client: S3Client): AsyncGenerator<Upload> {
  const operation = 'ListMultipartUploads';
  const root = 'ListMultipartUploadsResult';
  for (let after: Record<string, string> = {}; ; ) {
    const { text } = await client
      .call({ operation, method: 'GET', query: { uploads: '', ...after }, root })
      .catch((error: unknown) => {
        if (error instanceof S3Failure && error.status === NOT_IMPLEMENTED) return { text: '' };
        throw error;
      });
    for (const upload of elementContents(text, 'Upload')) {
      yield {
        key: elementText(upload, 'Key') ?? '',
        uploadId: elementText(upload, 'UploadId') ?? '',
        begunAt: new Date(elementText(upload, 'Initiated') ?? Number.NaN),
      };
    }
    if (elementText(text, 'IsTruncated') !== 'true') return;
    const next = {
      'key-marker': elementText(text, 'NextKeyMarker') ?? '',
      'upload-id-marker': elementText(text, 'NextUploadIdMarker') ?? '',
    };
    const isSame = next['key-marker'] === after['key-marker'];
    if (isSame && next['upload-id-marker'] === after['upload-id-marker'])
      throw brokenOff(operation, 'the markers have no effect');
    after = next;
  }
}
