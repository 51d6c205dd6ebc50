/**
 * The transactions that a statement has seen, by their full ids: `pg_current_snapshot` (PostgreSQL
 * documentation, 9.28).
 */
export interface Snapshot {
  /** Every earlier transaction has ended. */
  xmin: number;
  /** No transaction from here on had begun. */
  xmax: number;
  /** Transactions in between that had not ended. */
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
 * Whether a statement has seen a transaction whose id the log gives with its lower 32 bits. The position in the
 * log would not tell: a commit is in the log before statements see it.
 */
export function hasSeen({ xmin, xmax, running }: Snapshot, xid: number): boolean {
  const id = fullNumber(xid, xmax);
  return id < xmin || (id < xmax && !running.has(id));
}

/** The number with these lower bits that is closest to another. */
function fullNumber(xid: number, near: number): number {
  return xid + Math.round((near - xid) / CYCLE) * CYCLE;
}
