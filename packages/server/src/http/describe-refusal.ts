import { type AppError, type Issue, ValidationError } from '@selfdb/shared/errors';
import { pgErrorOf } from '../db/errors/pg-error.ts';

/** What a name of a field can be. Anything else could be a value in the wrong place. */
const NAME = /^[A-Za-z_][\w-]{0,62}$/;

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
  return { code, reason: `The database reported ${state}.`, sqlstate: state, table, column, constraint };
}

function describeIssue({ loc, type }: Issue): string {
  const parts = loc.map((part) => (typeof part === 'number' || NAME.test(part) ? part : '…'));
  return `${parts.join('.')}: ${type}`;
}
