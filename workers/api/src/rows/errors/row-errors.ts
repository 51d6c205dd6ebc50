import { type PgError, pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import { isOfInnerCode, isOfStatement, isRaised } from '@selfdb/server/db/errors/pg-origin';
import { raisedError } from '@selfdb/server/db/errors/raised-error';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import { errorOfCode, errorOfTable } from '../../catalog/code-errors.ts';
import { type Candidate, locateBadValue } from './locate-bad-value.ts';

/** The caller's error for a failed statement on rows. An error about a value or a type names its column. */
export function toRowError(error: unknown, candidates: Iterable<Candidate>): unknown {
  const pg = pgErrorOf(error);
  if (!pg || !(error instanceof AppError)) return error;
  if (isRaised(pg)) {
    // Any other state of the system's refusals was raised by users' code.
    return isOfStatement(pg) ? (BY_STATE[pg.code]?.(error, pg, candidates) ?? error) : raisedError(pg);
  }
  if (isOfInnerCode(pg)) return errorOfCode(error, pg);
  if (isOfReplicaIdentity(pg)) return new AppError('conflict', NOT_FOLLOWED, { cause: error });
  const known = BY_STATE[pg.code]?.(error, pg, candidates);
  if (known) return known;
  if (pg.code.startsWith('22') || isOfArray(pg)) return locateBadValue(error, candidates);
  return error.code === 'internal' && OWN_OBJECTS.test(pg.code) ? errorOfTable(pg) : error;
}

const NOT_FOLLOWED =
  'SQL changed the columns or partitions of the table, and realtime has not caught up yet. Try again in a few seconds.';

/** Whether Postgres refused a change because realtime publishes the table, whose replica identity does not fit. */
export function lacksReplicaIdentity(error: unknown): boolean {
  const pg = pgErrorOf(error);
  return pg !== undefined && !isRaised(pg) && isOfReplicaIdentity(pg);
}

/** CheckCmdReplicaIdentity in Postgres' execReplication.c; other errors have the same states. */
function isOfReplicaIdentity({ code, message }: PgError): boolean {
  return (
    (code === '42P10' || code === '55000') && /^cannot (update|delete from|merge into) table /.test(message)
  );
}

/** An array with too many dimensions or items; other limits, such as the size of a row, do not concern one column. */
function isOfArray({ code, message }: PgError): boolean {
  return code === '54000' && /array (dimensions|size)/.test(message);
}

type Mapping = (error: AppError, pg: PgError, candidates: Iterable<Candidate>) => AppError | undefined;

const BY_STATE: Record<string, Mapping> = {
  SDROW: (cause, pg) => new AppError('row_skipped', pg.message || ROW_SKIPPED, { cause }),
  '21000': (cause, pg, candidates) => {
    if (isUpsert(pg)) return new AppError('conflict', SAME_KEYS, { cause });
    // Only a statement on one row has a subquery that could return several rows.
    const isOfOneRow = [...candidates].some(({ loc }) => loc[0] === 'path');
    return isOfOneRow ? new AppError('conflict', SEVERAL_ROWS, { cause }) : undefined;
  },
  '42P10': (cause, pg) =>
    isUpsert(pg)
      ? unfit(cause, ['query', 'on_conflict'], 'needs columns with a unique constraint')
      : undefined,
  '55000': (cause, pg) => (isDeferrable(pg) ? unfit(cause, ['query', 'on_conflict'], DEFERRABLE) : undefined),
  '23514': (cause, pg, candidates) => brokenCheck(cause, pg.constraint, candidates),
  '42883': (cause, pg, candidates) => missingOperator(cause, pg, [...candidates]),
};

const SAME_KEYS = 'Two of the rows have the same key.';
const SEVERAL_ROWS =
  'Several rows have this key, perhaps in tables that inherit from this one. Nothing was changed: use a filter, or another unique column.';

/** For one row. A statement on several rows has a sentence that names the skipped one. */
const ROW_SKIPPED = 'A trigger of the table skipped the row. Nothing was changed.';

const DEFERRABLE =
  'names a deferrable constraint, which Postgres checks too late for an upsert. Name a unique constraint that is not deferrable';

/** ExecCheckIndexConstraints in Postgres' execIndexing.c */
function isDeferrable({ message }: PgError): boolean {
  return message.startsWith('ON CONFLICT does not support deferrable');
}

function isUpsert({ message }: PgError): boolean {
  return message.includes('ON CONFLICT');
}

function brokenCheck(cause: AppError, name: string | undefined, candidates: Iterable<Candidate>): AppError {
  if (name === undefined) return cause;
  for (const { column } of candidates) {
    if (!column.checks.includes(name)) continue;
    const msg = `The check "${name}" does not hold: it uses "${column.name}".`;
    return new ValidationError([{ loc: ['body', column.name], msg, type: 'check' }], { cause });
  }
  return cause;
}

/**
 * All but internal errors of Postgres: with current metadata, the cause is the table's definition, rules, policies or
 * expressions.
 */
const OWN_OBJECTS = /^(?!XX)/;

/** The type lacks an operator (json and points can't be compared) or an order. */
function missingOperator(
  cause: AppError,
  { message }: PgError,
  candidates: Candidate[],
): AppError | undefined {
  if (message.includes('ordering operator')) {
    return unfit(cause, ['query', 'sort_by'], 'is a column of a type that has no order');
  }
  const operand = /^operator does not exist: (.*?) [^\w\s"]+ /.exec(message)?.[1];
  const found = candidates.find(({ column }) => operand === column.cast || operand === column.type);
  if (!found) return undefined;
  return unfit(cause, found.loc, `does not work on "${found.column.name}": its type is ${found.column.type}`);
}

function unfit(cause: AppError, loc: (string | number)[], msg: string): ValidationError {
  return new ValidationError([{ loc, msg, type: 'value_error' }], { cause });
}
