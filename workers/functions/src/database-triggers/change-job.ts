import { isJsonObject, type JsonValue, parseStoredJson, toJsonText } from '@selfdb/server/json/json-value';
import type { FeedChange } from '@selfdb/shared/realtime/feed-changes';

/** An index of the database holds keys of up to about 2,700 bytes. */
const MAX_KEY_CHARACTERS = 500;

/** A change as the queue stores it for each function. */
export interface ChangeJob {
  relid: number;
  operation: FeedChange['operation'];
  /** The same for all changes of one row. */
  order_key: string;
  /** Base64 of the body that the function gets. */
  body: string;
  /** How many functions led to the change. */
  depth: number;
}

/**
 * The request of a change: `{operation, table, data, old_data, cursor}`. `key` names the columns of the table's primary key;
 * without one, all changes of the table are in one order. A row whose key is changed counts as the row before.
 */
export async function toChangeJob(change: FeedChange, key: string[] | null): Promise<ChangeJob> {
  const payload = parseStoredJson(change.payload);
  if (!isJsonObject(payload)) throw new TypeError('a change of the feed is no object');
  const { table = null, new: data = null, old = null } = payload;
  const body = toJsonText({
    operation: change.operation,
    table,
    data,
    old_data: old,
    cursor: change.cursor,
  });
  return {
    relid: change.relid,
    operation: change.operation,
    order_key: await orderKey(change.relid, isJsonObject(old) ? old : data, key),
    body: Buffer.from(body, 'utf8').toString('base64'),
    depth: change.depth,
  };
}

async function orderKey(relid: number, row: JsonValue, key: string[] | null): Promise<string> {
  if (!key || !isJsonObject(row)) return String(relid);
  const text = `${relid}:${toJsonText(key.map((name) => row[name] ?? null))}`;
  if (text.length <= MAX_KEY_CHARACTERS) return text;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `${relid}:${Buffer.from(digest).toString('hex')}`;
}
