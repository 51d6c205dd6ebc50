/** Which transactions a statement has seen, by their full numbers: `pg_current_snapshot` (PostgreSQL documentation, 9.28). */
export interface Snapshot {
  /** Everything before it has ended. */
  xmin: number;
  /** Nothing from it on had begun. */
  xmax: number;
  /** Those in between that had not ended. */
  running: ReadonlySet<number>;
}

const CYCLE = 2 ** 32;

/** Reads `xmin:xmax:xip,xip`. Throws TypeError. */
export function parseSnapshot(text: unknown): Snapshot {
  const [, xmin, xmax, running = ''] = /^(\d+):(\d+):([\d,]*)$/.exec(String(text)) ?? [];
  if (xmin === undefined || xmax === undefined) throw new TypeError('not a snapshot');
  return {
    xmin: Number(xmin),
    xmax: Number(xmax),
    running: new Set(running.split(',').filter(Boolean).map(Number)),
  };
}

/**
 * Whether a statement has seen what a transaction has committed, of whose number the log has the lower 32 bits. Its place in
 * the log would not tell: a commit stands there before anybody can see it.
 */
export function hasSeen({ xmin, xmax, running }: Snapshot, xid: number): boolean {
  const id = fullNumber(xid, xmax);
  return id < xmin || (id < xmax && !running.has(id));
}

/** The number with these lower bits that is nearest to another. */
function fullNumber(xid: number, near: number): number {
  return xid + Math.round((near - xid) / CYCLE) * CYCLE;
}
