import { cutText } from '@selfdb/shared/cut-text';
import { AppError, type ErrorCode, type Issue, ValidationError } from '@selfdb/shared/errors';
import type { PgError } from './pg-error.ts';

const MAX_CHARACTERS = 1000;

/** An error that users' code raised, with its own sentence and hint. The SQLSTATE decides the status. */
export function raisedError(pg: PgError): AppError {
  const { code, message, column, hint } = pg;
  const sentence = message.trim() === '' ? `A function of the database raised ${code}.` : message;
  const loc = column ? ['body', column] : ['body'];
  return errorOfState(pg, { loc, msg: sentence, type: 'raised' }, hint);
}

/** An error with the issue's sentence and the code for the SQLSTATE. Only a validation error has the location. */
export function errorOfState(cause: PgError, issue: Issue, hint?: string): AppError {
  const code = codeOfState(cause.code);
  const fields = hint ? { hint: cutText(hint, MAX_CHARACTERS) } : {};
  if (code === 'validation_error') return new ValidationError([issue], { cause, fields });
  const wait = code === 'unavailable' ? { retryAfterSeconds: 1 } : {};
  return new AppError(code, cutText(issue.msg, MAX_CHARACTERS), { cause, fields, ...wait });
}

function codeOfState(state: string): ErrorCode {
  return OF_STATE[state] ?? OF_CLASS[state.slice(0, 2)] ?? 'validation_error';
}

/** SQLSTATEs: PostgreSQL documentation, appendix A. `PT` and a status is the convention of PostgREST. */
const OF_STATE: Record<string, ErrorCode> = {
  '23000': 'validation_error',
  '23502': 'validation_error',
  '23514': 'validation_error',
  '42501': 'forbidden',
  PT401: 'forbidden',
  PT403: 'forbidden',
  PT404: 'not_found',
  PT409: 'conflict',
};

const OF_CLASS: Record<string, ErrorCode> = {
  '08': 'unavailable',
  '23': 'conflict',
  '28': 'forbidden',
  '2B': 'conflict',
  '40': 'conflict',
  '53': 'unavailable',
  '55': 'conflict',
  '57': 'unavailable',
  '58': 'unavailable',
};
