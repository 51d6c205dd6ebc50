/** Low enough to see that there is little, high enough to be seen. */
const MIN = 10;

/** Heights in percent of bars for durations: by their square root, so that short ones next to long ones can be told apart. */
export function barHeights(durations: (number | null)[]): number[] {
  const roots = durations.map((duration) => Math.sqrt(duration ?? 0));
  const most = Math.max(...roots, 1);
  return roots.map((root) => Math.round(MIN + (root / most) * (100 - MIN)));
}
