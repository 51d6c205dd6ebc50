/** The time, and what is done later. */
export interface Clock {
  now(): number;
  /** Calls `work` after that many milliseconds, unless the function that it returns is called before. */
  after(milliseconds: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};
