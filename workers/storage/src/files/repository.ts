import type { Principal } from '@selfdb/server/auth/principal';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { ListFiles, StoredFile, UpdateFile } from '@selfdb/shared/files/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Readable } from '../downloads/repository.ts';
import { bucketById, maySeeBucket, ownsFile } from '../statement/access.ts';
import { auditFile } from '../statement/audit-file.ts';
import { fileObject } from '../statement/file-columns.ts';
import { acceptsType } from '../statement/limits.ts';
import { foldersBelow } from './statement/folders.ts';
import { fileCount, filePage, totalCount, type Window } from './statement/listing.ts';

/** What a statement reports about a file and whether the caller owns it. */
export interface FileGate extends Readable {
  owned: boolean;
}

interface PageRow extends Readable {
  files: StoredFile[];
  total: number;
  folders: string[];
  total_folders: number;
}

interface StatsRow extends RoleRow {
  buckets_count: number;
  total_files: number;
  total_size: number;
}

type FileRow = Readable & { file: StoredFile | null };

const me = (principal: Principal) => sql`me as materialized (select u.id, u.role from ${caller(principal)})`;

/**
 * One row: `my_role`; whether the bucket, if one is given, is `found` and `seen`; `files` and `total`; and with a
 * delimiter `folders` and `total_folders`.
 */
export async function listFiles(
  db: Database,
  principal: Principal,
  list: ListFiles,
  window: Window,
): Promise<PageRow | undefined> {
  const folders =
    list.delimiter && list.bucket_id
      ? foldersBelow(list.bucket_id, list.prefix ?? '', list.search)
      : sql`(select null::text as name where false)`;
  const rows = await db.query(sql<PageRow>`
    with ${me(principal)}, ${bucketGate(list.bucket_id)},
    folder as materialized (select name from ${folders} below where (select seen from bucket)),
    ${filePage(list, window)}
    select (select role from me) as my_role, found, seen,
      (select coalesce(json_agg(wire), '[]') from page) as files,
      ${totalCount(list)}::float8 as total,
      (select coalesce(json_agg(name order by name), '[]') from (
        select name from folder order by name limit ${window.limit}::bigint offset ${window.offset}::bigint) listed) as folders,
      (select count(*) from folder)::float8 as total_folders
    from bucket`);
  return rows[0];
}

/** The common table expression `bucket(found, seen)`, both true if no bucket is given. */
function bucketGate(id: string | undefined): RawBuilder<unknown> {
  if (id === undefined) return sql`bucket as (select true as found, true as seen)`;
  return sql`bucket as (
    select b.id is not null as found, ${maySeeBucket('b')} as seen from me u left join ${bucketById(id)})`;
}

/** One row: `my_role`, and `buckets_count`, `total_files` and `total_size` of the buckets that the caller may see. */
export async function findStats(db: Database, principal: Principal): Promise<StatsRow | undefined> {
  const rows = await db.query(sql<StatsRow>`
    with ${me(principal)}
    select (select role from me) as my_role, count(*)::float8 as buckets_count,
      coalesce(sum(b.file_count), 0)::float8 as total_files, coalesce(sum(b.total_size), 0)::float8 as total_size
    from me u cross join selfdb.buckets b where b.deleted_at is null and ${maySeeBucket('b')}`);
  return rows[0];
}

/** One row: `my_role`, `found`, `seen` and `count`. */
export async function countFiles(
  db: Database,
  principal: Principal,
  bucketId: string | undefined,
  search: string | undefined,
): Promise<(Readable & { count: number }) | undefined> {
  const rows = await db.query(sql<Readable & { count: number }>`
    with ${me(principal)}, ${bucketGate(bucketId)}
    select (select role from me) as my_role, found, seen,
      ${fileCount({ bucket_id: bucketId, search })}::float8 as count
    from bucket`);
  return rows[0];
}

/** The common table expression `gate`: `my_role`; whether the file is `found`, `seen` and `owned`; the condition `accepts`. */
function gate(principal: Principal, id: string, accepts = sql`true`): RawBuilder<unknown> {
  return sql`gate as materialized (
    select u.role as my_role, f.id is not null and b.id is not null as found, ${maySeeBucket('b')} as seen,
      ${ownsFile('f', 'b')} as owned, ${accepts} as accepts
    from ${caller(principal)} left join selfdb.files f on f.id = ${id}::uuid
    left join selfdb.buckets b on b.id = f.bucket_id and b.deleted_at is null)`;
}

/** One row: `my_role`, whether the file is `found` and `seen`, and the `file`. The owner sees it even in a hidden bucket. */
export async function findFile(db: Database, principal: Principal, id: string): Promise<FileRow | undefined> {
  const rows = await db.query(sql<FileRow>`
    with ${gate(principal, id)}
    select gate.my_role, gate.found, gate.seen or gate.owned as seen, (
      select ${fileObject} from selfdb.files f join selfdb.buckets b on b.id = f.bucket_id
      where gate.found and (gate.seen or gate.owned) and f.id = ${id}::uuid) as file
    from gate`);
  return rows[0];
}

type UpdatedRow = FileGate & FileRow & { accepts: boolean };

/**
 * Changes a file, if its bucket `accepts` the type and, for a new path, is `seen`. One row: the columns of `gate`, and the
 * `file`.
 */
export async function updateFile(
  db: Database,
  principal: Principal,
  id: string,
  change: Pick<UpdateFile, 'name' | 'path' | 'mime_type' | 'metadata'>,
): Promise<UpdatedRow | undefined> {
  const rows = await db.query(sql<UpdatedRow>`
    with ${gate(principal, id, change.mime_type === undefined ? sql`true` : acceptsType(change.mime_type))},
    f as (
      update selfdb.files f set ${sql.join(assignments(change))}
      from gate where gate.owned and gate.accepts and ${mayChangePath(change)} and f.id = ${id}::uuid
      returning f.*),
    ${auditFile(principal, (change.name ?? change.path) === undefined ? 'file.updated' : 'file.moved', sql`f`)}
    select gate.*, (select ${fileObject} from f join selfdb.buckets b on b.id = f.bucket_id) as file from gate`);
  return rows[0];
}

/** A caller who may not see the bucket must not learn, by trying paths, which files it has. */
const mayChangePath = ({ name, path }: UpdateFile) =>
  (name ?? path) === undefined ? sql`true` : sql`gate.seen`;

function assignments({ name, path, mime_type, metadata }: UpdateFile): RawBuilder<unknown>[] {
  const sets = [sql`updated_at = now()`];
  if (path !== undefined) sets.push(sql`path = ${path}`);
  else if (name !== undefined) sets.push(sql`path = f.folder || ${name}::text`);
  if (mime_type !== undefined) sets.push(sql`mime_type = ${mime_type}`);
  if (metadata !== undefined) sets.push(sql`metadata = ${JSON.stringify(metadata)}::jsonb`);
  return sets;
}

/** Deletes a file; the janitor removes its bytes. One row: `my_role`, `found`, `seen`, `owned`, `deleted`. */
export async function deleteFile(
  db: Database,
  principal: Principal,
  id: string,
): Promise<(FileGate & { deleted: boolean }) | undefined> {
  const rows = await db.query(sql<FileGate & { deleted: boolean }>`
    with ${gate(principal, id)},
    deleted as (delete from selfdb.files f using gate where gate.owned and f.id = ${id}::uuid returning f.*),
    ${auditFile(principal, 'file.deleted', sql`deleted`)}
    select gate.*, exists (select from deleted) as deleted from gate`);
  return rows[0];
}
