import type { Database } from '@selfdb/shared/db/database';
import { pgErrorOf } from '@selfdb/shared/db/pg-errors';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import type { Candidate, Candidates } from './blame.ts';
import { firstUnfit, readingsOf } from './unfit-values.ts';

/** What Postgres says of a value that a domain does not take (domains.c): it names the domain, but no column. */
interface Complaint {
  domain: string;
  /** The check that does not hold; undefined where null is not allowed. */
  check: string | undefined;
}

/**
 * The error behind a domain's check or not null, with the column that it was for; undefined for any other error, and where no
 * column is of the domain, as when a composite type holds it.
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

/** The first whose value Postgres does not read for a domain; the first of the domain itself where Postgres can't say. */
async function firstBroken(
  db: Database,
  all: Candidate[],
  suspects: Candidate[],
): Promise<Candidate | undefined> {
  const { readings } = readingsOf(all.filter(({ column }) => column.base !== null));
  return (await firstUnfit(db, readings, 'cast').catch(() => undefined)) ?? suspects[0];
}
