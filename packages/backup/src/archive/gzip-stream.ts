import { once } from 'node:events';
import { constants, createGzip, type Gzip } from 'node:zlib';

/** The quickest level that compresses: a snapshot is held open while rows and files are read. */
const LEVEL = 1;
const CHUNK_BYTES = 256 * 1024;

/** Compresses what is written, and passes it on in order. The work is done on a thread of Node's pool. */
export class GzipStream {
  readonly #gzip: Gzip = createGzip({ level: LEVEL, chunkSize: CHUNK_BYTES });
  readonly #pumped: Promise<void>;

  /** `sink` gets the compressed bytes, one call at a time. */
  constructor(sink: (bytes: Uint8Array) => Promise<void>) {
    this.#pumped = this.#pump(sink);
    // The next `write`, `ready` or `end` throws it.
    this.#pumped.catch(() => {});
  }

  /** Takes the bytes, which must not change any more. Call `ready` before too many are waiting. */
  write(bytes: Uint8Array): void {
    if (bytes.byteLength > 0) this.#gzip.write(bytes);
  }

  /** Resolves when more bytes may be written. Throws what `sink` threw. */
  async ready(): Promise<void> {
    if (this.#gzip.writableNeedDrain) await Promise.race([once(this.#gzip, 'drain'), this.#pumped]);
    if (this.#gzip.errored) throw this.#gzip.errored;
  }

  /** Resolves when `sink` has got everything. */
  async end(): Promise<void> {
    this.#gzip.end();
    await this.#pumped;
  }

  destroy(): void {
    this.#gzip.destroy();
  }

  async #pump(sink: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    for await (const chunk of this.#gzip) await sink(chunk);
  }
}

const MEMBER_OVERHEAD_BYTES = 10 + 5 + 8;

/** The length of what `storedMember` makes of up to 65,535 bytes. */
export function storedMemberBytes(bytes: number): number {
  return MEMBER_OVERHEAD_BYTES + bytes;
}

/** Bytes as a gzip member of their own that does not compress them, so that its length is known beforehand (RFC 1952). */
export async function storedMember(bytes: Uint8Array): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const gzip = createGzip({ level: constants.Z_NO_COMPRESSION });
  gzip.end(bytes);
  for await (const part of gzip) parts.push(part);
  return Buffer.concat(parts);
}
