import type { Cursor } from '../change.ts';
import { epochOf, formatCursor, parseCursor } from '../feed/cursor.ts';

/** Whether a place in the feed comes after another; of two histories any does. */
export function isAfter(cursor: Cursor, other: Cursor): boolean {
  return cursor > other || epochOf(cursor) !== epochOf(other);
}

/** Whether a place comes after another in the same history. */
export function isLater(cursor: Cursor, other: Cursor): boolean {
  return cursor > other && epochOf(cursor) === epochOf(other);
}

/** Whether what stands in the feed at the cursor was committed at a place in Postgres' log or behind it. */
function isBehind(cursor: Cursor, lsn: string): boolean {
  return (parseCursor(cursor)?.lsn ?? '') >= lsn;
}

/** The later one of a cursor and a place in Postgres' log, in the cursor's history. */
export function laterPlace(cursor: Cursor, lsn: string): Cursor {
  return isBehind(cursor, lsn) ? cursor : formatCursor({ epoch: epochOf(cursor), lsn, index: 0 });
}

export function isCursor(text: string): boolean {
  return parseCursor(text) !== undefined;
}
