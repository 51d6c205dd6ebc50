/**
 * Bounds how many lines are written: `burst` at once, and `perSecond` on average. The function takes the time in milliseconds, and
 * gives how many lines were refused since the last one that was allowed; undefined to refuse this one.
 */
export function createLineBudget({ burst, perSecond }: { burst: number; perSecond: number }) {
  let left = burst;
  let countedAt = 0;
  let dropped = 0;
  return (now: number): number | undefined => {
    left = Math.min(burst, left + (Math.max(0, now - countedAt) / 1000) * perSecond);
    countedAt = now;
    if (left < 1) {
      dropped += 1;
      return undefined;
    }
    left -= 1;
    const count = dropped;
    dropped = 0;
    return count;
  };
}
