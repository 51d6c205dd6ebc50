/** Collects bytes up to a limit. The memory grows with the bytes, so a small object costs little. */
export class PartBuffer {
  readonly #limit: number;
  #memory: Uint8Array;
  #size = 0;

  /** `capacity`: bytes to allocate at once. */
  constructor(limit: number, capacity = 0) {
    this.#limit = limit;
    this.#memory = new Uint8Array(capacity);
  }

  get isFull(): boolean {
    return this.#size === this.#limit;
  }

  /** The collected bytes, valid until the next `clear`. */
  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#size);
  }

  /** Copies as many bytes as fit, and returns how many. */
  add(bytes: Uint8Array): number {
    const taken = Math.min(bytes.byteLength, this.#limit - this.#size);
    this.#reserve(this.#size + taken);
    this.#memory.set(bytes.subarray(0, taken), this.#size);
    this.#size += taken;
    return taken;
  }

  /** Takes all bytes. Gives what is collected whenever that is full and more is to come; it is valid until the next step. */
  *fill(bytes: Uint8Array): Generator<Uint8Array> {
    let rest = bytes.subarray(this.add(bytes));
    while (rest.byteLength > 0) {
      yield this.bytes;
      this.clear();
      rest = rest.subarray(this.add(rest));
    }
  }

  /** Forgets the bytes and keeps the memory for more. */
  clear(): void {
    this.#size = 0;
  }

  /** Grows fourfold, so that the old memory adds at most a quarter until it is collected. */
  #reserve(needed: number): void {
    const capacity = this.#memory.byteLength;
    if (needed <= capacity) return;
    const grown = new Uint8Array(Math.min(this.#limit, Math.max(needed, capacity * 4)));
    grown.set(this.bytes);
    this.#memory = grown;
  }
}
