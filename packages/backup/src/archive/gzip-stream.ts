import { constants, createGzip, type Gzip } from 'node:zlib';

/** The quickest level that compresses: a snapshot is held open while rows and files are read. */
const LEVEL = 1;
const CHUNK_BYTES = 256 * 1024;
/** May wait to be compressed. With less, the dump would stand still during each step of the thread that compresses. */
const WAITING_BYTES = 2 * 1024 ** 2;
/** More is asked for when only so much is left. At the stream's own `drain` nothing is, and the thread would stand still. */
const RESUME_BYTES = WAITING_BYTES / 2;

/** Compresses what is written, and passes it on in order. The work is done on a thread of Node's pool. */
export class GzipStream {
  readonly #gzip: Gzip = createGzip({ level: LEVEL, chunkSize: CHUNK_BYTES });
  readonly #pumped: Promise<void>;
  #waitingBytes = 0;
  #resume: () => void = () => {};

  /** `sink` gets the compressed bytes, one call at a time. */
  constructor(sink: (bytes: Uint8Array) => Promise<void>) {
    this.#pumped = this.#pump(sink);
    // The next `ready` or `end` throws it.
    this.#pumped.catch(() => this.#resume());
  }

  /** Takes the bytes, which must not change any more. Call `ready` before too many are waiting. */
  write(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.#waitingBytes += bytes.byteLength;
    this.#gzip.write(bytes, () => {
      this.#waitingBytes -= bytes.byteLength;
      if (this.#waitingBytes <= RESUME_BYTES) this.#resume();
    });
  }

  /** Resolves when more bytes may be written. Undefined if that is now. Rejects with what `sink` threw. */
  ready(): Promise<void> | undefined {
    // The stream itself knows only that nobody reads it any more.
    if (this.#gzip.destroyed) return this.#pumped;
    if (this.#waitingBytes < WAITING_BYTES) return undefined;
    return new Promise((resolve) => {
      this.#resume = resolve;
    });
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

const PADDING_OVERHEAD_BYTES = 22;
const EXTRA_FIELD = 4;
const EMPTY_DEFLATE = [3, 0];

/** An empty gzip member with this many bytes, at least 26 and at most 65,557: its header has an extra field of zeros (RFC 1952). */
export function paddingMember(bytes: number): Buffer {
  const member = Buffer.alloc(bytes);
  const extra = bytes - PADDING_OVERHEAD_BYTES;
  member.set([0x1f, 0x8b, 8, EXTRA_FIELD, 0, 0, 0, 0, 0, 255]);
  member.writeUInt16LE(extra, 10);
  // The name of the field that the rest of it belongs to.
  member.write('Sd', 12);
  member.writeUInt16LE(extra - 4, 14);
  member.set(EMPTY_DEFLATE, 12 + extra);
  return member;
}
