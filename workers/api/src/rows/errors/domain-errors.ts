import type { Database } from '@selfdb/server/db/database';
import { pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import type { Candidate, Candidates } from './blame.ts';
import { firstUnfit, readingsOf } from './unfit-values.ts';

/** What Postgres reports about a value that a domain refuses (domains.c): it names the domain, but no column. */
interface Complaint {
  domain: string;
  /** The check that does not hold; undefined if the cause is a null. */
  check: string | undefined;
}

/**
 * The error for a domain's check or not null, with its column; undefined for any other error, and if no column has the
 * domain itself, for example when a composite type holds it.
 */
export async function domainError(
  db: Database,
  error: unknown,
  candidates: Candidates,
): Promise<AppError | undefined> {
  const complaint = complaintIn(error);
  if (!complaint) return undefined;
  const all = [...(candidates.exact ?? candidates), ...(candidates.leftOut ?? [])];
  const suspects = all.filter(({ column }) => elementOf(column.cast) === complaint.domain);
  const { check } = complaint;
  const blamed = check === undefined ? suspects.find(isNull) : await firstBroken(db, all, suspects);
  if (!blamed) return undefined;
  const { column, loc } = blamed;
  const issue =
    check === undefined
      ? { loc, msg: `The column "${column.name}" must not be null.`, type: 'not_null' }
      : {
          loc,
          msg: `The value for "${column.name}" does not fit its type ${column.type}: the check "${check}" does not hold.`,
          type: 'check',
        };
  return new ValidationError([issue], { cause: error });
}

function complaintIn(error: unknown): Complaint | undefined {
  const pg = error instanceof AppError ? pgErrorOf(error) : undefined;
  if (pg?.code === '23502') {
    const domain = /^domain (.+) does not allow null values$/s.exec(pg.message)?.[1];
    return domain === undefined ? undefined : { domain, check: undefined };
  }
  if (pg?.code !== '23514') return undefined;
  const domain = /^value for domain (.+) violates check constraint "/s.exec(pg.message)?.[1];
  return domain === undefined ? undefined : { domain, check: pg.constraint };
}

const elementOf = (cast: string): string => cast.replace(/\[\]$/, '');

function isNull({ value }: Candidate): boolean {
  if (Array.isArray(value)) return value.some((item) => isNull({ value: item } as Candidate));
  return value === null || value === undefined;
}

/** The first whose value Postgres does not accept for a domain; the first column of the domain itself if Postgres can't tell. */
async function firstBroken(
  db: Database,
  all: Candidate[],
  suspects: Candidate[],
): Promise<Candidate | undefined> {
  const { readings } = readingsOf(all.filter(({ column }) => column.base !== null));
  return (await firstUnfit(db, readings, 'cast').catch(() => undefined)) ?? suspects[0];
}
