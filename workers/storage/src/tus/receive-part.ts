import type { Hash } from 'node:crypto';
import { AppError } from '@selfdb/shared/errors';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import type { BlobWriter } from '../blobs/blob-store.ts';
import type { Segments } from '../blobs/stored-blob.ts';
import { guessMediaType, HEAD_BYTES } from '../uploads/media-type.ts';
import { requireType } from '../uploads/target.ts';
import type { UploadContext } from '../uploads/upload-context.ts';
import type { Checksum } from './checksum.ts';
import { putHash, takeHash } from './hash-cache.ts';
import { finishUpload, recordSegments } from './record.ts';
import type { TusUpload } from './upload.ts';

const MIB = 1024 ** 2;

export interface Part {
  chunks: AsyncIterable<Uint8Array>;
  checksum: Checksum | undefined;
}

/**
 * Appends the bytes of one request, and turns the upload into a file once it is complete. Records each segment as soon as
 * it is stored, so that a crash loses little; with a checksum, only after the checksum has matched. Throws unauthenticated,
 * forbidden, not_found, conflict, too_large, unsupported_media_type, checksum_mismatch, insufficient_storage, and
 * bad_request if the body breaks off; the bytes received until then are kept.
 */
export async function receivePart(
  context: UploadContext,
  upload: TusUpload,
  { chunks, checksum }: Part,
): Promise<TusUpload> {
  const receiver = new PartReceiver(context, upload, checksum);
  try {
    for await (const chunk of chunks) await receiver.write(chunk);
  } catch (error) {
    if (isBrokenOff(error) && !checksum) await receiver.end();
    else await receiver.discard();
    throw error;
  }
  return receiver.end();
}

/** The size of the next segment: a crash loses at most an eighth of the upload, and the list of segments stays short. */
export function segmentBytes(received: number): number {
  return Math.min(Math.max(received / 8, 8 * MIB), 1024 * MIB);
}

class PartReceiver {
  readonly #context: UploadContext;
  readonly #checksum: Checksum | undefined;
  /** The hash of all bytes so far. Undefined if the hash of the earlier bytes is not cached. */
  readonly #hash: Hash | undefined;
  #upload: TusUpload;
  /** The first bytes of the file, until its type is detected. */
  #head: Uint8Array | undefined;
  /** Segments that are stored but not recorded. */
  #pending: Segments = [];
  #open: { writer: BlobWriter; segment: Segments[number] } | undefined;
  #offset: number;

  constructor(context: UploadContext, upload: TusUpload, checksum: Checksum | undefined) {
    this.#context = context;
    this.#upload = upload;
    this.#checksum = checksum;
    this.#offset = upload.received;
    this.#hash = takeHash(upload.id, upload.received);
    if (upload.received === 0 && upload.mimeType === undefined) this.#head = new Uint8Array(0);
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#offset + chunk.byteLength > this.#upload.size) {
      throw new AppError('too_large', 'There are more bytes than Upload-Length declares.');
    }
    this.#offset += chunk.byteLength;
    this.#checksum?.update(chunk);
    this.#hash?.update(chunk);
    await this.#detectType(chunk);
    const { writer, segment } = this.#openSegment();
    await writer.write(chunk);
    segment[1] += chunk.byteLength;
    if (segment[1] < segmentBytes(this.#upload.received) || this.#offset === this.#upload.size) return;
    await this.#closeSegment();
    if (!this.#checksum) await this.#record();
  }

  async end(): Promise<TusUpload> {
    try {
      this.#checksum?.verify();
      await this.#closeSegment();
      if (this.#offset === this.#upload.size) {
        return await finishUpload(this.#context, this.#upload, this.#pending, this.#hash);
      }
      if (this.#pending.length > 0) await this.#record();
    } catch (error) {
      await this.discard(error);
      throw error;
    }
    if (this.#hash) putHash(this.#upload.id, this.#upload.received, this.#hash);
    return this.#upload;
  }

  /** Removes the segments that are not recorded. Never throws. */
  async discard(because?: unknown): Promise<void> {
    await this.#open?.writer.abort();
    // If the statement's answer was lost, the segments may be recorded. If not, the sweep removes them.
    if (because instanceof AppError && because.code === 'unavailable') return;
    for (const [segment] of this.#pending) {
      await this.#context.store.remove(segmentKey({ blobId: this.#upload.id, segment })).catch(() => {});
    }
  }

  async #detectType(chunk: Uint8Array): Promise<void> {
    if (!this.#head) return;
    const head = Buffer.concat([this.#head, chunk.subarray(0, HEAD_BYTES - this.#head.byteLength)]);
    this.#head = head;
    if (head.byteLength < HEAD_BYTES) return;
    const mimeType = await guessMediaType(head, this.#upload.path);
    requireType(mimeType, this.#upload);
    this.#upload = { ...this.#upload, mimeType };
    this.#head = undefined;
  }

  #openSegment() {
    if (this.#open) return this.#open;
    // Each attempt uses a new name, so that a failed one does not block the next.
    const segment: Segments[number] = [crypto.randomUUID().replaceAll('-', ''), 0];
    const key = segmentKey({ blobId: this.#upload.id, segment: segment[0] });
    this.#open = { writer: this.#context.store.write(key), segment };
    return this.#open;
  }

  async #closeSegment(): Promise<void> {
    if (!this.#open) return;
    await this.#open.writer.close();
    this.#pending.push(this.#open.segment);
    this.#open = undefined;
  }

  async #record(): Promise<void> {
    this.#upload = await recordSegments(this.#context, this.#upload, this.#pending);
    this.#pending = [];
  }
}

function isBrokenOff(error: unknown): boolean {
  return error instanceof AppError && error.code === 'bad_request';
}
