import { type AppError, type Issue, ValidationError } from '@selfdb/shared/errors';
import { pgErrorOf } from '../db/errors/pg-error.ts';

/** What a name of a field can be. Anything else could be a value in the wrong place. */
const NAME = /^[A-Za-z_][\w-]{0,62}$/;

/** SQLSTATEs in words: PostgreSQL documentation, appendix A. */
const STATES: Partial<Record<string, string>> = {
  '23502': 'a missing value',
  '23503': 'a reference to a row that is not there, or from a row that still is',
  '23505': 'a value that another row has already',
  '23514': 'a value that a check constraint refuses',
  '40P01': 'a deadlock with another transaction',
  '42501': 'a missing right',
  '42601': 'a syntax error',
  '42703': 'a column that does not exist',
  '42P01': 'a table that does not exist',
  '55P03': 'a lock that was not free in time',
  '57014': 'that it was cancelled, or took too long',
  P0001: 'an error that a function raised',
};
const CLASSES: Partial<Record<string, string>> = {
  '08': 'a broken connection',
  '22': 'a value that does not fit',
  '23': 'a value that a constraint refuses',
  '40': 'a conflict with another transaction',
  '42': 'wrong syntax, a wrong name or a missing right',
  '53': 'that it has no room or no connection left',
  '54': 'that a limit was exceeded',
  '57': 'that it was stopped',
};

/**
 * Why a request was refused, as log fields: the code, and a reason without values of the caller. Sentences of Postgres and of users'
 * functions can hold some, so only their states and names are logged. So can messages of faults in the input, of which the
 * locations and types are.
 */
export function describeRefusal(error: AppError): Record<string, unknown> {
  const { code } = error;
  if (error instanceof ValidationError) return { code, reason: error.issues.map(describeIssue).join('; ') };
  const pg = pgErrorOf(error);
  const state = pg?.code ?? error.fields?.sqlstate;
  if (state === undefined) return { code, reason: error.message };
  const { table, column, constraint } = pg ?? {};
  return { code, reason: describeState(String(state)), sqlstate: state, table, column, constraint };
}

function describeState(state: string): string {
  const words = STATES[state] ?? CLASSES[state.slice(0, 2)] ?? 'an error';
  return `The database reported ${words} (SQLSTATE ${state}).`;
}

function describeIssue({ loc, type }: Issue): string {
  const parts = loc.map((part) => (typeof part === 'number' || NAME.test(part) ? part : '…'));
  return `${parts.join('.')}: ${type}`;
}
