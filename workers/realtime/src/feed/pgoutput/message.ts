/** A message of the plugin `pgoutput` (PostgreSQL documentation, 53.9). Offsets are bytes from its beginning. */
export class Message {
  readonly bytes: Buffer;
  #latin1: string | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The letter that says what it is; empty for a message without any. */
  get kind(): string {
    return this.bytes.toString('latin1', 0, 1);
  }

  /** The table that a row is of; -1 when it does not say. */
  get relid(): number {
    return this.bytes.length < 5 ? -1 : this.bytes.readUInt32BE(1);
  }

  /** A character for each byte: cutting values out of one text is quicker than decoding each, where all is ASCII. */
  get latin1(): string {
    const text = this.#latin1 ?? this.bytes.toString('latin1');
    this.#latin1 = text;
    return text;
  }

  utf8(start: number, end: number): string {
    return this.bytes.toString('utf8', start, end);
  }

  /** A text that ends with a zero byte, and the offset after it. Throws RangeError when it does not end. */
  zeroEnded(start: number): { text: string; next: number } {
    const end = this.bytes.indexOf(0, start);
    if (end < 0) throw new RangeError('a text has no end');
    return { text: this.utf8(start, end), next: end + 1 };
  }
}
