/** A filter that could not be decided within its work limit. */
export class UndecidedError extends Error {
  override name = 'UndecidedError';
}

/** The work limit of all filters for one change: some tenths of a second. */
const MAX_STEPS_OF_ALL = 20_000_000;
const MAX_STEPS = 4_000_000;
/** Enough for a row of some kilobytes, for any number of filters. */
const MIN_STEPS = 20_000;

/** The work limit of one filter for one change. A step is one character read, or one comparison. */
export class Work {
  #stepsLeft: number;

  constructor(filtersOfChange = 1) {
    const share = Math.floor(MAX_STEPS_OF_ALL / filtersOfChange);
    this.#stepsLeft = Math.min(MAX_STEPS, Math.max(MIN_STEPS, share));
  }

  /** Throws UndecidedError if that exceeds the rest. */
  spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft < 0) throw new UndecidedError();
  }

  /** Returns work that was reserved and not done. */
  giveBack(steps: number): void {
    this.#stepsLeft += steps;
  }
}
