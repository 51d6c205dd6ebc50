import type { Database } from '@selfdb/server/db/database';
import { pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import type { Candidate, Candidates } from './locate-bad-value.ts';
import { firstUnfit, readingsOf } from './unfit-values.ts';

/** What Postgres reports about a value that a domain refuses (domains.c). It names the domain, but no column. */
interface DomainViolation {
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
  const violation = violationIn(error);
  if (!violation) return undefined;
  const all = [...(candidates.exact ?? candidates), ...(candidates.missing ?? [])];
  const suspects = all.filter(({ column }) => elementOf(column.cast) === violation.domain);
  const { check } = violation;
  const found = check === undefined ? suspects.find(isNull) : await firstBroken(db, all, suspects);
  if (!found) return undefined;
  const { column, loc } = found;
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

function violationIn(error: unknown): DomainViolation | undefined {
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
