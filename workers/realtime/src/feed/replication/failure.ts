import { OtherHistoryError, UnreadableLogError } from '../intake/intake.ts';

/** Somebody else reads the slot. */
export class SlotInUseError extends Error {}

/** Nothing helps but a change of the database's settings. */
export class UnfitDatabaseError extends Error {}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const IN_USE_PAUSE_MS = 1000;
const UNFIT_PAUSE_MS = 10_000;

/** What only an administrator can mend, by SQLSTATE (PostgreSQL documentation, appendix A). */
const UNFIT: Record<string, string> = {
  '55000': 'The database does not keep what realtime needs in its log: set wal_level = logical.',
  '42501': 'The role of SelfDB may not replicate: alter role … with replication.',
  '28000': 'The database does not let the role of SelfDB in for replication.',
  '28P01': 'The database refuses the password.',
  '53400': 'The database has no replication slot left: raise max_replication_slots.',
  '53300': 'The database has no connection left for realtime: raise max_wal_senders or max_connections.',
};

export interface Failure {
  state: 'connecting' | 'failed';
  /** For an administrator, without host names or values. */
  message: string;
  pauseMs: number;
  /** Why the slot can't be read on from where it is, and has to be made anew. */
  renewal?: string | undefined;
}

/** What an error of the connection means, after so many that came one after the other. */
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
  if (error instanceof OtherHistoryError) return 'The database was put back to an older state.';
  if (error instanceof UnreadableLogError) return 'The log could not be read.';
  // Undefined object: a publication that was made after the place in the log that is read.
  const lacksPublication = state === '42704' && String(error).includes('publication');
  return lacksPublication ? 'The publication was made anew.' : undefined;
}

function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
