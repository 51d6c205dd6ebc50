/** A filter that could not be decided with the work that it may cost. */
export class UndecidedError extends Error {
  override name = 'UndecidedError';
}

/** What all filters of one change may cost together: some tenths of a second. */
const MAX_STEPS_OF_ALL = 20_000_000;
const MAX_STEPS = 4_000_000;
/** Enough for any row of some kilobytes, however many filters there are. */
const MIN_STEPS = 20_000;

/** How much may be done to decide one filter for one change. A step is a character looked at, or two values compared. */
export class Work {
  #stepsLeft: number;

  constructor(filtersOfChange = 1) {
    const share = Math.floor(MAX_STEPS_OF_ALL / filtersOfChange);
    this.#stepsLeft = Math.min(MAX_STEPS, Math.max(MIN_STEPS, share));
  }

  /** Throws UndecidedError when that is more than is left. */
  spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft < 0) throw new UndecidedError();
  }

  /** For what was paid and not done. */
  giveBack(steps: number): void {
    this.#stepsLeft += steps;
  }
}
