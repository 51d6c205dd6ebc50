import { DatabaseError } from 'pg';
import type { ChangeLog } from '../log/change-log.ts';
import { lastCommit } from '../log/log-state.ts';
import { type Lsn, nextLsn, ZERO_LSN } from '../lsn.ts';
import { advanceSlot } from './repository.ts';
import type { ReplicationSession } from './session.ts';

/** Why readers have to read their rows again, in words for clients. */
export const UNDECODED = 'A part of the log could not be decoded. Read the rows again.';

/**
 * Goes past a commit that Postgres can't decode, in the slot and in the log. False when it can't be gone past: then only
 * another slot helps. Throws when the connection is lost.
 */
export async function giveUpCommit(
  session: ReplicationSession,
  log: ChangeLog,
  { commit, error }: { commit: Lsn | undefined; error: string },
): Promise<boolean> {
  const isPast = commit !== undefined && (await isAdvanced(session, nextLsn(commit)));
  const isKept = isPast && log.state !== undefined && commit <= (lastCommit(log.state) ?? ZERO_LSN);
  // Of what is kept, or was given up before Postgres forgot it in a crash, nothing is lost.
  if (isKept) return true;
  log.noteGivenUp(error);
  if (isPast) log.skipCommit(commit, UNDECODED);
  return isPast;
}

async function isAdvanced(session: ReplicationSession, place: Lsn): Promise<boolean> {
  try {
    await advanceSlot(session, place);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError) return false;
    throw error;
  }
}
