import type { Principal } from '@selfdb/server/auth/principal';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import type { Segments } from '../blobs/stored-blob.ts';
import { isForEveryone, maySeeBucket, ownsFile } from '../statement/access.ts';
import { etag } from '../statement/file-columns.ts';

/** Whether a file exists and whether the caller may see it. */
export interface Readable extends RoleRow {
  found: boolean;
  seen: boolean;
}

export interface DownloadRow {
  file_id: string;
  name: string;
  path: string;
  size: number;
  mime_type: string;
  content_encoding: string | null;
  etag: string;
  modified_at: number;
  blob_id: string;
  segments: Segments;
}

/** The columns of the file are null if it does not exist. */
type PathRow = Readable & { public: boolean } & (DownloadRow | { file_id: null });

/**
 * The columns of the file `f` that a download needs. The bucket's time counts too: a bucket that takes over the name of
 * another serves other files at the same URL.
 */
const columns = sql`f.id as file_id, f.name, f.path, f.size::float8 as size, f.mime_type, f.content_encoding,
  ${etag} as etag,
  extract(epoch from greatest(f.updated_at, b.updated_at))::float8 as modified_at, f.blob_id, f.segments`;

/** Finds a file by the bucket's name and its path. One row: `my_role`, `public`, `found`, `seen`, and the columns. */
export async function findFileByPath(
  db: Database,
  principal: Principal,
  bucket: string,
  path: string,
): Promise<PathRow | undefined> {
  const rows = await db.query(sql<PathRow>`
    select u.role as my_role, b.id is not null as found, ${isForEveryone} as public,
      (${maySeeBucket('b')} or ${ownsFile('f', 'b')}) as seen, ${columns}
    from ${caller(principal)} left join selfdb.buckets b on b.name = ${bucket} and b.deleted_at is null
    left join selfdb.files f on f.bucket_id = b.id and f.path = ${path}`);
  return rows[0];
}

/** Finds a file by id without checking access, for the bearer of a signed URL. */
export async function findFileById(db: Database, id: string): Promise<DownloadRow | undefined> {
  const rows = await db.query(sql<DownloadRow>`
    select ${columns} from selfdb.files f join selfdb.buckets b on b.id = f.bucket_id and b.deleted_at is null
    where f.id = ${id}::uuid`);
  return rows[0];
}

/** Reports whether the caller may read a file. One row: `my_role`, `found`, `seen`. */
export async function findFileAccess(
  db: Database,
  principal: Principal,
  id: string,
): Promise<Readable | undefined> {
  const rows = await db.query(sql<Readable>`
    select u.role as my_role, b.id is not null and f.id is not null as found, (${maySeeBucket('b')} or ${ownsFile('f', 'b')}) as seen
    from ${caller(principal)} left join selfdb.files f on f.id = ${id}::uuid
    left join selfdb.buckets b on b.id = f.bucket_id and b.deleted_at is null`);
  return rows[0];
}
