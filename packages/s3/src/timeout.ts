import { isTransient } from './failure.ts';

/** How often and for how long to try an operation. Times are in milliseconds. */
export interface Timeout {
  attempts: number;
  /** The pause before the second attempt. It doubles with each further one, less a random part of up to a half. */
  firstPauseMs: number;
  /** For one attempt, until its answer is complete. */
  attemptMs: number;
  /** For all attempts together. */
  totalMs: number;
}

export const TIMEOUT: Timeout = { attempts: 5, firstPauseMs: 100, attemptMs: 10_000, totalMs: 15_000 };

/** The same with more time, for a large transfer. */
export function extendTimeout(timeout: Timeout, moreMs = 0): Timeout {
  return { ...timeout, attemptMs: timeout.attemptMs + moreMs, totalMs: timeout.totalMs + moreMs };
}

/** Retries while failures are transient, and throws the last one. `attempt` gets its limit in milliseconds. */
export async function withRetries<T>(
  { attempts, firstPauseMs, attemptMs, totalMs }: Timeout,
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
      if (over || cancel?.aborted || !isTransient(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Runs `work` with a signal that aborts after `limitMs` or with `cancel`, but never after `work` has ended. */
export async function abortAfter<T>(
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
