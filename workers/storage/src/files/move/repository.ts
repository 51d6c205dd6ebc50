import type { Principal } from '@selfdb/server/auth/principal';
import { pathLock } from '@selfdb/server/db/advisory-locks';
import { caller } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { MoveFolder, StoredFile } from '@selfdb/shared/files/schema';
import { type RawBuilder, sql } from 'kysely';
import type { BucketGate } from '../../buckets/repository.ts';
import { bucketById, ownsBucket, ownsFile, sees, writesBucket } from '../../statement/access.ts';
import { fileWire } from '../../statement/file-columns.ts';
import { type LimitsRow, type Quota, queryInTurn, takesSize, targetLimits } from '../../statement/limits.ts';
import { beginsWith } from '../../statement/paths.ts';
import type { FileGate } from '../repository.ts';

export interface MoveTarget {
  fileId: string;
  /** The bucket that the file is in, if left out. */
  bucketId: string | undefined;
  path: string;
  upsert: boolean;
}

/** What `gate` says, and the file where it has been placed. */
export interface MovedRow extends FileGate, LimitsRow {
  user_id: string | null;
  target_id: string | null;
  target_found: boolean;
  writable: boolean;
  fits: boolean;
  /** The file that is in the way. */
  there: string | null;
  size: number;
  mime_type: string;
  upsert: boolean;
  replaceable: boolean;
  open: boolean;
  file: StoredFile | null;
}

/** Gives a file another place. One row: what `gate` says, and the file as `file`, which is null when it did not move. */
export async function moveFile(
  db: Database,
  who: Principal,
  target: MoveTarget,
): Promise<MovedRow | undefined> {
  const { fileId, path } = target;
  const quota = { bytes: 0 };
  const statement = sql<MovedRow>`
    with ${gate(who, target, quota, sql`for update of f`)},
    moved as (
      update selfdb.files f set bucket_id = gate.target_id, path = ${path}, updated_at = now()
      from gate, replaced where gate.open and replaced.count >= 0 and f.id = ${fileId}::uuid returning f.*)
    select gate.*, ${asFile(sql`moved`)} as file from gate`;
  return queryInTurn(db, quota, statement, locksOf(target));
}

/** Files that replace one another at a path do so one after the other, each after it has seen the last. */
function locksOf({ fileId, bucketId, path, upsert }: MoveTarget): RawBuilder<unknown>[] {
  if (!upsert) return [];
  const home = sql`(select f.bucket_id from selfdb.files f where f.id = ${fileId}::uuid)`;
  const target = sql`coalesce(${bucketId ?? null}::uuid, ${home})`;
  return [
    sql`select pg_advisory_xact_lock(${pathLock}::int, hashtext(${target}::text || '/' || ${path}::text))`,
  ];
}

/**
 * Makes a second file with the same bytes, which both share. The lock keeps the first as it is until the second is there:
 * otherwise its bytes could be let go in between. One row, as of `moveFile`.
 */
export async function copyFile(
  db: Database,
  who: Principal,
  target: MoveTarget,
  quota: Quota,
): Promise<MovedRow | undefined> {
  const { path } = target;
  const statement = sql<MovedRow>`
    with ${gate(who, target, quota, sql`for share of f`)},
    copied as (
      insert into selfdb.files (bucket_id, path, size, mime_type, content_encoding, checksum_sha256, blob_id, segments, owner_id, metadata)
      select gate.target_id, ${path}, s.size, s.mime_type, s.content_encoding, s.checksum_sha256, s.blob_id, s.segments, gate.user_id, s.metadata
      from source s, gate, replaced where replaced.count >= 0
      on conflict (bucket_id, path) do nothing returning *)
    select gate.*, ${asFile(sql`copied`)} as file from gate`;
  return queryInTurn(db, quota, statement, locksOf(target));
}

/**
 * The expressions `gate`, `source` and `replaced`. `gate`: `my_role`; of the file `src` whether it is `found`, `seen` and `owned`; of
 * the bucket `b` where it shall go whether it is `target_found` and `writable`; whether the file `fits` there, with what is needed to say why not; whether
 * another is `there` and may be `replaceable`; and whether all of that leaves the way `open`. `source` is the file, under a `lock`;
 * `replaced` makes the way free, if the file is there by then and the other still in the way.
 */
function gate(
  who: Principal,
  { fileId, bucketId, path, upsert }: MoveTarget,
  quota: Quota,
  lock: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const target = bucketId === undefined ? sql`home.id` : sql`${bucketId}::uuid`;
  const types = sql`array[split_part(src.mime_type, ';', 1), split_part(src.mime_type, '/', 1) || '/*']`;
  return sql`asked as materialized (
      select u.role as my_role, u.id as user_id, home.id is not null as found, ${sees('home')} as seen,
        ${ownsFile('src', 'home')} as owned, b.id as target_id, b.id is not null as target_found, ${writesBucket(who)} as writable,
        coalesce(b.allowed_mime_types && ${types}, true) and ${takesSize(sql`src.size`, quota)} as fits, f.id as there,
        src.size::float8 as size, src.mime_type, ${targetLimits(quota)},
        ${upsert}::bool as upsert, ${upsert}::bool and ${ownsFile('f', 'b')} as replaceable
      from ${caller(who)} left join selfdb.files src on src.id = ${fileId}::uuid
      left join selfdb.buckets home on home.id = src.bucket_id and home.deleted_at is null
      left join selfdb.buckets b on b.id = ${target} and b.deleted_at is null
      left join selfdb.files f on f.bucket_id = b.id and f.path = ${path} and f.id <> src.id),
    gate as materialized (
      select *, owned and writable and fits and (there is null or replaceable) as open from asked),
    source as materialized (
      select f.* from selfdb.files f, gate where gate.open and f.id = ${fileId}::uuid ${lock}),
    gone as (
      delete from selfdb.files f using gate, source
      where f.id = gate.there and f.bucket_id = gate.target_id and f.path = ${path} returning 1),
    replaced as materialized (select count(*) from gone)`;
}

function asFile(from: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select ${fileWire} from ${from} f join selfdb.buckets b on b.id = f.bucket_id)`;
}

/** Gives all files of a folder another one. One row: `my_role`, `found`, `owned`, and how many moved as `count`. */
export async function moveFolder(
  db: Database,
  who: Principal,
  { bucket_id, from, to }: MoveFolder,
): Promise<(BucketGate & { count: number }) | undefined> {
  const rows = await db.query(sql<BucketGate & { count: number }>`
    with gate as materialized (
      select u.role as my_role, b.id is not null as found, ${ownsBucket} as owned
      from ${caller(who)} left join ${bucketById(bucket_id)}),
    moved as (
      update selfdb.files f set path = ${to}::text || substr(f.path, length(${from}::text) + 1), updated_at = now()
      from gate where gate.owned and f.bucket_id = ${bucket_id}::uuid and ${beginsWith(`${from}/`)} returning 1)
    select gate.*, (select count(*) from moved)::float8 as count from gate`);
  return rows[0];
}
