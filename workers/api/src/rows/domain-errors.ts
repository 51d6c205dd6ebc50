import type { Database } from '@selfdb/shared/db/database';
import { pgErrorOf } from '@selfdb/shared/db/pg-errors';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import { arrayLiteral } from '@selfdb/shared/filter/array-literal';
import { JsonNumber, scalarText, toJsonText } from '@selfdb/shared/json-value';
import type { Candidate, Candidates } from './blame.ts';
import { selectFirstUnfit } from './repository.ts';

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
  const suspects = [...(candidates.exact ?? candidates), ...(candidates.leftOut ?? [])].filter(
    ({ column }) => elementOf(column.cast) === complaint.domain,
  );
  const { check } = complaint;
  const blamed = check === undefined ? suspects.find(isNull) : await firstUnfit(db, suspects);
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

/** The first whose value Postgres does not read for its type; the first of all where Postgres can't say. */
async function firstUnfit(db: Database, suspects: Candidate[]): Promise<Candidate | undefined> {
  const [first, ...others] = suspects;
  if (others.length === 0) return first;
  const casts = suspects.map(({ column }) => column.cast);
  try {
    return suspects[(await selectFirstUnfit(db, suspects.map(textOf), casts)) ?? 0];
  } catch {
    return first;
  }
}

function textOf({ column, value, loc }: Candidate): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value) && (column.base ?? column.cast).endsWith('[]')) return arrayLiteral(value, loc);
  if (typeof value === 'object' && !(value instanceof JsonNumber)) return toJsonText(value);
  return scalarText(value) ?? null;
}
