const firstDelayMs = 100;
const maxDelayMs = 3000;
const healthyAfterMs = 5000;

/** How long to wait before the next start: doubles from 100 ms to 3 s, and starts over after 5 healthy seconds. */
export function nextDelay(previousMs: number | undefined, healthyMs: number): number {
  if (previousMs === undefined || healthyMs >= healthyAfterMs) return firstDelayMs;
  return Math.min(previousMs * 2, maxDelayMs);
}
