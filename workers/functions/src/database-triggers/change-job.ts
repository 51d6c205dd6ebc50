import { isJsonObject, type JsonValue, parseStoredJson, toJsonText } from '@selfdb/server/json/json-value';
import type { FeedChange } from '@selfdb/shared/realtime/feed-changes';

/** An index of the database holds keys of up to about 2,700 bytes. */
const MAX_KEY_CHARACTERS = 500;

/** A change as the queues store it for each function and each outbound webhook. */
export interface ChangeJob {
  relid: number;
  operation: FeedChange['operation'];
  /** The same for all changes of one row. */
  order_key: string;
  /** Base64 of the body that the function gets. */
  body: string;
  /** The same for outbound webhooks; null if the table has none. */
  sent_body: string | null;
  /** How many functions led to the change. */
  depth: number;
}

/**
 * The request of a change: `{operation, table, data, old_data, cursor}`, and, if `isSent`, what outbound webhooks send of it:
 * `{type, timestamp, table, schema, record, old_record, cursor}`. `key` names the columns of the table's primary key;
 * without one, all changes of the table are in one order. A row whose key is changed counts as the row before.
 */
export async function toChangeJob(
  change: FeedChange,
  key: string[] | null,
  isSent = false,
): Promise<ChangeJob> {
  const payload = parseStoredJson(change.payload);
  if (!isJsonObject(payload)) throw new TypeError('a change of the feed is no object');
  const {
    table = null,
    schema = null,
    new: data = null,
    old = null,
    commit_timestamp: timestamp = null,
  } = payload;
  const { operation, cursor } = change;
  const sent = { type: operation, timestamp, table, schema, record: data, old_record: old, cursor };
  return {
    relid: change.relid,
    operation,
    order_key: await orderKey(change.relid, isJsonObject(old) ? old : data, key),
    body: base64({ operation, table, data, old_data: old, cursor }),
    sent_body: isSent ? base64(sent) : null,
    depth: change.depth,
  };
}

function base64(body: JsonValue): string {
  return Buffer.from(toJsonText(body), 'utf8').toString('base64');
}

async function orderKey(relid: number, row: JsonValue, key: string[] | null): Promise<string> {
  if (!key || !isJsonObject(row)) return String(relid);
  const text = `${relid}:${toJsonText(key.map((name) => row[name] ?? null))}`;
  if (text.length <= MAX_KEY_CHARACTERS) return text;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `${relid}:${Buffer.from(digest).toString('hex')}`;
}
