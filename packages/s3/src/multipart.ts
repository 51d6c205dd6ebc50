import type { S3Client } from './client.ts';
import { brokenOff, S3Failure } from './failure.ts';
import { elementText, escapeXml } from './xml.ts';

/** An upload slower than 32 KiB/s counts as failed. */
const SLOWEST_BYTES_PER_MS = 32;
/** Some servers copy the parts to assemble them. */
const ASSEMBLED_BYTES_PER_MS = 32 * 1024;
/** Metadata of an object: the id of the write that created it. */
const WRITE_ID = 'x-amz-meta-selfdb-write';

export interface MultipartUpload {
  /**
   * All parts but the last must have the same size (Cloudflare R2, multipart limitations) of at least 5 MiB. `number`: the
   * place of the part, from 1, by default after those that were sent.
   */
  send(part: Uint8Array, cancel?: AbortSignal, number?: number): Promise<void>;
  /** The object exists when this resolves. */
  complete(): Promise<void>;
  abort(): Promise<void>;
}

/** The milliseconds to add to the usual timeout for sending these bytes. */
export function sendingMs(bytes: Uint8Array): number {
  return bytes.byteLength / SLOWEST_BYTES_PER_MS;
}

/**
 * CreateMultipartUpload, then UploadPart for each part, and CompleteMultipartUpload or AbortMultipartUpload (Amazon S3
 * API reference). Throws S3Failure.
 */
export async function beginMultipartUpload(client: S3Client, key: string): Promise<MultipartUpload> {
  const writeId = crypto.randomUUID();
  const uploadId = await create(client, key, writeId);
  const etags: string[] = [];
  let size = 0;
  return {
    async send(part, cancel, number = etags.length + 1) {
      etags[number - 1] = await sendPart(client, { key, uploadId, number, part, cancel });
      size += part.byteLength;
    },

    async complete() {
      try {
        await completeUpload(client, { key, uploadId, etags, size });
      } catch (error) {
        // The first answer was lost, and the retry found the upload completed.
        if (!isGone(error) || (await writtenBy(client, key)) !== writeId) throw error;
      }
    },

    async abort() {
      await client.call({ operation: 'AbortMultipartUpload', method: 'DELETE', key, query: { uploadId } });
    },
  };
}

async function create(client: S3Client, key: string, writeId: string): Promise<string> {
  const operation = 'CreateMultipartUpload';
  const root = 'InitiateMultipartUploadResult';
  const headers = { [WRITE_ID]: writeId };
  const { text } = await client.call({
    operation,
    method: 'POST',
    key,
    query: { uploads: '' },
    headers,
    root,
  });
  const uploadId = elementText(text, 'UploadId');
  if (!uploadId) throw brokenOff(operation, 'no UploadId in the answer');
  return uploadId;
}

interface Part {
  key: string;
  uploadId: string;
  number: number;
  part: Uint8Array;
  cancel: AbortSignal | undefined;
}

async function sendPart(client: S3Client, { key, uploadId, number, part, cancel }: Part): Promise<string> {
  const operation = 'UploadPart';
  const query = { partNumber: String(number), uploadId };
  const moreMs = sendingMs(part);
  const call = { operation, method: 'PUT', key, query, body: part, moreMs } as const;
  const { headers } = await client.call(cancel ? { ...call, cancel } : call);
  const etag = headers.get('ETag');
  if (!etag) throw brokenOff(operation, 'no ETag in the answer');
  return etag;
}

interface Whole {
  key: string;
  uploadId: string;
  etags: string[];
  size: number;
}

async function completeUpload(client: S3Client, { key, uploadId, etags, size }: Whole): Promise<void> {
  const parts = etags.map(
    (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
  );
  await client.call({
    operation: 'CompleteMultipartUpload',
    method: 'POST',
    key,
    query: { uploadId },
    headers: { 'Content-Type': 'application/xml' },
    body: `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`,
    root: 'CompleteMultipartUploadResult',
    moreMs: size / ASSEMBLED_BYTES_PER_MS,
  });
}

function isGone(error: unknown): boolean {
  return error instanceof S3Failure && error.code === 'NoSuchUpload';
}

async function writtenBy(client: S3Client, key: string): Promise<string | null> {
  const { headers } = await client.call({ operation: 'HeadObject', method: 'HEAD', key });
  return headers.get(WRITE_ID);
}
