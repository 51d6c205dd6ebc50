import type { Principal } from '@selfdb/server/auth/principal';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { OnConflict } from '@selfdb/shared/uploads/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Segments } from '../blobs/stored-blob.ts';
import { ownsBucket, sees, writesBucket } from '../statement/access.ts';
import {
  type LimitsRow,
  type Quota,
  queryInTurn,
  takesSize,
  takesType,
  targetLimits,
} from '../statement/limits.ts';
import { type TargetRow, targetGate, type WritableRow } from '../statement/target-gate.ts';
import { insertFromGate, type NewFile } from '../uploads/statement/insert-file.ts';
import type { Plan } from './upload-metadata.ts';

export interface NewUpload extends Plan {
  blobId: string;
  size: number;
  /** The header `Upload-Metadata` as it came. */
  tusMetadata: string;
  ttlSeconds: number;
}

/** In seconds since 1970; null when nothing was entered. */
interface Expiring {
  expires_at: number | null;
}

/** Enters an upload. One row: that of `targetGate`, and `expires_at` when it was entered. */
export async function insertUpload(
  db: Database,
  who: Principal,
  upload: NewUpload,
  quota: Quota,
): Promise<(TargetRow & Expiring) | undefined> {
  const { blobId, path, onConflict, size, mimeType, metadata, tusMetadata, ttlSeconds } = upload;
  const statement = sql<TargetRow & Expiring>`
    with gate as materialized (${targetGate(who, upload, quota)}),
    added as (
      insert into selfdb.uploads (blob_id, bucket_id, owner_id, path, on_conflict, size, mime_type, metadata, tus_metadata, expires_at)
      select ${blobId}::uuid, bucket_id, user_id, ${path}, ${onConflict}, ${size}::bigint, ${mimeType ?? null},
        ${JSON.stringify(metadata)}::jsonb, ${tusMetadata}, ${after(ttlSeconds)}
      from gate where open returning expires_at)
    select gate.*, (select ${seconds(sql`expires_at`)} from added) as expires_at from gate`;
  return queryInTurn(db, quota, statement);
}

/** What a statement finds out about an upload. */
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

export async function selectUpload(db: Database, who: Principal, id: string): Promise<UploadRow | undefined> {
  const rows = await db.query(sql<UploadRow>`
    select u.role as my_role, up.blob_id is not null and b.id is not null as found, ${ownsUpload(who)} as mine,
      ${sees('b')} as seen, ${writesBucket(who)} as writable, up.path, up.on_conflict, up.size::float8 as size, up.received::float8 as received, up.segments, up.mime_type,
      up.metadata, up.tus_metadata, up.file_id, array_to_json(b.allowed_mime_types) as allowed_mime_types,
      ${seconds(sql`up.expires_at`)} as expires_at, up.expires_at <= now() as expired
    from ${caller(who)} left join ${uploadById(id)}`);
  return rows[0];
}

export interface Progress {
  /** How many bytes there were before. */
  received: number;
  segments: Segments;
  bytes: number;
  mimeType: string | undefined;
  ttlSeconds: number;
}

/**
 * Enters segments that are stored behind those that were there. One row: `my_role`, `found`, `mine`, `seen`, `writable`, and
 * `expires_at` unless the upload has gone on meanwhile.
 */
export async function appendSegments(
  db: Database,
  who: Principal,
  id: string,
  { received, segments, bytes, mimeType, ttlSeconds }: Progress,
): Promise<(UploadGate & Expiring) | undefined> {
  const rows = await db.query(sql<UploadGate & Expiring>`
    with gate as materialized (
      select u.role as my_role, up.blob_id is not null and b.id is not null as found, ${ownsUpload(who)} as mine,
        ${sees('b')} as seen, ${writesBucket(who)} as writable
      from ${caller(who)} left join ${uploadById(id)}),
    moved as (
      update selfdb.uploads up set received = received + ${bytes}::bigint,
        segments = segments || ${JSON.stringify(segments)}::jsonb, mime_type = coalesce(mime_type, ${mimeType ?? null}),
        expires_at = ${after(ttlSeconds)}
      from gate where found and mine and writable and up.blob_id = ${id}::uuid and up.received = ${received}::bigint
        and up.file_id is null
      returning up.expires_at)
    select gate.*, (select ${seconds(sql`expires_at`)} from moved) as expires_at from gate`);
  return rows[0];
}

