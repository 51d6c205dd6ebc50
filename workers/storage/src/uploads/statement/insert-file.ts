import sql, { type Sql } from 'sql-template-tag';
import type { StoredBlob } from '../../blobs/stored-blob.ts';

/** A file whose bytes are stored. */
export interface NewFile {
  path: string;
  mimeType: string;
  size: number;
  sha256: string;
  blob: StoredBlob;
  upsert: boolean;
  metadata?: Record<string, unknown>;
}

/**
 * An insert of the file that reads the expression `gate`: `bucket_id`, `user_id`, who is to own it, whether they have
 * `owned` the bucket, and that it is `open`. A file that is there is only replaced by its owner or that of the bucket.
 */
export function insertFromGate({ path, size, mimeType, sha256, blob, upsert, metadata }: NewFile): Sql {
  const insert = sql`insert into selfdb.files as f
      (bucket_id, path, size, mime_type, checksum_sha256, blob_id, segments, owner_id, metadata)
    select bucket_id, ${path}, ${size}::bigint, ${mimeType}, ${sha256}, ${blob.blobId}::uuid,
      ${JSON.stringify(blob.segments)}::jsonb, user_id, ${JSON.stringify(metadata ?? {})}::jsonb
    from gate where open`;
  if (!upsert) return sql`${insert} on conflict (bucket_id, path) do nothing`;
  return sql`${insert} on conflict (bucket_id, path) do update set size = excluded.size, mime_type = excluded.mime_type,
    checksum_sha256 = excluded.checksum_sha256, blob_id = excluded.blob_id, segments = excluded.segments, updated_at = now()
    where (select owned from gate) or f.owner_id = (select user_id from gate)`;
}
