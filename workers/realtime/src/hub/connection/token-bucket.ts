/** Allows `perSecond` on average, and twice as many at once. */
export class TokenBucket {
  readonly #perSecond: number;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond * 2;
    this.#at = now;
  }

  /** How many of the latest calls were too many; 0 allows the call. */
  take(now: number): number {
    const gained = ((now - this.#at) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#tokens + gained, this.#perSecond * 2) - 1;
    this.#at = now;
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens);
  }
}
