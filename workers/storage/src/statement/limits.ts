import { quotaLock } from '@selfdb/shared/db/advisory-locks';
import type { Database, Row } from '@selfdb/shared/db/database';
import sql, { empty, type Sql } from 'sql-template-tag';

/** That the bucket `b` takes files of a media type. */
export function takesType(mimeType: string): Sql {
  const name = mimeType.split(';')[0] ?? '';
  const kind = `${name.split('/')[0]}/*`;
  return sql`coalesce(b.allowed_mime_types && ${[name, kind]}::text[], true)`;
}

/** The bytes of all files, a blob that several share counted for each, and of uploads under way: but for one of those. */
function used(butFor: string | undefined): Sql {
  const others = butFor === undefined ? empty : sql`and blob_id <> ${butFor}::uuid`;
  return sql`((select coalesce(sum(total_size), 0) from selfdb.buckets)
    + (select coalesce(sum(size), 0) from selfdb.uploads where file_id is null ${others}))`;
}

/** How many bytes all files may have together, 0 for any number. `butFor`: an upload whose own bytes do not count. */
export interface Quota {
  bytes: number;
  butFor?: string;
}

/**
 * Runs a statement that takes room. Where that is limited, no two look at the same room: each sees what the other took.
 * `locks` are statements that take locks before it.
 */
export async function queryInTurn(
  db: Database,
  { bytes }: Quota,
  statement: Sql,
  locks: Sql[] = [],
): Promise<Row | undefined> {
  const before = bytes === 0 ? locks : [sql`select pg_advisory_xact_lock(${quotaLock}::bigint)`, ...locks];
  if (before.length === 0) return (await db.query(statement))[0];
  return (await db.batch([...before, statement])).at(-1)?.[0];
}

/** How many bytes may come before the quota is full; null where there is none. */
function roomLeft({ bytes, butFor }: Quota): Sql {
  return bytes === 0 ? sql`null::bigint` : sql`(${bytes}::bigint - ${used(butFor)})`;
}

/** That the bucket `b` takes a file of `size`, which is an SQL expression, and that there is room for it. */
export function takesSize(size: Sql, quota: Quota): Sql {
  return sql`(coalesce(${size} <= b.max_file_size, true) and coalesce(${size} <= ${roomLeft(quota)}, true))`;
}

/** What the bucket `b` takes, for an error that says so: `max_file_size`, `allowed_mime_types`, `room`. */
export function targetLimits(quota: Quota): Sql {
  return sql`b.max_file_size::float8 as max_file_size, array_to_json(b.allowed_mime_types) as allowed_mime_types,
    ${roomLeft(quota)}::float8 as room`;
}
