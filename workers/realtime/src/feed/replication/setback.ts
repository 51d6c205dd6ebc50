import { DatabaseError } from 'pg';
import type { Lsn } from '../lsn.ts';

/** Others, a network or an administrator are at fault, or a slot or publication: none of what is decoded. */
const OF_OTHERS = /^(08|28|3D|42|55|57)/;
/** Of memory, disks and files: these may be there again a little later. */
const OF_RESOURCES = /^(53|58)/;
const ATTEMPTS = 3;
const ATTEMPTS_OF_RESOURCES = 10;

/** For so long after something was given up, what fails alike is not tried again: whoever waits has waited before. */
const WARY_MS = 60_000;

/** Where Postgres fails to decode its log, and how often it has done so since it came so far. */
export interface Setback {
  /** Where the transaction is committed, or what is stored where that is not known. */
  place: Lsn;
  /** The commit that can't be decoded; undefined when it is not known. */
  commit: Lsn | undefined;
  sqlState: string;
  attempts: number;
  /** When it failed last. */
  at: number;
  /** Whether there is no use in trying again. */
  isFinal: boolean;
}

/** The SQLSTATE of what Postgres itself has refused to decode; undefined for anything else. */
export function decodingFault(error: unknown): string | undefined {
  const code = error instanceof DatabaseError ? error.code : undefined;
  return code === undefined || OF_OTHERS.test(code) ? undefined : code;
}

interface Failed {
  /** Undefined when it is not known. */
  commit: Lsn | undefined;
  stored: Lsn;
  sqlState: string;
  /** When something was given up last. */
  gaveUpAt: number;
}

/** What it comes to when Postgres has failed once more. */
export function setBack(
  before: Setback | undefined,
  { commit, stored, sqlState, gaveUpAt }: Failed,
): Setback {
  const place = commit ?? stored;
  const at = Date.now();
  const attempts = before?.place === place ? before.attempts + 1 : 1;
  return { place, commit, sqlState, attempts, at, isFinal: attempts >= patience(sqlState, at - gaveUpAt) };
}

function patience(sqlState: string, sinceGivenUpMs: number): number {
  if (OF_RESOURCES.test(sqlState)) return ATTEMPTS_OF_RESOURCES;
  return sinceGivenUpMs < WARY_MS ? 1 : ATTEMPTS;
}

/** For an administrator, while it is tried again. */
export function describeRetry({ sqlState }: Setback): string {
  return `Postgres fails to decode its log (SQLSTATE ${sqlState}), and is asked again.`;
}

/** For an administrator, after that. */
export function describeLoss({ sqlState }: Setback): string {
  return [
    `Postgres could not decode a transaction of its log (SQLSTATE ${sqlState}). It was left out, and listeners were told to`,
    'read their rows again. A value that is longer than 1 GB as text does this: keep such values out of realtime tables.',
  ].join(' ');
}
