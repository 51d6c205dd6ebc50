import { segmentKey } from '@selfdb/shared/files/segment-key';
import { v7 as mintUuid } from 'uuid';
import type { BlobStore, BlobWriter } from './blob-store.ts';
import { removeBlob, type Segments, type StoredBlob } from './stored-blob.ts';

/** Below the largest S3 object, 10,000 parts of 8 MiB each (Amazon S3 user guide, multipart limits). */
const MAX_SEGMENT_BYTES = 64 * 1024 ** 3;

/** Writes a new blob, as one segment or, above 64 GiB, as several. */
export class NewBlob {
  readonly blobId = mintUuid();
  readonly #store: BlobStore;
  readonly #length: number | undefined;
  readonly #maxSegmentBytes: number;
  readonly #segments: Segments = [];
  #writer: BlobWriter | undefined;

  /** `length`: the bytes of the whole blob, if known. */
  constructor(store: BlobStore, length?: number, maxSegmentBytes = MAX_SEGMENT_BYTES) {
    this.#store = store;
    this.#length = length !== undefined && length <= maxSegmentBytes ? length : undefined;
    this.#maxSegmentBytes = maxSegmentBytes;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { writer, segment } = await this.#current(bytes.byteLength);
    await writer.write(bytes);
    segment[1] += bytes.byteLength;
  }

  /** Resolves when the store has the whole blob. */
  async close(): Promise<StoredBlob> {
    const { writer } = await this.#current(0);
    await writer.close();
    return { blobId: this.blobId, segments: this.#segments };
  }

  /** Removes what was written. Never throws. */
  async discard(): Promise<void> {
    await this.#writer?.abort();
    await removeBlob(this.#store, { blobId: this.blobId, segments: this.#segments });
  }

  async #current(more: number): Promise<{ writer: BlobWriter; segment: Segments[number] }> {
    const last = this.#segments.at(-1);
    if (this.#writer && last && last[1] + more <= this.#maxSegmentBytes)
      return { writer: this.#writer, segment: last };
    await this.#writer?.close();
    const segment: Segments[number] = [String(this.#segments.length), 0];
    const key = segmentKey({ blobId: this.blobId, segment: segment[0] });
    this.#writer = this.#store.write(key, { length: this.#length });
    this.#segments.push(segment);
    return { writer: this.#writer, segment };
  }
}
