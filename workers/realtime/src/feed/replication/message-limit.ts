const COPY_DATA = 100;
/** A letter, and a length that includes itself but not the letter. */
const HEADER_BYTES = 5;
const NOTHING = Buffer.alloc(0);

/**
 * Truncates messages with data in the stream from Postgres. The client assembles each message before it passes
 * it on, so this limits its memory.
 */
export class MessageLimit {
  readonly #maxBytes: number;
  /** The beginning of an incomplete header. */
  #held = NOTHING;
  #keepBytes = 0;
  #dropBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The pieces of a chunk that pass; there may be none. */
  take(chunk: Buffer): Buffer[] {
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#held = NOTHING;
    const pieces: Buffer[] = [];
    let [start, at] = [0, 0];
    const keep = () => at > start && pieces.push(bytes.subarray(start, at));
    while (at < bytes.length) {
      const left = bytes.length - at;
      if (this.#keepBytes > 0) {
        const count = Math.min(this.#keepBytes, left);
        this.#keepBytes -= count;
        at += count;
      } else if (this.#dropBytes > 0) {
        keep();
        const count = Math.min(this.#dropBytes, left);
        this.#dropBytes -= count;
        at += count;
        start = at;
      } else if (left < HEADER_BYTES) {
        this.#held = Buffer.from(bytes.subarray(at));
        break;
      } else this.#begin(bytes, at);
    }
    keep();
    return pieces;
  }

  #begin(bytes: Buffer, at: number): void {
    const size = 1 + bytes.readUInt32BE(at + 1);
    const isCut = bytes[at] === COPY_DATA && size > this.#maxBytes;
    this.#keepBytes = isCut ? this.#maxBytes : size;
    this.#dropBytes = size - this.#keepBytes;
    if (isCut) bytes.writeUInt32BE(this.#maxBytes - 1, at + 1);
  }
}
