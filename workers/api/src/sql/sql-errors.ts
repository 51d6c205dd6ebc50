import { AppError } from '@selfdb/shared/errors';
import type { DatabaseError } from 'pg';

/** The position of the failed statement in the caller's text. */
export interface ErrorPosition {
  source: string;
  /** In UTF-16 units. */
  start: number;
}

const CANCELLED = '57014';
/** The server is going down, starting, or out of connections, memory or disk (PostgreSQL documentation, appendix A). */
const SERVER_TROUBLE = /^(57P0[1-3]|53[0-3]00)$/;

/** The caller's error for a failed statement; `unavailable` if the server is at fault. */
export function toSqlError(error: Error, position?: ErrorPosition): AppError {
  if (!isDatabaseError(error)) return connectionLost(error);
  const { code = 'XX000' } = error;
  const isFatal = error.severity === 'FATAL' || error.severity === 'PANIC';
  if (SERVER_TROUBLE.test(code) && (isFatal || code.startsWith('53'))) return connectionLost(error);
  return new AppError('sql_error', sentenceOf(error), {
    cause: error,
    fields: { sqlstate: code, position: positionOf(error, position), hint: error.hint ?? null },
  });
}

/** The error for a session that could not be opened: the cause is the server or its settings, never the caller. */
export function toConnectError(error: unknown): AppError {
  return new AppError('unavailable', 'The database is not available right now. Try again shortly.', {
    cause: error,
    retryAfterSeconds: 1,
  });
}

/** The error for statements that exceeded their time limit. */
export function timedOut(timeoutMs: number, cause?: unknown): AppError {
  return new AppError('sql_error', `The statements did not end within ${timeoutMs} ms and were cancelled.`, {
    cause,
    fields: { sqlstate: CANCELLED, position: null, hint: 'Send a larger timeout_ms, or ask for less.' },
  });
}

export function isCancelled(error: unknown): boolean {
  return error instanceof Error && isDatabaseError(error) && error.code === CANCELLED;
}

function isDatabaseError(error: Error): error is DatabaseError {
  return 'code' in error && 'severity' in error;
}

function connectionLost(cause: unknown): AppError {
  const message =
    'The connection to the database was lost before it answered. Check what took effect before you try again.';
  return new AppError('unavailable', message, { cause, retryAfterSeconds: 1 });
}

function sentenceOf({ message, detail }: DatabaseError): string {
  return detail ? `${message}: ${detail}` : message;
}

/** Postgres counts characters, from 1 and within the statement that it was sent. */
function positionOf(error: DatabaseError, position: ErrorPosition | undefined): number | null {
  if (!error.position || !position) return null;
  return positionIn(position.source, position.start) + Number(error.position) - 1;
}

/** The position of a UTF-16 unit of a text, in characters and from 1. */
export function positionIn(source: string, at: number): number {
  return [...source.slice(0, at)].length + 1;
}
