const SEAL_AT_BYTES = 64 * 1024;
const SEAL_AT_COUNT = 128;

/** Counts the small chunks of single commits at the end of the log until joining them pays off. */
export class LooseChunks {
  #first: string | undefined;
  #bytes = 0;
  #count = 0;

  get first(): string | undefined {
    return this.#first;
  }

  /** A large chunk stays as it is. */
  add(first: string, bytes: number): void {
    if (bytes >= SEAL_AT_BYTES / 2) {
      this.forget();
      return;
    }
    this.#first ??= first;
    this.#bytes += bytes;
    this.#count += 1;
  }

  get areWorthJoining(): boolean {
    return this.#count > 1 && (this.#bytes >= SEAL_AT_BYTES || this.#count >= SEAL_AT_COUNT);
  }

  forget(): void {
    this.#first = undefined;
    this.#bytes = 0;
    this.#count = 0;
  }
}
