import { noSuchType } from '@selfdb/shared/column-types/nearest';
import type { Statement } from '@selfdb/shared/db/database';
import { type PgError, pgErrorOf } from '@selfdb/shared/db/pg-errors';
import { isOfInnerCode, isRaised, isRaisedBy, refusalStateOf } from '@selfdb/shared/db/pg-origin';
import { raisedError } from '@selfdb/shared/db/raised-error';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import { errorOfCode, errorOfTable } from '../catalog/code-errors.ts';
import { blameReference, type Referring } from './reference-errors.ts';

const CONFLICTS: Record<string, string> = {
  '42P07': 'The name is taken.',
  '42701': 'The table has a column of that name already.',
  '42710': 'The name is taken.',
  '42846': 'The values cannot be converted to that type.',
  '42883': 'The values cannot be compared after such a change, so it could lose data.',
  '55006': 'The table is in use by the same session.',
  '2BP01': 'Other objects depend on it: remove them first.',
  '23502': 'Some rows hold null there.',
  '23503': 'Some rows refer to something that is not there.',
  '23505': 'Some rows hold the same value.',
  '23514': 'Some rows do not pass the check.',
};

const INVALID: Record<string, string> = {
  '42703': 'A column that is referred to is not there.',
  '42P01': 'A table that is referred to is not there.',
  '42830': 'A reference must name a unique column.',
  '42804': 'The types do not match.',
  '42P16': 'The definition is not valid: a column name may be reserved, or the primary key given twice.',
  '42601': 'The definition is not valid.',
  '42611': 'The definition is not valid.',
  '42704': 'The type cannot be unique or a primary key.',
  '54000': 'The definition is too large.',
  '54011': 'A table cannot have that many columns.',
};

export interface Change {
  /** Whether it casts values that are there: one that does not fit is then a conflict, else the input is wrong. */
  converts?: boolean | undefined;
  /** The references that it makes. */
  referring?: Referring[] | undefined;
  /** Where the input names the types that the schema public has to have. */
  types?: Map<string, string[]> | undefined;
  statements: Statement[];
}

/** What a failed change of a table means: 409 when the data or the names stand against it, 422 when it makes no sense. */
export function toDdlError(error: unknown, change: Change): unknown {
  const { converts, referring = [], types, statements } = change;
  const pg = pgErrorOf(error);
  if (!pg || !(error instanceof AppError)) return error;
  if (isRaisedBy(pg, 'require_types')) return noType(pg.detail ?? '{}', types, error);
  if (isRaised(pg) && !isRefusal(pg, statements)) return raisedError(pg);
  const ofReference = blameReference(error, pg, referring);
  if (ofReference) return ofReference;
  if (isRaised(pg)) return error;
  if (isOfInnerCode(pg)) return errorOfCode(error, pg);
  if (isTakenName(pg)) return conflict('The name is taken.', error);
  if (pg.code === '42701' && pg.message.includes('system column')) {
    return wrong('A column name is reserved by Postgres.', error);
  }
  if (pg.code.startsWith('22')) {
    if (converts) return conflict('Some values do not fit.', error);
    return wrong('A default does not fit the type of its column.', error);
  }
  const message = CONFLICTS[pg.code];
  if (message) return conflict(message, error);
  const invalid = INVALID[pg.code];
  if (invalid) return wrong(invalid, error);
  if (pg.code === '0A000' && /used by/.test(pg.message)) return conflict(USED, error);
  if (pg.code === '42501' && /must be owner/.test(pg.message)) return conflict(NOT_OURS, error);
  return error.code === 'internal' && REFUSED.test(pg.code) ? errorOfTable(pg) : error;
}

const USED = 'A view, rule, generated column or policy uses the column: change that first.';
const NOT_OURS = 'The table belongs to another role of the database.';
const REFUSED = /^(?:42|0A|55)/;

/**
 * Whether a statement of the system's own can have refused. In the others code of users runs (checks, defaults, casts), which
 * could call the same functions; so does what compares values, which is only to say that some would be lost.
 */
function isRefusal(pg: PgError, statements: Statement[]): boolean {
  const state = refusalStateOf(pg);
  const text = pg.statement === undefined ? undefined : statements[pg.statement]?.text;
  if (state === undefined || text === undefined) return state !== undefined;
  return text.startsWith('select selfdb_api.') && (state === 'SD409' || !text.startsWith(REFUSE_LOSS));
}

const REFUSE_LOSS = 'select selfdb_api.refuse(';

/** Two that create one name at the same time meet at the unique index of a catalog. */
function isTakenName({ code, table }: PgError): boolean {
  return code === '23505' && table !== undefined && ['pg_class', 'pg_type'].includes(table);
}

function conflict(message: string, cause: unknown): AppError {
  return new AppError('conflict', message, { cause });
}

function wrong(msg: string, cause: unknown): AppError {
  return new ValidationError([{ loc: ['body'], msg, type: 'definition' }], { cause });
}

/** `require_types` says in the detail which type is not there, and which are. */
function noType(detail: string, types: Change['types'], cause: unknown): AppError {
  const { missing, known }: { missing: string; known: string[] } = JSON.parse(detail);
  const loc = types?.get(missing) ?? ['body'];
  return new ValidationError([{ loc, msg: noSuchType(missing, known), type: 'column_type' }], { cause });
}
