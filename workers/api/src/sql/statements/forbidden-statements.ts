import { fencedFunctions } from '@selfdb/pg-gateway/roles/sql-role';
import { AppError } from '@selfdb/shared/errors';
import { codeWords, type SqlStatement } from './split-statements.ts';

/** Statements that Postgres allows in a read-only transaction although they affect other sessions. */
const AFFECTING_SESSIONS = new Set(['lock', 'notify', 'listen', 'unlisten']);

/**
 * Refuses forbidden SQL before it runs. The SQL role has no right to most of it, but on an external server the rights that
 * Postgres grants to everyone can't be revoked. A name that is built at run time is not found here
 * (docs/decisions/0019-sql-role.md).
 */
export function findForbidden(statement: SqlStatement, isReadOnly: boolean): AppError | undefined {
  const words = codeWords(statement.text);
  const name = words.find((word) => fencedFunctions.test(word));
  if (name) {
    return refused(
      `${name} can't be used here.`,
      '42501',
      'Messages, slots, advisory locks and other sessions belong to the system.',
    );
  }
  if (!isReadOnly) return undefined;
  const [first = ''] = statement.words;
  const isBlock = first === 'do';
  const forbidden = AFFECTING_SESSIONS.has(first)
    ? first
    : isBlock
      ? words.find((word) => AFFECTING_SESSIONS.has(word))
      : undefined;
  if (forbidden === undefined) return undefined;
  return refused(
    `${forbidden.toUpperCase()} can't be used in a read-only transaction.`,
    '25006',
    'Send the statement without read_only.',
  );
}

/** The error for a read-only statement that took locks through a function. */
export function heldLocks(): AppError {
  return refused(
    'The statement took locks, which is not allowed in a read-only transaction.',
    '25006',
    'Send the statement without read_only.',
  );
}

/** One row: whether the transaction holds more locks than a reader needs. Modes: PostgreSQL documentation, 13.3. */
export const HOLDS_LOCKS = `select exists (
  select from pg_catalog.pg_locks l where l.pid operator(pg_catalog.=) pg_catalog.pg_backend_pid() and (
    l.locktype operator(pg_catalog.=) 'advisory'::pg_catalog.text
    or l.locktype operator(pg_catalog.=) 'relation'::pg_catalog.text and l.mode operator(pg_catalog.=) any (array['ShareUpdateExclusiveLock', 'ShareLock',
      'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock']::pg_catalog.text[])))`;

function refused(message: string, sqlstate: string, hint: string): AppError {
  return new AppError('sql_error', message, { fields: { sqlstate, position: null, hint } });
}
