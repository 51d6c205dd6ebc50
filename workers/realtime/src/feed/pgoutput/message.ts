/** A message of the plugin `pgoutput` (PostgreSQL documentation, 53.9). Offsets are bytes from its beginning. */
export class Message {
  readonly bytes: Buffer;
  #latin1: string | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
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

  /** A text that ends with a zero byte, and the offset behind it. */
  zeroEnded(start: number): { text: string; next: number } {
    const end = this.bytes.indexOf(0, start);
    return { text: this.utf8(start, end), next: end + 1 };
  }
}
