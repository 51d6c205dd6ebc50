import type { Principal } from '@selfdb/server/auth/principal';
import { pathLock } from '@selfdb/server/db/advisory-locks';
import { caller } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { MoveFolder, StoredFile } from '@selfdb/shared/files/schema';
import { type RawBuilder, sql } from 'kysely';
import type { BucketGate } from '../../buckets/repository.ts';
import { bucketById, maySeeBucket, mayWriteBucket, ownsBucket, ownsFile } from '../../statement/access.ts';
import { auditFile, auditFolder } from '../../statement/audit-file.ts';
import { fileObject } from '../../statement/file-columns.ts';
import {
  acceptsSize,
  type LimitsRow,
  type Quota,
  queryWithQuotaLock,
  targetLimits,
} from '../../statement/limits.ts';
import { beginsWith } from '../../statement/paths.ts';
import type { FileGate } from '../repository.ts';

export interface MoveTarget {
  fileId: string;
  /** Undefined: the bucket that the file is in. */
  bucketId: string | undefined;
  path: string;
  upsert: boolean;
}

/** The columns of `gate`, and the moved or copied file. */
export interface MovedRow extends FileGate, LimitsRow {
  user_id: string | null;
  target_id: string | null;
  target_found: boolean;
  writable: boolean;
  fits: boolean;
  /** The id of another file at the target path. */
  existing_id: string | null;
  size: number;
  mime_type: string;
  upsert: boolean;
  replaceable: boolean;
  allowed: boolean;
  file: StoredFile | null;
}

/** Moves a file to another path or bucket. One row: the columns of `gate`, and the `file`, null if it did not move. */
export async function moveFile(
  db: Database,
  principal: Principal,
  target: MoveTarget,
): Promise<MovedRow | undefined> {
  const { fileId, path } = target;
  const quota = { bytes: 0 };
  const statement = sql<MovedRow>`
    with ${gate(principal, target, quota, sql`for update of f`)},
    moved as (
      update selfdb.files f set bucket_id = gate.target_id, path = ${path}, updated_at = now()
      from gate, replaced where gate.allowed and replaced.count >= 0 and f.id = ${fileId}::uuid returning f.*),
    ${auditFile(principal, 'file.moved', sql`moved`, sql`, 'path_before', (select source_path from gate)`)}
    select gate.*, ${asFile(sql`moved`)} as file from gate`;
  return queryWithQuotaLock(db, quota, statement, locksOf(target));
}

/** Serializes files that replace each other at one path, so that each statement sees the result of the previous one. */
function locksOf({ fileId, bucketId, path, upsert }: MoveTarget): RawBuilder<unknown>[] {
  if (!upsert) return [];
  const currentBucket = sql`(select f.bucket_id from selfdb.files f where f.id = ${fileId}::uuid)`;
  const target = sql`coalesce(${bucketId ?? null}::uuid, ${currentBucket})`;
  return [
    sql`select pg_advisory_xact_lock(${pathLock}::int, hashtext(${target}::text || '/' || ${path}::text))`,
  ];
}

/**
 * Copies a file; both files share the bytes. The lock keeps the source unchanged until the copy exists: otherwise its
 * bytes could become unreferenced in between. One row, as for `moveFile`.
 */
export async function copyFile(
  db: Database,
  principal: Principal,
  target: MoveTarget,
  quota: Quota,
): Promise<MovedRow | undefined> {
  const { path } = target;
  const statement = sql<MovedRow>`
    with ${gate(principal, target, quota, sql`for share of f`)},
    copied as (
      insert into selfdb.files (bucket_id, path, size, mime_type, content_encoding, checksum_sha256, blob_id, segments, owner_id, metadata)
      select gate.target_id, ${path}, s.size, s.mime_type, s.content_encoding, s.checksum_sha256, s.blob_id, s.segments, gate.user_id, s.metadata
      from source s, gate, replaced where replaced.count >= 0
      on conflict (bucket_id, path) do nothing returning *),
    ${auditFile(principal, 'file.copied', sql`copied`, sql`, 'copy_of', (select source_path from gate)`)}
    select gate.*, ${asFile(sql`copied`)} as file from gate`;
  return queryWithQuotaLock(db, quota, statement, locksOf(target));
}

