import type { OnConflict } from '@selfdb/shared/uploads/schema';
import { type RawBuilder, sql } from 'kysely';
import type { StoredBlob } from '../../blobs/stored-blob.ts';

/** A file whose bytes are stored. */
export interface NewFile {
  path: string;
  onConflict: OnConflict;
  mimeType: string;
  contentEncoding: string | undefined;
  size: number;
  sha256: string;
  blob: StoredBlob;
  metadata?: Record<string, unknown>;
}

/**
 * The common table expression `written(id, path)`, which inserts the file. It reads `gate`: `bucket_id`; `user_id`, the
 * file's owner, or if null the bucket's owner (`bucket_owner_id`); whether the caller `owned` the bucket; and whether the
 * upload is `allowed`. Only the owner of an existing file or of its bucket replaces it.
 */
export function insertFromGate(file: NewFile): RawBuilder<unknown> {
  const { path, size, mimeType, contentEncoding, sha256, blob, onConflict, metadata = {} } = file;
  const values = sql`bucket_id, ${path}::text, ${size}::bigint, ${mimeType}::text, ${contentEncoding ?? null}::text,
    ${sha256}::text, ${blob.blobId}::uuid, ${JSON.stringify(blob.segments)}::jsonb,
    coalesce(user_id, bucket_owner_id), ${JSON.stringify(metadata)}::jsonb`;
  if (onConflict === 'rename') {
    return sql`written as materialized (
      select added.id, added.path
      from (select * from gate where allowed offset 0) target cross join lateral selfdb.add_file(${values}) added)`;
  }
  return sql`written as (
    insert into selfdb.files as f
      (bucket_id, path, size, mime_type, content_encoding, checksum_sha256, blob_id, segments, owner_id, metadata)
    select ${values} from gate where allowed
    on conflict (bucket_id, path) ${onConflict === 'error' ? sql`do nothing` : replacement} returning f.id, f.path)`;
}

const replacement = sql`do update set size = excluded.size, mime_type = excluded.mime_type,
  content_encoding = excluded.content_encoding, checksum_sha256 = excluded.checksum_sha256, blob_id = excluded.blob_id,
  segments = excluded.segments, updated_at = now()
  where (select owned from gate) or f.owner_id = (select user_id from gate)`;
