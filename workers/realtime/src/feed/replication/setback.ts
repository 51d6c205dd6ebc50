import { DatabaseError } from 'pg';
import type { Lsn } from '../lsn.ts';

/**
 * Errors of the network, an administrator, the slot or the publication: the decoded data did not cause them.
 */
const OF_OTHERS = /^(08|28|3D|42|55|57)/;
/** Errors of memory, disks and files, which may go away. */
const OF_RESOURCES = /^(53|58)/;
const ATTEMPTS = 3;
const ATTEMPTS_OF_RESOURCES = 10;

/**
 * After a transaction was skipped, similar failures are not retried for this long: readers have waited enough.
 */
const WARY_MS = 60_000;

/** Where Postgres fails to decode its log, and how often it has failed there. */
export interface Setback {
  /** The commit of the transaction, or the stored position if it is unknown. */
  position: Lsn;
  /** The commit that cannot be decoded; undefined if unknown. */
  commit: Lsn | undefined;
  sqlState: string;
  attempts: number;
  /** When it last failed. */
  at: number;
  /** Whether another attempt is useless. */
  isFinal: boolean;
}

/** The SQLSTATE if Postgres itself failed to decode; undefined for other errors. */
export function decodingFault(error: unknown): string | undefined {
  const code = error instanceof DatabaseError ? error.code : undefined;
  return code === undefined || OF_OTHERS.test(code) ? undefined : code;
}

interface Failed {
  /** Undefined if unknown. */
  commit: Lsn | undefined;
  stored: Lsn;
  sqlState: string;
  /** When a transaction was last skipped. */
  gaveUpAt: number;
}

/** The setback after another failure. */
export function setBack(
  before: Setback | undefined,
  { commit, stored, sqlState, gaveUpAt }: Failed,
): Setback {
  const position = commit ?? stored;
  const at = Date.now();
  const attempts = before?.position === position ? before.attempts + 1 : 1;
  return {
    position,
    commit,
    sqlState,
    attempts,
    at,
    isFinal: attempts >= attemptsAllowed(sqlState, at - gaveUpAt),
  };
}

function attemptsAllowed(sqlState: string, sinceGivenUpMs: number): number {
  if (OF_RESOURCES.test(sqlState)) return ATTEMPTS_OF_RESOURCES;
  return sinceGivenUpMs < WARY_MS ? 1 : ATTEMPTS;
}

/** For an administrator, during the attempts. */
export function describeRetry({ sqlState }: Setback): string {
  return `Postgres cannot decode its log (SQLSTATE ${sqlState}). Realtime is trying again.`;
}

/** For an administrator, after the last attempt. */
export function describeLoss({ sqlState }: Setback): string {
  return [
    `Postgres could not decode a transaction (SQLSTATE ${sqlState}). Realtime skipped it and told listeners to reload the rows.`,
    'A value longer than 1 GB as text causes this. Keep such values out of realtime tables.',
  ].join(' ');
}
