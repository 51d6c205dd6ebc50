import type { Principal } from '@selfdb/server/auth/principal';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { OnConflict } from '@selfdb/shared/uploads/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Segments } from '../blobs/stored-blob.ts';
import { maySeeBucket, mayWriteBucket, ownsBucket } from '../statement/access.ts';
import { auditUpload } from '../statement/audit-file.ts';
import {
  acceptsSize,
  acceptsType,
  type LimitsRow,
  type Quota,
  queryWithQuotaLock,
  targetLimits,
} from '../statement/limits.ts';
import { type TargetRow, targetGate, type WritableRow } from '../statement/target-gate.ts';
import { insertFromGate, type NewFile } from '../uploads/statement/insert-file.ts';
import type { PlannedFile } from './upload-metadata.ts';

export interface NewUpload extends PlannedFile {
  blobId: string;
  size: number;
  /** The header `Upload-Metadata` as received. */
  tusMetadata: string;
  ttlSeconds: number;
}

/** In seconds since 1970; null if nothing was written. */
interface Expiring {
  expires_at: number | null;
}

/** Inserts an upload. One row: that of `targetGate`, and `expires_at` if it was inserted. */
export async function insertUpload(
  db: Database,
  principal: Principal,
  upload: NewUpload,
  quota: Quota,
): Promise<(TargetRow & Expiring) | undefined> {
  const { blobId, path, onConflict, size, mimeType, metadata, tusMetadata, ttlSeconds } = upload;
  const statement = sql<TargetRow & Expiring>`
    with gate as materialized (${targetGate(principal, upload, quota)}),
    added as (
      insert into selfdb.uploads (blob_id, bucket_id, owner_id, path, on_conflict, size, mime_type, metadata, tus_metadata, expires_at)
      select ${blobId}::uuid, bucket_id, user_id, ${path}, ${onConflict}, ${size}::bigint, ${mimeType ?? null},
        ${JSON.stringify(metadata)}::jsonb, ${tusMetadata}, ${secondsFromNow(ttlSeconds)}
      from gate where allowed returning expires_at)
    select gate.*, (select ${epochSeconds(sql`expires_at`)} from added) as expires_at from gate`;
  return queryWithQuotaLock(db, quota, statement);
}

/** What a statement reports about an upload. */
export interface UploadGate extends WritableRow {
  mine: boolean;
}

/** The upload's columns are null unless it is `found`. */
export interface UploadRow extends UploadGate {
  path: string;
  on_conflict: OnConflict;
  size: number;
  received: number;
  segments: Segments;
  mime_type: string | null;
  metadata: Record<string, unknown>;
  tus_metadata: string;
  file_id: string | null;
  allowed_mime_types: string[] | null;
  expires_at: number;
  expired: boolean;
}

export async function findUpload(
  db: Database,
  principal: Principal,
  id: string,
): Promise<UploadRow | undefined> {
  const rows = await db.query(sql<UploadRow>`
    select u.role as my_role, up.blob_id is not null and b.id is not null as found, ${ownsUpload(principal)} as mine,
      ${maySeeBucket('b')} as seen, ${mayWriteBucket(principal)} as writable, up.path, up.on_conflict, up.size::float8 as size, up.received::float8 as received, up.segments, up.mime_type,
      up.metadata, up.tus_metadata, up.file_id, array_to_json(b.allowed_mime_types) as allowed_mime_types,
      ${epochSeconds(sql`up.expires_at`)} as expires_at, up.expires_at <= now() as expired
    from ${caller(principal)} left join ${uploadById(id)}`);
  return rows[0];
}

export interface Progress {
  /** The bytes received before. */
  received: number;
  segments: Segments;
  bytes: number;
  mimeType: string | undefined;
  ttlSeconds: number;
}

/**
 * Appends stored segments to an upload. One row: `my_role`, `found`, `mine`, `seen`, `writable`, and `expires_at` unless
 * another request has continued the upload in the meantime.
 */
export async function appendSegments(
  db: Database,
  principal: Principal,
  id: string,
  { received, segments, bytes, mimeType, ttlSeconds }: Progress,
): Promise<(UploadGate & Expiring) | undefined> {
  const rows = await db.query(sql<UploadGate & Expiring>`
    with gate as materialized (
      select u.role as my_role, up.blob_id is not null and b.id is not null as found, ${ownsUpload(principal)} as mine,
        ${maySeeBucket('b')} as seen, ${mayWriteBucket(principal)} as writable
      from ${caller(principal)} left join ${uploadById(id)}),
    advanced as (
      update selfdb.uploads up set received = received + ${bytes}::bigint,
        segments = segments || ${JSON.stringify(segments)}::jsonb, mime_type = coalesce(mime_type, ${mimeType ?? null}),
        expires_at = ${secondsFromNow(ttlSeconds)}
      from gate where found and mine and writable and up.blob_id = ${id}::uuid and up.received = ${received}::bigint
        and up.file_id is null
      returning up.expires_at)
    select gate.*, (select ${epochSeconds(sql`expires_at`)} from advanced) as expires_at from gate`);
  return rows[0];
}

