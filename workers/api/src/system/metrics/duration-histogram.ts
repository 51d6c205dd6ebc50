/** Buckets for each doubling of the duration: a percentile is accurate to a tenth of its value. */
const PER_DOUBLING = 4;
/** The first bucket ends at 2^-3 ms, the last but one at 2^17 ms: 0.125 ms to two minutes. The last has no end. */
const SMALLEST_POWER = -3;
const LARGEST_POWER = 17;
export const BUCKETS = (LARGEST_POWER - SMALLEST_POWER) * PER_DOUBLING + 2;

/** The bucket of a duration. Each begins above the end of the one before it. */
export function bucketOf(milliseconds: number): number {
  // Also not a number, if the clock went backwards.
  if (!(milliseconds > 2 ** SMALLEST_POWER)) return 0;
  const bucket = Math.ceil((Math.log2(milliseconds) - SMALLEST_POWER) * PER_DOUBLING);
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/** Where a bucket ends, in milliseconds. */
export function endOfBucket(bucket: number): number {
  return bucket === BUCKETS - 1 ? Number.POSITIVE_INFINITY : 2 ** (SMALLEST_POWER + bucket / PER_DOUBLING);
}

/** The buckets that end at a power of two, for a histogram of fewer lines. */
export const POWERS_OF_TWO = Array.from(
  { length: LARGEST_POWER - SMALLEST_POWER + 1 },
  (_, index) => index * PER_DOUBLING,
);

/** The duration below which this share of the counted ones lies, as Prometheus estimates it; null if none was counted. */
export function quantile(counts: Uint32Array, share: number): number | null {
  let total = 0;
  for (const count of counts) total += count;
  if (total === 0) return null;
  let rest = share * total;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const count = counts[bucket] ?? 0;
    if (rest > count) {
      rest -= count;
      continue;
    }
    const start = bucket === 0 ? 0 : endOfBucket(bucket - 1);
    const end = bucket === BUCKETS - 1 ? start : endOfBucket(bucket);
    return start + (end - start) * (count === 0 ? 0 : rest / count);
  }
  return endOfBucket(BUCKETS - 2);
}
