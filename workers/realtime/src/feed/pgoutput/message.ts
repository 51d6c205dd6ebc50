/** A message of the plugin `pgoutput` (PostgreSQL documentation, 53.9). Offsets are bytes from its start. */
export class PgoutputMessage {
  readonly bytes: Buffer;
  #latin1: string | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The letter of its kind; empty for an empty message. */
  get kind(): string {
    return this.bytes.toString('latin1', 0, 1);
  }

  /** The table of a row; -1 if the message does not contain one. */
  get relid(): number {
    return this.bytes.length < 5 ? -1 : this.bytes.readUInt32BE(1);
  }

  /** One character per byte: for ASCII, slicing one text is faster than decoding each value. */
  get latin1(): string {
    const text = this.#latin1 ?? this.bytes.toString('latin1');
    this.#latin1 = text;
    return text;
  }

  utf8(start: number, end: number): string {
    return this.bytes.toString('utf8', start, end);
  }

  /** A zero-terminated text and the offset after it. Throws RangeError if the zero is missing. */
  zeroEnded(start: number): { text: string; next: number } {
    const end = this.bytes.indexOf(0, start);
    if (end < 0) throw new RangeError('a text has no end');
    return { text: this.utf8(start, end), next: end + 1 };
  }
}
