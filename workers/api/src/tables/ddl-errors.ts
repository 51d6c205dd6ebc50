import { pgErrorOf } from '@selfdb/shared/db/pg-errors';
import { AppError, ValidationError } from '@selfdb/shared/errors';

const CONFLICTS: Record<string, string> = {
  '42P07': 'The name is taken.',
  '42701': 'The table has a column of that name already.',
  '42710': 'The name is taken.',
  '42846': 'The values cannot be converted to that type.',
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
  '42704': 'Something that is referred to is not there.',
  '54011': 'A table cannot have that many columns.',
};

/** What a failed change of a table means: 409 when the data or the names stand against it, 422 when it makes no sense. */
export function toDdlError(error: unknown): unknown {
  const pg = pgErrorOf(error);
  if (!pg) return error;
  // Casting the values that are there failed: the change would lose data.
  const conflict = pg.code.startsWith('22') ? 'Some values do not fit.' : CONFLICTS[pg.code];
  if (conflict) return new AppError('conflict', conflict, { cause: error });
  const message = INVALID[pg.code];
  return message
    ? new ValidationError([{ loc: ['body'], msg: message, type: 'definition' }], { cause: error })
    : error;
}
