import { createHash } from 'node:crypto';
import type { NewBlob } from '../blobs/new-blob.ts';
import type { StoredBlob } from '../blobs/stored-blob.ts';
import { HEAD_BYTES } from './media-type.ts';
import { requireSize, type UploadLimits } from './target.ts';

export interface Received {
  blob: StoredBlob;
  size: number;
  sha256: string;
}

interface ReceiveOptions {
  limits: UploadLimits;
  /** Called once with the first bytes. If it throws, the upload ends. */
  onHead(head: Uint8Array): Promise<void>;
}

/**
 * Writes the bytes into a blob, and counts and hashes them. Throws too_large, insufficient_storage and the errors of
 * `chunks`, after discarding the blob.
 */
export async function receive(
  chunks: AsyncIterable<Uint8Array>,
  into: NewBlob,
  options: ReceiveOptions,
): Promise<Received> {
  try {
    return await copy(chunks, into, options);
  } catch (error) {
    await into.discard();
    throw error;
  }
}

async function copy(
  chunks: AsyncIterable<Uint8Array>,
  into: NewBlob,
  { limits, onHead }: ReceiveOptions,
): Promise<Received> {
  const hash = createHash('sha256');
  const head = new Uint8Array(HEAD_BYTES);
  let size = 0;
  for await (const chunk of chunks) {
    const start = size;
    size += chunk.byteLength;
    requireSize(size, limits);
    if (start < HEAD_BYTES) {
      head.set(chunk.subarray(0, HEAD_BYTES - start), start);
      if (size >= HEAD_BYTES) await onHead(head);
    }
    hash.update(chunk);
    await into.write(chunk);
  }
  if (size < HEAD_BYTES) await onHead(head.subarray(0, size));
  return { blob: await into.close(), size, sha256: hash.digest('hex') };
}
