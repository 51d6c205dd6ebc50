import type { PgError } from './db/errors/pg-error.ts';
import { isRaised } from './db/errors/pg-origin.ts';
import { PostgresError } from './db/sql-over-http.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

export type Log = (level: LogLevel, event: string, fields?: Record<string, unknown>) => void;

/** Lines that wait to be written together. A write for each line would cost a tenth of a quick request. */
const waiting: string[] = [];
const MAX_WAITING = 100;

/**
 * A logger that writes JSON objects, one per line, of the level `threshold` and above. Writes warnings and errors at once,
 * together with the waiting lines; the rest when a hundred lines wait, or with `flushLog`. Callers must not pass tokens, keys,
 * passwords, SQL values or query strings.
 */
export function createLog(service: string, threshold: LogLevel): Log {
  const lowest = LEVELS.indexOf(threshold);
  return (level, event, fields) => {
    if (LEVELS.indexOf(level) < lowest) return;
    waiting.push(JSON.stringify({ time: new Date().toISOString(), level, service, event, ...fields }));
    if (level === 'warn' || level === 'error' || waiting.length >= MAX_WAITING) flushLog();
  };
}

/** Whether `flushLog` has lines to write. */
export function isLogWaiting(): boolean {
  return waiting.length > 0;
}

/** Writes the waiting lines. */
export function flushLog(): void {
  if (waiting.length === 0) return;
  console.log(waiting.join('\n'));
  waiting.length = 0;
}

/**
 * An error as log fields: name, message and stack, with its causes. What Postgres or a function of a user's database says can hold
 * a caller's value, so of that there are the SQLSTATE and the names only (docs/decisions/0036-logs.md).
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  if (error instanceof PostgresError) return { ...describePostgresError(error), ...cause };
  const repeats = error.cause instanceof PostgresError && isRaised(error.cause);
  const { message, name, stack } = error;
  if (repeats)
    return { error: 'A function of the database raised an error.', name, stack: framesOf(error), ...cause };
  return { error: message, name, stack, ...cause };
}

function describePostgresError(error: PostgresError): Record<string, unknown> {
  const {
    code: sqlstate,
    name,
    table,
    column,
    constraint,
    routine,
  } = error as PostgresError & Partial<PgError>;
  const sentence = `Postgres reported an error (SQLSTATE ${sqlstate}).`;
  return { error: sentence, name, sqlstate, table, column, constraint, routine, stack: framesOf(error) };
}

/** The stack without the message, with which it begins. */
function framesOf({ message, stack = '' }: Error): string {
  const at = stack.indexOf(message);
  return at === -1 ? '' : stack.slice(at + message.length).trim();
}
