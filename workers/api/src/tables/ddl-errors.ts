import { compile } from '@selfdb/server/db/compile';
import type { Statement } from '@selfdb/server/db/database';
import { type PgError, pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import { isOfInnerCode, isRaised, isRaisedBy, refusalStateOf } from '@selfdb/server/db/errors/pg-origin';
import { raisedError } from '@selfdb/server/db/errors/raised-error';
import { noSuchType } from '@selfdb/shared/column-types/nearest';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import { errorOfCode, errorOfTable, wordsOf } from '../catalog/code-errors.ts';
import { locationOf, type SentColumn } from './field-locations.ts';
import type { OwnType } from './own-types.ts';
import { referenceError, type SentReference } from './reference-errors.ts';
import { TRY_DEFAULT } from './statement/ddl.ts';

const CONFLICTS: Record<string, string> = {
  '42P07': 'The name is taken.',
  '42701': 'The table has a column of that name already.',
  '42710': 'The name is taken.',
  '42846': 'The values cannot be converted to that type.',
  '42883': 'The values cannot be compared after such a change, so it could lose data.',
  '55006': 'The table is in use by the same session.',
  '2BP01': 'Other objects depend on it: remove them first.',
  '23502': 'Some rows hold null there.',
  '23503': 'Some rows refer to rows that do not exist.',
  '23505': 'Some rows hold the same value.',
  '23514': 'Some rows do not pass the check.',
};

/** States of a wrong request, whose message contains names only. */
const INVALID = new Set([
  ...['42703', '42P01', '42830', '42804', '42P16', '42601', '42611', '42704', '54000', '54011'],
]);

export interface DdlChange {
  /** Whether it casts existing values: one that does not fit is then a conflict; otherwise the input is wrong. */
  converts?: boolean | undefined;
  /** The references that it makes. */
  sentReferences?: SentReference[] | undefined;
  /** The types that must exist in the schema public, with their locations in the input. */
  types?: Map<string, OwnType> | undefined;
  /** The columns of the input, with the locations of their fields. */
  sent?: SentColumn[] | undefined;
  statements: Statement[];
}

/** The caller's error for a failed change of a table: 409 if it conflicts with data or names, 422 if the input is wrong. */
export function toDdlError(error: unknown, change: DdlChange): unknown {
  const { sentReferences = [], types, statements } = change;
  const pg = pgErrorOf(error);
  if (!pg || !(error instanceof AppError)) return error;
  if (isRaisedBy(pg, 'require_types')) return noType(pg.detail ?? '{}', types, error);
  if (isRaised(pg) && !isRefusal(pg, statements)) return raisedError(pg);
  const ofReference = referenceError(error, pg, sentReferences);
  if (ofReference) return ofReference;
  if (isRaised(pg)) return error;
  if (isOfInnerCode(pg)) return errorOfCode(error, pg);
  if (isTakenName(pg)) return conflict('The name is taken.', error);
  if (pg.code === '42701' && pg.message.includes('system column')) return refused(pg, change, error);
  if (INVALID.has(pg.code) || IDENTITY_TYPE.test(pg.message)) return refused(pg, change, error);
  if (pg.code.startsWith('22') || pg.message.startsWith('value for domain')) return misfit(pg, change, error);
  const message = CONFLICTS[pg.code];
  if (message) return conflict(message, error);
  if (pg.code === '0A000' && /used by/.test(pg.message)) return conflict(USED, error);
  if (pg.code === '42501' && /must be owner/.test(pg.message)) return conflict(NOT_OURS, error);
  return error.code === 'internal' && REFUSED.test(pg.code) ? errorOfTable(pg) : error;
}

const USED = 'A view, rule, generated column or policy uses the column: change that first.';
const NOT_OURS = 'The table belongs to another role of the database.';
const REFUSED = /^(?:42|0A|55)/;

/**
 * Whether a statement of the system itself can have refused. The others run users' code (checks, defaults, casts), which
 * could call the same functions; so does the comparison of values, which may only report that some would be lost.
 */
function isRefusal(pg: PgError, statements: Statement[]): boolean {
  const state = refusalStateOf(pg);
  const text = textOf(pg, statements);
  if (state === undefined || text === undefined) return state !== undefined;
  return text.startsWith('select selfdb_api.') && (state === 'SD409' || !text.startsWith(REFUSE_LOSS));
}

const REFUSE_LOSS = 'select selfdb_api.refuse(';

/** Two statements that create the same name at the same time collide in the unique index of a catalog. */
function isTakenName({ code, table }: PgError): boolean {
  return code === '23505' && table !== undefined && ['pg_class', 'pg_type'].includes(table);
}

function conflict(message: string, cause: unknown): AppError {
  return new AppError('conflict', message, { cause });
}

function wrong(loc: string[], msg: string, cause: unknown): AppError {
  return new ValidationError([{ loc, msg, type: 'definition' }], { cause });
}

/** The error in Postgres' words, with the field that was sent. */
function refused(pg: PgError, change: DdlChange, cause: AppError): AppError {
  const detail = KEY_TYPES.test(pg.detail ?? '') ? `. ${pg.detail}` : '.';
  const loc = locationOf(pg, change.sent ?? [], textOf(pg, change.statements));
  return wrong(loc, `Postgres refused this: ${wordsOf(pg)}${detail}`, cause);
}

/** The state of class 22 that is not about a value. */
const IDENTITY_TYPE = /^identity column type must be/;

const KEY_TYPES = /^Key columns /;

/** A value that does not fit: an existing one, the current default of the column, or the default that was sent. */
function misfit(pg: PgError, change: DdlChange, cause: AppError): AppError {
  const { converts, sent = [] } = change;
  const statement = textOf(pg, change.statements);
  if (converts && statement?.startsWith(TRY_DEFAULT)) return conflict(KEPT_DEFAULT, cause);
  const isOfChange = statement?.startsWith('alter table') && sent.some(({ locations }) => locations.default);
  if (converts && !isOfChange) return conflict('Some values do not fit.', cause);
  return wrong(locationOf(pg, sent, statement), 'The default does not fit the type of its column.', cause);
}

const KEPT_DEFAULT = 'The default of the column does not fit that type. Give another, or null for none.';

/** The text of the statement that failed. */
function textOf(pg: PgError, statements: Statement[]): string | undefined {
  const failed = pg.statement === undefined ? undefined : statements[pg.statement];
  return failed && compile(failed).text;
}

/** The detail of `require_types` says which type is missing and which exist, or which must have no parentheses. */
function noType(detail: string, types: DdlChange['types'], cause: AppError): AppError {
  const { missing, modified, known }: { missing?: string; modified?: string; known?: string[] } =
    JSON.parse(detail);
  const loc = types?.get(missing ?? modified ?? '')?.loc ?? ['body'];
  const msg = missing === undefined ? cause.message : noSuchType(missing, known);
  return new ValidationError([{ loc, msg, type: 'column_type' }], { cause });
}
