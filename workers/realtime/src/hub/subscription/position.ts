import type { Cursor } from '../../change.ts';
import { epochOf, formatCursor, parseCursor } from '../../feed/cursor.ts';

/** Whether a position in the feed comes after another. Positions of two histories always do. */
export function isAfter(cursor: Cursor, other: Cursor): boolean {
  return cursor > other || epochOf(cursor) !== epochOf(other);
}

/** Whether a position comes after another one in the same history. */
export function isLater(cursor: Cursor, other: Cursor): boolean {
  return cursor > other && epochOf(cursor) === epochOf(other);
}

/** Whether the commit at the cursor is at or after a position in Postgres' log. */
function isAtOrAfter(cursor: Cursor, lsn: string): boolean {
  return (parseCursor(cursor)?.lsn ?? '') >= lsn;
}

/** The later of a cursor and a position in Postgres' log, as a cursor of the same history. */
export function laterPosition(cursor: Cursor, lsn: string): Cursor {
  return isAtOrAfter(cursor, lsn) ? cursor : formatCursor({ epoch: epochOf(cursor), lsn, index: 0 });
}

export function isCursor(text: string): boolean {
  return parseCursor(text) !== undefined;
}
