import { OtherHistoryError, UnreadableLogError } from '../decoder/errors.ts';

/** Another process reads the slot. */
export class SlotInUseError extends Error {}

/** Only a change of the database's settings helps. */
export class UnfitDatabaseError extends Error {}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const IN_USE_PAUSE_MS = 1000;
const UNFIT_PAUSE_MS = 10_000;

/** What only an administrator can fix, by SQLSTATE (PostgreSQL documentation, appendix A). */
const UNFIT: Record<string, string> = {
  '55000': 'The log of Postgres lacks what realtime needs. Set wal_level = logical.',
  '42501': 'The role of SelfDB may not replicate. Run: alter role … with replication.',
  '28000': 'Postgres does not let the role of SelfDB connect for replication. Check pg_hba.conf.',
  '28P01': 'Postgres rejects the password.',
  '53400': 'Postgres has no free replication slot. Raise max_replication_slots.',
  '53300': 'Postgres has no free connection for realtime. Raise max_wal_senders or max_connections.',
};

export interface Failure {
  state: 'connecting' | 'failed';
  /** For an administrator, without host names or values. */
  message: string;
  pauseMs: number;
  /** Why the slot cannot be resumed and must be recreated. */
  renewal?: string | undefined;
}

/** What an error of the connection means. `failures` counts consecutive ones. */
export function describeFailure(error: unknown, failures: number): Failure {
  const state = sqlState(error);
  const unfit = error instanceof UnfitDatabaseError ? error.message : UNFIT[state ?? ''];
  if (unfit !== undefined) {
    return { state: 'failed', message: unfit, pauseMs: UNFIT_PAUSE_MS };
  }
  if (error instanceof SlotInUseError || state === '55006') {
    const message = error instanceof SlotInUseError ? error.message : 'The replication slot is in use.';
    return { state: 'connecting', message, pauseMs: IN_USE_PAUSE_MS };
  }
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10), LONGEST_PAUSE_MS);
  const renewal = whyRenew(error, state);
  return { state: 'connecting', message: 'The stream of changes was interrupted.', pauseMs, renewal };
}

function whyRenew(error: unknown, state: string | undefined): string | undefined {
  if (error instanceof OtherHistoryError)
    return 'The database was restored to an older state. Reload the rows.';
  if (error instanceof UnreadableLogError) return 'The log of Postgres could not be read. Reload the rows.';
  // Undefined object: the publication is newer than the position that is being read.
  const lacksPublication = state === '42704' && String(error).includes('publication');
  return lacksPublication ? 'The publication was recreated. Reload the rows.' : undefined;
}

function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
