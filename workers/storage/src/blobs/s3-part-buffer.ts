/** Collects bytes up to a limit in memory that grows with them: a small object costs little. */
export class PartBuffer {
  readonly #limit: number;
  #memory: Uint8Array;
  #size = 0;

  /** `capacity`: bytes to make room for at once. */
  constructor(limit: number, capacity = 0) {
    this.#limit = limit;
    this.#memory = new Uint8Array(capacity);
  }

  get isFull(): boolean {
    return this.#size === this.#limit;
  }

  /** What has been collected; valid until the next `clear`. */
  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#size);
  }

  /** Copies as much as there is room for, and returns how many bytes that was. */
  add(bytes: Uint8Array): number {
    const taken = Math.min(bytes.byteLength, this.#limit - this.#size);
    this.#makeRoom(this.#size + taken);
    this.#memory.set(bytes.subarray(0, taken), this.#size);
    this.#size += taken;
    return taken;
  }

  /** Forgets the bytes and keeps the memory for the next. */
  clear(): void {
    this.#size = 0;
  }

  /** By four, so that what is left behind, until the next garbage collection, is a third of what is used. */
  #makeRoom(needed: number): void {
    const capacity = this.#memory.byteLength;
    if (needed <= capacity) return;
    const grown = new Uint8Array(Math.min(this.#limit, Math.max(needed, capacity * 4)));
    grown.set(this.bytes);
    this.#memory = grown;
  }
}
