/** How long the connection waits for what, in milliseconds. */
export interface Timing {
  /** Between two heartbeats. The server closes a socket that is silent for 60 seconds. */
  heartbeatMs: number;
  /** For a socket to open, and for a subscription to be accepted. */
  openMs: number;
  /** Before the first new attempt. Each further one waits twice as long. */
  firstPauseMs: number;
  maxPauseMs: number;
}

export const TIMING: Timing = {
  heartbeatMs: 25_000,
  openMs: 15_000,
  firstPauseMs: 200,
  maxPauseMs: 10_000,
};

/** The pause before the given attempt, counted from 0. It is random, so that clients do not come back all at once. */
export function pauseBefore(attempt: number, { firstPauseMs, maxPauseMs }: Timing): number {
  const longest = Math.min(firstPauseMs * 2 ** attempt, maxPauseMs);
  return longest * (0.5 + Math.random() / 2);
}
