import { DatabaseError } from 'pg';
import type { ChangeLog } from '../log/change-log.ts';
import { lastCommit } from '../log/log-state.ts';
import { type Lsn, nextLsn, ZERO_LSN } from '../lsn.ts';
import { advanceSlot } from './repository.ts';
import type { ReplicationSession } from './session.ts';

/** Why readers have to reload their rows, for clients. */
export const UNDECODED = 'Part of the log could not be decoded. Reload the rows.';

/**
 * Skips a commit that Postgres cannot decode, in the slot and in the log. Returns false if that is impossible:
 * then only a new slot helps. Throws if the connection is lost.
 */
export async function giveUpCommit(
  session: ReplicationSession,
  log: ChangeLog,
  { commit, error }: { commit: Lsn | undefined; error: string },
): Promise<boolean> {
  const isPast = commit !== undefined && (await isAdvanced(session, nextLsn(commit)));
  const isKept = isPast && log.state !== undefined && commit <= (lastCommit(log.state) ?? ZERO_LSN);
  // Nothing is lost if the commit is stored, or was skipped before Postgres forgot that in a crash.
  if (isKept) return true;
  log.noteGivenUp(error);
  if (isPast) log.skipCommit(commit, UNDECODED);
  return isPast;
}

async function isAdvanced(session: ReplicationSession, position: Lsn): Promise<boolean> {
  try {
    await advanceSlot(session, position);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError) return false;
    throw error;
  }
}
