import { isJsonObject, type JsonValue, parseJson, toJsonText } from '@selfdb/server/json/json-value';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import { isStorableText } from '@selfdb/shared/storable-text';
import type { ChangeKind, Cursor } from '../../change.ts';
import { RefusedError } from '../authorization/authorizations.ts';
import { isCursor } from '../subscription/position.ts';

/** The payload of `phx_join` on a table. */
export interface TableOptions {
  /** Changes after it are sent first. */
  since: Cursor | undefined;
  /** Only these events; undefined for all. */
  events: ReadonlySet<ChangeKind> | undefined;
  filter: JsonValue | undefined;
  /** The filter as text: equal filters are evaluated once. */
  filterText: string;
}

const MAX_NAME_BYTES = 63;
const KINDS: readonly ChangeKind[] = ['INSERT', 'UPDATE', 'DELETE'];
/** For errors that are not the client's fault. */
export const NOT_NOW = 'Realtime is not ready. Try again shortly.';
const KNOWN = new Set(['since', 'events', 'filter']);

/**
 * Throws RefusedError for an impossible name: Postgres would reject the statement, and the questions of other
 * clients with it.
 */
export function requireTableName(name: string): void {
  const isTooLong = new TextEncoder().encode(name).byteLength > MAX_NAME_BYTES;
  if (isTooLong || !isStorableText(name)) throw new RefusedError('There is no such table.');
}

/** Reads the payload of a join. Throws AppError with a message for the client. */
export function readTableOptions(payloadText: string): TableOptions {
  const payload = parse(payloadText);
  if (!isJsonObject(payload)) throw wrong('The payload of phx_join must be an object.');
  const unknown = Object.keys(payload).find((name) => !KNOWN.has(name));
  if (unknown !== undefined)
    throw wrong(`Unknown field ${JSON.stringify(unknown)} in the payload of phx_join.`);
  const { since = null, events = null, filter = null } = payload;
  return {
    since: since === null ? undefined : toCursor(since),
    events: events === null ? undefined : toEvents(events),
    filter: filter === null ? undefined : filter,
    filterText: filter === null ? '' : toJsonText(filter),
  };
}

/** Reads the payload of `sync` on a table. Throws AppError. */
export function readSyncOptions(payload: unknown): { cursor: Cursor } {
  const cursor = typeof payload === 'object' && payload && 'cursor' in payload && payload.cursor;
  if (typeof cursor === 'string' && isCursor(cursor)) return { cursor };
  throw wrong('cursor must be a cursor from a write response, an event or a join reply.');
}

function parse(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    // The frame was parsed before, by a parser that needs less stack.
    const what =
      cause instanceof SyntaxError ? 'contains text with NUL or a lone surrogate' : 'is nested too deeply';
    throw new AppError('bad_request', `The payload ${what}.`, { cause });
  }
}

function toCursor(value: JsonValue): Cursor {
  if (typeof value === 'string' && isCursor(value)) return value;
  throw wrong('since must be a cursor from an event or a join reply.');
}

function toEvents(value: JsonValue): Set<ChangeKind> {
  const given = Array.isArray(value) ? value : [];
  const events = new Set(KINDS.filter((kind) => given.includes(kind)));
  if (events.size > 0 && events.size === new Set(given).size) return events;
  throw wrong(`events must be an array of one or more of ${KINDS.join(', ')}.`);
}

function wrong(reason: string): AppError {
  return new AppError('bad_request', reason);
}

/** What the client may be told about an error; undefined if it is not the client's fault. */
export function reasonOf(error: unknown): string | undefined {
  if (error instanceof RefusedError) return error.message;
  if (error instanceof ValidationError) {
    return error.issues.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ');
  }
  return error instanceof AppError && error.code === 'bad_request' ? error.message : undefined;
}
