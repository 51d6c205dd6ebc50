import { isPassing } from './s3-failure.ts';

/** How long and how often an operation is tried. Times are milliseconds. */
export interface Patience {
  attempts: number;
  /** Before the second attempt; doubled for each further one. A random part of up to a half is taken off. */
  firstPauseMs: number;
  /** For one attempt, until its answer has come. */
  attemptMs: number;
  /** For all of them together. */
  totalMs: number;
}

export const PATIENCE: Patience = { attempts: 5, firstPauseMs: 100, attemptMs: 10_000, totalMs: 15_000 };

/** The same with more time, for what takes long by its nature. */
export function prolong(patience: Patience, moreMs = 0): Patience {
  return { ...patience, attemptMs: patience.attemptMs + moreMs, totalMs: patience.totalMs + moreMs };
}

/** Tries again while the failures are passing ones. Throws the last of them. `attempt` is told how long it may take. */
export async function persist<T>(
  { attempts, firstPauseMs, attemptMs, totalMs }: Patience,
  cancel: AbortSignal | undefined,
  attempt: (limitMs: number) => Promise<T>,
): Promise<T> {
  const end = Date.now() + totalMs;
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt(Math.min(attemptMs, end - Date.now()));
    } catch (error) {
      const pauseMs = firstPauseMs * 2 ** (tried - 1) * (1 - Math.random() / 2);
      const over = tried >= attempts || Date.now() + pauseMs >= end;
      if (over || cancel?.aborted || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Runs `work` with a signal that is given after `limitMs` or by `cancel`, and not once `work` is done. */
export async function within<T>(
  limitMs: number,
  cancel: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error(`no answer in ${Math.ceil(limitMs)} ms`)), limitMs);
  try {
    return await work(cancel ? AbortSignal.any([limit.signal, cancel]) : limit.signal);
  } finally {
    clearTimeout(timer);
  }
}
