import type { S3Client } from '@selfdb/s3/client';
import { beginMultipartUpload, type MultipartUpload, sendingMs } from '@selfdb/s3/multipart';
import { PartBuffer } from '@selfdb/s3/part-buffer';
import { type BlobWriter, storeUnavailable } from './blob-store.ts';
import { throwStoreError } from './s3-errors.ts';

const MIB = 1024 ** 2;
const PART_BYTES = 8 * MIB;
/** The most parts of one upload (Amazon S3 user guide, multipart upload limits). */
const MAX_PARTS = 10_000;

/** The size of each part but the last, such that an object of `length` bytes has at most 10,000 parts. */
export function partBytesFor(length = 0): number {
  return Math.max(PART_BYTES, Math.ceil(length / MAX_PARTS / MIB) * MIB);
}

/**
 * Writes one object. Up to one part is kept in memory and sent by PutObject. A larger object is sent part by part while
 * the next one is collected, so a writer holds at most two parts.
 */
export class S3Writer implements BlobWriter {
  readonly #client: S3Client;
  readonly #key: string;
  readonly #cancel = new AbortController();
  readonly #partBytes: number;
  #collecting: PartBuffer;
  #spare: PartBuffer | undefined;
  #upload: Promise<MultipartUpload> | undefined;
  /** Resolves when the last part is sent. */
  #sent: Promise<void> = Promise.resolve();
  #isEnded = false;
  #cleanedUp: Promise<void> | undefined;

  constructor(client: S3Client, key: string, length?: number) {
    this.#client = client;
    this.#key = key;
    this.#partBytes = partBytesFor(length);
    this.#collecting = new PartBuffer(this.#partBytes);
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#cleanUpOnError(async () => {
      let rest = bytes;
      while (rest.byteLength > 0) {
        if (this.#collecting.isFull) await this.#sendPart();
        rest = rest.subarray(this.#collecting.add(rest));
      }
    });
  }

  close(): Promise<void> {
    return this.#cleanUpOnError(async () => {
      if (this.#upload) await this.#complete(this.#upload);
      else await this.#put();
      this.#end();
    });
  }

  async abort(): Promise<void> {
    if (this.#isEnded && !this.#cleanedUp) return;
    this.#cancel.abort(new Error('the write was aborted'));
    await this.#cleanUp();
  }

  async #put(): Promise<void> {
    const body = this.#collecting.bytes;
    await this.#client.call({
      operation: 'PutObject',
      method: 'PUT',
      key: this.#key,
      body,
      moreMs: sendingMs(body),
      cancel: this.#cancel.signal,
    });
  }

  async #sendPart(): Promise<void> {
    await this.#sent;
    const part = this.#collecting;
    this.#collecting = this.#spare ?? new PartBuffer(this.#partBytes, this.#partBytes);
    this.#collecting.clear();
    this.#spare = part;
    this.#upload ??= beginMultipartUpload(this.#client, this.#key);
    this.#sent = this.#upload.then((upload) => upload.send(part.bytes, this.#cancel.signal));
    // The next part or `close` reports the error.
    this.#sent.catch(() => {});
  }

  async #complete(upload: Promise<MultipartUpload>): Promise<void> {
    await this.#sendPart();
    await this.#sent;
    await (await upload).complete();
  }

  async #cleanUpOnError(work: () => Promise<void>): Promise<void> {
    if (this.#isEnded) throw storeUnavailable(new Error('the write has ended'));
    try {
      await work();
    } catch (error) {
      // Not awaited: the caller gets the error and calls `abort`.
      void this.#cleanUp();
      throwStoreError(error);
    }
  }

  #cleanUp(): Promise<void> {
    this.#cleanedUp ??= this.#abortUpload();
    return this.#cleanedUp;
  }

  /** If aborting the upload fails too, the sweep aborts it. Never throws. */
  async #abortUpload(): Promise<void> {
    this.#end();
    await this.#sent.catch(() => {});
    await this.#upload?.then((upload) => upload.abort()).catch(() => {});
  }

  #end(): void {
    this.#isEnded = true;
    this.#collecting = new PartBuffer(0);
    this.#spare = undefined;
  }
}
