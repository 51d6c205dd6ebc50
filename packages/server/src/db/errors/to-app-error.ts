import { AppError, ValidationError } from '@selfdb/shared/errors';
import { CallerBusyError } from '../sql-over-http.ts';
import { type PgError, pgErrorOf } from './pg-error.ts';
import { isRaised, refusalStateOf } from './pg-origin.ts';
import { raisedError } from './raised-error.ts';

/** A refusal by one of the system's own statements. SD412: the worker's metadata of the table is out of date. */
export class SystemRefusal extends AppError {
  override name = 'SystemRefusal';
  readonly state: string;

  constructor(state: string, code: AppError['code'], cause: PgError) {
    super(code, cause.message, { cause });
    this.state = state;
  }
}

/**
 * What a failed statement means to the caller. Messages name columns and constraints, never values.
 * SQLSTATEs: PostgreSQL documentation, appendix A; the class SD is ours (`migrations/`).
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof CallerBusyError) return busy(error);
  const pg = pgErrorOf(error);
  if (!pg) return unavailable(error);
  const refused = refusalStateOf(pg);
  const own = refused === undefined ? undefined : OWN[refused];
  if (refused && own) return new SystemRefusal(refused, own, pg);
  if (isRaised(pg))
    return refused === 'SD422' ? invalidColumn(pg, '', pg.message, 'value_error') : raisedError(pg);
  const byState = BY_STATE[pg.code] ?? BY_CLASS[pg.code.slice(0, 2)];
  return byState ? byState(pg) : new AppError('internal', 'Internal server error', { cause: error });
}

const OWN: Record<string, AppError['code']> = {
  SD401: 'unauthenticated',
  SD403: 'forbidden',
  SD404: 'not_found',
  SD409: 'conflict',
  SD412: 'conflict',
  SDROW: 'row_skipped',
};

type Mapping = (pg: PgError) => AppError;

const BY_STATE: Record<string, Mapping> = {
  '23505': (pg) =>
    conflict(pg, `This would be a duplicate: a row with the same ${columnsOf(pg)} already exists.`),
  '23503': ofReference,
  // ON DELETE RESTRICT, from Postgres 18 on.
  '23001': ofReference,
  '23502': (pg) =>
    pg.column
      ? invalidColumn(pg, pg.column, `The column "${pg.column}" must not be null.`, 'not_null')
      : invalidColumn(pg, '', 'A value must not be null: its type does not allow it.', 'not_null'),
  '23514': (pg) =>
    pg.constraint
      ? invalidColumn(pg, pg.constraint, `The check "${pg.constraint}" does not hold.`, 'check')
      : invalidColumn(pg, '', 'No partition of the table accepts this row.', 'check'),
  '23P01': (pg) => conflict(pg, `The row conflicts with another row in ${columnsOf(pg)}.`),
  '22001': (pg) => invalidColumn(pg, '', 'A text is too long for its column.', 'string_too_long'),
  '54001': (pg) => invalidColumn(pg, '', 'The value is nested too deeply.', 'nesting'),
  // Postgres' message has names and sizes here, no values.
  '54000': (pg) =>
    /^index row/.test(pg.message)
      ? invalidColumn(pg, '', 'A value is too long for a column that has an index.', 'string_too_long')
      : invalidColumn(pg, '', `Postgres can't do this: ${pg.message}.`, 'limit'),
  // The gateway's own.
  SD413: (pg) =>
    new AppError('too_large', 'The answer is too large: ask for fewer rows or columns.', { cause: pg }),
  '57014': (pg) =>
    new AppError('unavailable', 'The statement took too long and was cancelled.', {
      cause: pg,
      retryAfterSeconds: 5,
    }),
  '40001': (pg) => conflict(pg, 'Another change was made at the same time. Try again.'),
  '40P01': (pg) => conflict(pg, 'Another change was made at the same time. Try again.'),
  '55P03': (pg) => conflict(pg, 'The object is locked by another change. Try again.'),
  '2BP01': (pg) => conflict(pg, 'Other objects depend on it.'),
  // A standby, or a server whose disk is nearly full.
  '25006': unavailable,
};

const BY_CLASS: Record<string, Mapping> = {
  // A trigger changed the row that the statement is changing. The message says what to do instead.
  '27': (pg) => conflict(pg, `Postgres refused this: ${pg.message}.`),
  '22': (pg) => invalidColumn(pg, '', 'A value does not fit the type of its column.', 'type_error'),
  '08': unavailable,
  '53': unavailable,
  '57': unavailable,
  '58': unavailable,
};

function busy(cause: unknown): AppError {
  return new AppError(
    'busy',
    'Too many requests are still running. Wait for some to finish, then try again.',
    {
      cause,
      retryAfterSeconds: 1,
    },
  );
}

function unavailable(cause: unknown): AppError {
  return new AppError('unavailable', 'The database is not available right now. Try again shortly.', {
    cause,
    retryAfterSeconds: 1,
  });
}

function ofReference(pg: PgError): AppError {
  return conflict(
    pg,
    `The reference in ${columnsOf(pg)} does not match: the row that it names is missing, or another row still refers to this one.`,
  );
}

function conflict(pg: PgError, message: string): AppError {
  return new AppError('conflict', message, { cause: pg });
}

function invalidColumn(pg: PgError, column: string, msg: string, type: string): ValidationError {
  return new ValidationError([{ loc: column ? ['body', column] : ['body'], msg, type }], { cause: pg });
}

/** Only the column names of `Key (a, b)=(1, 2) already exists.`: what follows the `=` are values, which no answer may have. */
function columnsOf(pg: PgError): string {
  const columns = pg.detail?.match(/^Key \((.*?)\)=\(/s)?.[1];
  if (!columns) return `value (${pg.constraint})`;
  // Postgres quotes a name when SQL would need it.
  const quoted = /^"(.*)"$/s.exec(columns)?.[1];
  return `"${quoted?.replaceAll('""', '"') ?? columns}"`;
}
