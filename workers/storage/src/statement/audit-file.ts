import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import type { AuditAction } from '@selfdb/shared/system/audit/actions';
import { type RawBuilder, sql } from 'kysely';

type FileAction = Extract<AuditAction, `file.${string}`>;

/**
 * Adds an entry about the file that a statement stored, changed or deleted: the common table expression `from`, with the columns
 * of selfdb.files. `more` are further pairs for `json_build_object`.
 */
export function auditFile(
  principal: Principal,
  action: FileAction,
  from: RawBuilder<unknown>,
  more: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  return audit(principal, action, 'file', {
    rows: sql`select f.id as target_id, f.path as target_name, json_build_object('bucket_id', f.bucket_id,
        'bucket', (select b.name from selfdb.buckets b where b.id = f.bucket_id), 'size', f.size, 'mime_type', f.mime_type${more}) as details
      from ${from} f`,
  });
}

/** The same for an upload, whose `gate` has read the bucket: the file `written(id, path)`. */
export function auditUpload(
  principal: Principal,
  { size, mimeType }: { size: number; mimeType: string },
): RawBuilder<unknown> {
  return audit(principal, 'file.uploaded', 'file', {
    rows: sql`select written.id as target_id, written.path as target_name,
        json_build_object('bucket_id', bucket_id, 'bucket', bucket, 'size', ${size}::bigint, 'mime_type', ${mimeType}::text) as details
      from written, gate`,
  });
}

/** The same for many files of a bucket: one entry, if `count`, an expression, is more than 0. `bucket` has `id` and `name`. */
export function auditFolder(
  principal: Principal,
  action: Extract<AuditAction, `folder.${string}`>,
  {
    bucketId,
    path,
    count,
    more = {},
  }: { bucketId: string; path: string; count: RawBuilder<unknown>; more?: Record<string, string> },
): RawBuilder<unknown> {
  return audit(principal, action, 'bucket', {
    rows: sql`select b.id as target_id, b.name as target_name,
        ${JSON.stringify({ path, ...more })}::jsonb || jsonb_build_object('files', counted.number) as details
      from selfdb.buckets b, (select ${count} as number) counted where b.id = ${bucketId}::uuid and counted.number > 0`,
  });
}
