import { quotaLock } from '@selfdb/server/db/advisory-locks';
import { type Database, queryAfter, type Statement } from '@selfdb/server/db/database';
import { type RawBuilder, sql } from 'kysely';

/** Whether the bucket `b` accepts files of a media type. */
export function acceptsType(mimeType: string): RawBuilder<unknown> {
  const name = mimeType.split(';')[0] ?? '';
  const kind = `${name.split('/')[0]}/*`;
  return sql`coalesce(b.allowed_mime_types && ${[name, kind]}::text[], true)`;
}

/** The bytes of all files, counting shared blobs once per file, and of unfinished uploads except one. */
function used(exceptBlobId: string | undefined): RawBuilder<unknown> {
  const others = exceptBlobId === undefined ? sql`` : sql`and blob_id <> ${exceptBlobId}::uuid`;
  return sql`((select coalesce(sum(total_size), 0) from selfdb.buckets)
    + (select coalesce(sum(size), 0) from selfdb.uploads where file_id is null ${others}))`;
}

/** The most bytes that all files may have together; 0 means no limit. `exceptBlobId`: an upload whose bytes do not count. */
export interface Quota {
  bytes: number;
  exceptBlobId?: string;
}

/**
 * Runs a statement that uses up storage. If a quota limits it, a lock serializes such statements, so that each sees what
 * the others used. `locks` are statements that take further locks before it.
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

/** The bytes that the quota still allows; null without a quota. */
function remainingQuota({ bytes, exceptBlobId }: Quota): RawBuilder<unknown> {
  return bytes === 0 ? sql`null::bigint` : sql`(${bytes}::bigint - ${used(exceptBlobId)})`;
}

/** Whether the bucket `b` and the quota allow a file of `size`, an SQL expression. */
export function acceptsSize(size: RawBuilder<unknown>, quota: Quota): RawBuilder<unknown> {
  return sql`(coalesce(${size} <= b.max_file_size, true) and coalesce(${size} <= ${remainingQuota(quota)}, true))`;
}

/** The limits of a bucket, for error messages. Null means no limit. */
export interface LimitsRow {
  max_file_size: number | null;
  allowed_mime_types: string[] | null;
  remaining_quota: number | null;
}

/** The limits of the bucket `b`, as the columns of a `LimitsRow`. */
export function targetLimits(quota: Quota): RawBuilder<unknown> {
  return sql`b.max_file_size::float8 as max_file_size, array_to_json(b.allowed_mime_types) as allowed_mime_types,
    ${remainingQuota(quota)}::float8 as remaining_quota`;
}