interface FinishedRow extends UploadGate, LimitsRow {
  owned: boolean;
  fits: boolean;
  in_place: boolean | null;
  open: boolean;
}

type Finished = { file_id: string; expires_at: number } | { file_id: null; expires_at: null };

/**
 * Makes an upload a file. The lock lets one request do so, and keeps the upload until it is over. One row: `my_role`,
 * `found`, `mine`, `seen`, `writable`, the limits, `fits`, whether the upload is still `in_place`, and `file_id` when there is a file.
 */
export async function finishUpload(
  db: Database,
  who: Principal,
  file: NewFile,
  { received, quota, ttlSeconds }: { received: number; quota: Quota; ttlSeconds: number },
): Promise<(FinishedRow & Finished) | undefined> {
  const id = file.blob.blobId;
  const rows = await db.query(sql<FinishedRow & Finished>`
    with locked as materialized (select * from selfdb.uploads where blob_id = ${id}::uuid for update),
    asked as materialized (
      select u.role as my_role, up.owner_id as user_id, b.id as bucket_id, b.owner_id as bucket_owner_id, up.blob_id is not null and b.id is not null as found,
        ${ownsUpload(who)} as mine, ${sees('b')} as seen, ${writesBucket(who)} as writable, ${ownsBucket} as owned, ${targetLimits(quota)},
        ${takesSize(sql`${file.size}::bigint`, quota)} and ${takesType(file.mimeType)} as fits,
        up.received = ${received}::bigint and up.file_id is null as in_place
      from ${caller(who)} left join (locked up join selfdb.buckets b on b.id = up.bucket_id and b.deleted_at is null)
        on true),
    gate as materialized (select *, found and mine and writable and fits and in_place as open from asked),
    ${insertFromGate(file)},
    finished as (
      update selfdb.uploads set received = size, segments = '[]', file_id = written.id, expires_at = ${after(ttlSeconds)}
      from written where blob_id = ${id}::uuid returning expires_at)
    select gate.*, (select id from written) as file_id, (select ${seconds(sql`expires_at`)} from finished) as expires_at
    from gate`);
  return rows[0];
}

type DeletedRow = RoleRow & { deleted: boolean; foreign: boolean };

/** Gives an upload of the caller's up. One row: `my_role`, whether it was `deleted`, and whether it is another's (`foreign`). */
export async function deleteUpload(
  db: Database,
  who: Principal,
  id: string,
): Promise<DeletedRow | undefined> {
  const rows = await db.query(sql<DeletedRow>`
    with me as materialized (select u.id, u.role from ${caller(who)}),
    gone as (delete from selfdb.uploads up using me u where up.blob_id = ${id}::uuid and ${ownsUpload(who)} returning 1)
    select (select role from me) as my_role, exists (select from gone) as deleted, exists (
      select from me u, selfdb.uploads up where up.blob_id = ${id}::uuid and not ${ownsUpload(who)}) as foreign`);
  return rows[0];
}

/** Who began an upload, and an ADMIN. One that was begun without a token is anyone's who knows its address. */
function ownsUpload(who: Principal): RawBuilder<unknown> {
  const isAlive = who.kind === 'anonymous' ? sql`true` : sql`u.id is not null`;
  return sql`coalesce(up.owner_id = u.id or u.role = 'ADMIN' or (up.owner_id is null and ${isAlive}), false)`;
}

/** The upload `up` of an id, in its bucket `b`. */
function uploadById(id: string): RawBuilder<unknown> {
  return sql`(selfdb.uploads up join selfdb.buckets b on b.id = up.bucket_id and b.deleted_at is null)
    on up.blob_id = ${id}::uuid`;
}

function after(ttlSeconds: number): RawBuilder<unknown> {
  return sql`now() + make_interval(secs => ${ttlSeconds}::float8)`;
}

/** Since 1970. */
function seconds(time: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`extract(epoch from ${time})::float8`;
}
