import { quotaLock } from '@selfdb/server/db/advisory-locks';
import { type Database, queryAfter, type Statement } from '@selfdb/server/db/database';
import { type RawBuilder, sql } from 'kysely';

/** That the bucket `b` takes files of a media type. */
export function acceptsType(mimeType: string): RawBuilder<unknown> {
  const name = mimeType.split(';')[0] ?? '';
  const kind = `${name.split('/')[0]}/*`;
  return sql`coalesce(b.allowed_mime_types && ${[name, kind]}::text[], true)`;
}

/** The bytes of all files, a blob that several share counted for each, and of uploads under way: but for one of those. */
function used(exceptBlobId: string | undefined): RawBuilder<unknown> {
  const others = exceptBlobId === undefined ? sql`` : sql`and blob_id <> ${exceptBlobId}::uuid`;
  return sql`((select coalesce(sum(total_size), 0) from selfdb.buckets)
    + (select coalesce(sum(size), 0) from selfdb.uploads where file_id is null ${others}))`;
}

/** How many bytes all files may have together, 0 for any number. `exceptBlobId`: an upload whose own bytes do not count. */
export interface Quota {
  bytes: number;
  exceptBlobId?: string;
}

/**
 * Runs a statement that takes room. Where that is limited, no two look at the same room: each sees what the other took.
 * `locks` are statements that take locks before it.
 */
export async function queryWithQuotaLock<Row>(
  db: Database,
  { bytes }: Quota,
  statement: Statement<Row>,
  locks: Statement[] = [],
): Promise<Row | undefined> {
  const before = bytes === 0 ? locks : [sql`select pg_advisory_xact_lock(${quotaLock}::bigint)`, ...locks];
  return (await queryAfter(db, before, statement))[0];
}

/** How many bytes may come before the quota is full; null where there is none. */
function roomLeft({ bytes, exceptBlobId }: Quota): RawBuilder<unknown> {
  return bytes === 0 ? sql`null::bigint` : sql`(${bytes}::bigint - ${used(exceptBlobId)})`;
}

/** That the bucket `b` takes a file of `size`, which is an SQL expression, and that there is room for it. */
export function acceptsSize(size: RawBuilder<unknown>, quota: Quota): RawBuilder<unknown> {
  return sql`(coalesce(${size} <= b.max_file_size, true) and coalesce(${size} <= ${roomLeft(quota)}, true))`;
}

/** What the bucket takes, for an error that says so; null for any. */
export interface LimitsRow {
  max_file_size: number | null;
  allowed_mime_types: string[] | null;
  room: number | null;
}

/** What the bucket `b` takes, as a `LimitsRow`. */
export function targetLimits(quota: Quota): RawBuilder<unknown> {
  return sql`b.max_file_size::float8 as max_file_size, array_to_json(b.allowed_mime_types) as allowed_mime_types,
    ${roomLeft(quota)}::float8 as room`;
}