/**
 * The common table expressions `gate`, `source` and `replaced`.
 * - `gate` has one row: `my_role`; whether the source file `src` is `found`, `seen` and `owned`; whether the target bucket
 *   `b` is `target_found` and `writable`; whether the file `fits`, with the limits for the error; `existing_id`, another
 *   file at the target path, and whether it is `replaceable`; and whether the whole operation is `allowed`.
 * - `source` is the file, locked by `lock`.
 * - `replaced` deletes the other file, if the source still exists.
 */
function gate(
  principal: Principal,
  { fileId, bucketId, path, upsert }: MoveTarget,
  quota: Quota,
  lock: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const target = bucketId === undefined ? sql`home.id` : sql`${bucketId}::uuid`;
  const types = sql`array[split_part(src.mime_type, ';', 1), split_part(src.mime_type, '/', 1) || '/*']`;
  return sql`checks as materialized (
      select u.role as my_role, u.id as user_id, home.id is not null as found, ${maySeeBucket('home')} as seen,
        ${ownsFile('src', 'home')} as owned, b.id as target_id, b.id is not null as target_found, ${mayWriteBucket(principal)} as writable,
        coalesce(b.allowed_mime_types && ${types}, true) and ${acceptsSize(sql`src.size`, quota)} as fits, f.id as existing_id,
        src.path as source_path, src.size::float8 as size, src.mime_type, ${targetLimits(quota)},
        ${upsert}::bool as upsert, ${upsert}::bool and ${ownsFile('f', 'b')} as replaceable
      from ${caller(principal)} left join selfdb.files src on src.id = ${fileId}::uuid
      left join selfdb.buckets home on home.id = src.bucket_id and home.deleted_at is null
      left join selfdb.buckets b on b.id = ${target} and b.deleted_at is null
      left join selfdb.files f on f.bucket_id = b.id and f.path = ${path} and f.id <> src.id),
    gate as materialized (
      select *, owned and writable and fits and (existing_id is null or replaceable) as allowed from checks),
    source as materialized (
      select f.* from selfdb.files f, gate where gate.allowed and f.id = ${fileId}::uuid ${lock}),
    deleted as (
      delete from selfdb.files f using gate, source
      where f.id = gate.existing_id and f.bucket_id = gate.target_id and f.path = ${path} returning 1),
    replaced as materialized (select count(*) from deleted)`;
}

function asFile(from: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select ${fileObject} from ${from} f join selfdb.buckets b on b.id = f.bucket_id)`;
}

/** Moves all files of a folder. One row: `my_role`, `found`, `owned`, and how many files moved as `count`. */
export async function moveFolder(
  db: Database,
  principal: Principal,
  { bucket_id, from, to }: MoveFolder,
): Promise<(BucketGate & { count: number }) | undefined> {
  const rows = await db.query(sql<BucketGate & { count: number }>`
    with gate as materialized (
      select u.role as my_role, b.id is not null as found, ${ownsBucket} as owned
      from ${caller(principal)} left join ${bucketById(bucket_id)}),
    moved as (
      update selfdb.files f set path = ${to}::text || substr(f.path, length(${from}::text) + 1), updated_at = now()
      from gate where gate.owned and f.bucket_id = ${bucket_id}::uuid and ${beginsWith(`${from}/`)} returning 1),
    ${auditFolder(principal, 'folder.moved', {
      bucketId: bucket_id,
      path: to,
      count: sql`(select count(*) from moved)`,
      more: { path_before: from },
    })}
    select gate.*, (select count(*) from moved)::float8 as count from gate`);
  return rows[0];
}
