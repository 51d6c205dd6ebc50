/** What was not done, and why. */
export interface WorkFailure {
  path: string;
  error: unknown;
}

interface BoundedRun<T> {
  items: readonly T[];
  /** How many run at once. */
  limit: number;
  run: (item: T) => Promise<void>;
  pathOf: (item: T) => string;
  onDone: (item: T) => void;
  signal: AbortSignal;
}

/** Does something with each item, some at once. A failure stops no other item; an abort starts no further one. Answers what failed. */
export async function runBounded<T>(given: BoundedRun<T>): Promise<WorkFailure[]> {
  const { items, limit, run, pathOf, onDone, signal } = given;
  const failures: WorkFailure[] = [];
  const queue = items.values();
  async function work(): Promise<void> {
    for (const item of queue) {
      if (signal.aborted) return;
      try {
        await run(item);
      } catch (error) {
        if (signal.aborted) return;
        failures.push({ path: pathOf(item), error });
      }
      onDone(item);
    }
  }
  await Promise.all(Array.from({ length: limit }, work));
  return failures;
}