interface FinishedRow extends UploadGate, LimitsRow {
  owned: boolean;
  fits: boolean;
  unchanged: boolean | null;
  allowed: boolean;
}

type Finished = { file_id: string; expires_at: number } | { file_id: null; expires_at: null };

/**
 * Turns an upload into a file. The lock lets only one request do so, and keeps the row until the statement ends. One row:
 * `my_role`, `found`, `mine`, `seen`, `writable`, the limits, `fits`, whether the upload is still `unchanged`, and
 * `file_id` if the file was inserted.
 */
export async function finishUpload(
  db: Database,
  principal: Principal,
  file: NewFile,
  { received, quota, ttlSeconds }: { received: number; quota: Quota; ttlSeconds: number },
): Promise<(FinishedRow & Finished) | undefined> {
  const id = file.blob.blobId;
  const rows = await db.query(sql<FinishedRow & Finished>`
    with locked as materialized (select * from selfdb.uploads where blob_id = ${id}::uuid for update),
    checks as materialized (
      select u.role as my_role, up.owner_id as user_id, b.id as bucket_id, b.name as bucket, b.owner_id as bucket_owner_id, up.blob_id is not null and b.id is not null as found,
        ${ownsUpload(principal)} as mine, ${maySeeBucket('b')} as seen, ${mayWriteBucket(principal)} as writable, ${ownsBucket} as owned, ${targetLimits(quota)},
        ${acceptsSize(sql`${file.size}::bigint`, quota)} and ${acceptsType(file.mimeType)} as fits,
        up.received = ${received}::bigint and up.file_id is null as unchanged
      from ${caller(principal)} left join (locked up join selfdb.buckets b on b.id = up.bucket_id and b.deleted_at is null)
        on true),
    gate as materialized (select *, found and mine and writable and fits and unchanged as allowed from checks),
    ${insertFromGate(file)},
    finished as (
      update selfdb.uploads set received = size, segments = '[]', file_id = written.id, expires_at = ${secondsFromNow(ttlSeconds)}
      from written where blob_id = ${id}::uuid returning expires_at),
    ${auditUpload(principal, file)}
    select gate.*, (select id from written) as file_id, (select ${epochSeconds(sql`expires_at`)} from finished) as expires_at
    from gate`);
  return rows[0];
}

type DeletedRow = RoleRow & { deleted: boolean; foreign: boolean };

/** Deletes the caller's upload. One row: `my_role`, whether it was `deleted`, and whether it is another user's (`foreign`). */
export async function deleteUpload(
  db: Database,
  principal: Principal,
  id: string,
): Promise<DeletedRow | undefined> {
  const rows = await db.query(sql<DeletedRow>`
    with me as materialized (select u.id, u.role from ${caller(principal)}),
    deleted as (delete from selfdb.uploads up using me u where up.blob_id = ${id}::uuid and ${ownsUpload(principal)} returning 1)
    select (select role from me) as my_role, exists (select from deleted) as deleted, exists (
      select from me u, selfdb.uploads up where up.blob_id = ${id}::uuid and not ${ownsUpload(principal)}) as foreign`);
  return rows[0];
}

/**
 * Whether the caller `u` began the upload `up` or is an ADMIN. An upload that began without a token belongs to every
 * caller who knows its URL.
 */
function ownsUpload(principal: Principal): RawBuilder<unknown> {
  const isAlive = principal.kind === 'anonymous' ? sql`true` : sql`u.id is not null`;
  return sql`coalesce(up.owner_id = u.id or u.role = 'ADMIN' or (up.owner_id is null and ${isAlive}), false)`;
}

/** For a join: the upload `up` with an id, in its bucket `b`. */
function uploadById(id: string): RawBuilder<unknown> {
  return sql`(selfdb.uploads up join selfdb.buckets b on b.id = up.bucket_id and b.deleted_at is null)
    on up.blob_id = ${id}::uuid`;
}

function secondsFromNow(ttlSeconds: number): RawBuilder<unknown> {
  return sql`now() + make_interval(secs => ${ttlSeconds}::float8)`;
}

/** Seconds since 1970. */
function epochSeconds(time: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`extract(epoch from ${time})::float8`;
}
