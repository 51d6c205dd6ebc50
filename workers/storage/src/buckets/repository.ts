import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { containsPattern } from '@selfdb/server/db/text/like';
import { wireTime } from '@selfdb/server/db/wire-time';
import type { Bucket, ListBuckets } from '@selfdb/shared/buckets/schema';
import type { Access } from '@selfdb/shared/contract/access';
import { type RawBuilder, sql } from 'kysely';
import { bucketById, maySeeBucket, ownsBucket } from '../statement/access.ts';

/** The bucket object for a row `b` of buckets. Sums of bytes are exact up to 8 PiB, the limit of a double. */
const bucketObject = sql`json_build_object(
  'id', b.id, 'name', b.name, 'public', b.access = 'public', 'access', b.access, 'owner_id', b.owner_id, 'description', b.description,
  'max_file_size', b.max_file_size, 'file_size_limit', b.max_file_size, 'allowed_mime_types', b.allowed_mime_types,
  'anonymous_uploads', b.anonymous_uploads, 'file_count', b.file_count, 'total_size', b.total_size, 'created_at', ${wireTime('b.created_at')}, 'updated_at', ${wireTime('b.updated_at')})`;

/** The fields to change. Null clears a field. */
export interface BucketChange {
  name?: string | undefined;
  access?: Access | undefined;
  description?: string | null | undefined;
  max_file_size?: number | null | undefined;
  allowed_mime_types?: string[] | null | undefined;
  anonymous_uploads?: boolean | undefined;
}
export type NewBucket = BucketChange & { name: string; access: Access };

/** What a statement reports about a bucket and whether the caller owns it. */
export interface BucketGate extends RoleRow {
  found: boolean;
  owned: boolean;
}

type BucketRow = RoleRow & { bucket: Bucket | null };

const SORT = { created_at: 'b.created_at', updated_at: 'b.updated_at', name: 'b.name' } as const;

function matches(search: string | undefined): RawBuilder<unknown> {
  if (!search) return sql`true`;
  const pattern = containsPattern(search);
  return sql`(b.name ilike ${pattern} or b.description ilike ${pattern})`;
}

const visible = sql`b.deleted_at is null and ${maySeeBucket('b')}`;

/** One row: `my_role`, and a page of `buckets` as an array. */
export async function listBuckets(
  db: Database,
  principal: Principal,
  list: ListBuckets,
): Promise<(RoleRow & { buckets: Bucket[] }) | undefined> {
  const order = sql.raw(`${SORT[list.sort_by]} ${list.sort_order}, b.id ${list.sort_order}`);
  const rows = await db.query(sql<RoleRow & { buckets: Bucket[] }>`
    with me as materialized (select u.id, u.role from ${caller(principal)}),
    page as (
      select ${bucketObject} as bucket from (
        select b.* from me u cross join selfdb.buckets b where ${visible} and ${matches(list.search)}
        order by ${order} limit ${list.limit}::bigint offset ${list.skip}::bigint) b)
    select (select role from me) as my_role, (select coalesce(json_agg(bucket), '[]') from page) as buckets`);
  return rows[0];
}

export async function countBuckets(
  db: Database,
  principal: Principal,
  search: string | undefined,
): Promise<(RoleRow & { count: number }) | undefined> {
  const rows = await db.query(sql<RoleRow & { count: number }>`
    with me as materialized (select u.id, u.role from ${caller(principal)})
    select (select role from me) as my_role,
      (select count(*) from me u cross join selfdb.buckets b where ${visible} and ${matches(search)})::float8 as count`);
  return rows[0];
}

type ReadableRow = BucketRow & { readable: boolean };

/** One row: `my_role`, whether the bucket is `readable`, and the `bucket`, null if it does not exist. */
export async function findBucket(
  db: Database,
  principal: Principal,
  id: string,
): Promise<ReadableRow | undefined> {
  const rows = await db.query(sql<ReadableRow>`
    select u.role as my_role, ${maySeeBucket('b')} as readable, case when b.id is not null then ${bucketObject} end as bucket
    from ${caller(principal)} left join ${bucketById(id)}`);
  return rows[0];
}

/** One row: `my_role`, and the `bucket`, null if the name is taken. */
export async function insertBucket(
  db: Database,
  principal: Principal,
  bucket: NewBucket,
): Promise<BucketRow | undefined> {
  const rows = await db.query(sql<BucketRow>`
    with me as materialized (select u.id, u.role from ${caller(principal)}),
    b as (
      insert into selfdb.buckets (name, access, owner_id, description, max_file_size, allowed_mime_types, anonymous_uploads)
      select ${bucket.name}, ${bucket.access}, id, ${bucket.description ?? null}::text,
        ${bucket.max_file_size ?? null}::bigint, ${bucket.allowed_mime_types ?? null}::text[],
        ${bucket.anonymous_uploads ?? true}::bool
      from me where id is not null
      on conflict (name) where deleted_at is null do nothing
      returning *),
    ${auditBucket(principal, 'bucket.created', sql`json_build_object('access', access)`)}
    select (select role from me) as my_role, (select ${bucketObject} from b) as bucket`);
  return rows[0];
}

/** One row: `my_role`, whether the bucket is `found` and `owned`, and the `bucket` if it was changed. */
export async function updateBucket(
  db: Database,
  principal: Principal,
  id: string,
  change: BucketChange,
): Promise<(BucketGate & BucketRow) | undefined> {
  const rows = await db.query(sql<BucketGate & BucketRow>`
    with ${gate(principal, id)},
    b as (
      update selfdb.buckets b set ${sql.join(assignments(change))}
      from gate where gate.owned and b.id = ${id}::uuid and b.deleted_at is null returning b.*),
    ${auditBucket(principal, 'bucket.updated', sql`${JSON.stringify(describeChange(change))}`)}
    select gate.*, (select ${bucketObject} from b) as bucket from gate`);
  return rows[0];
}

/** Marks a bucket as deleted. One row: `my_role`, `found`, `owned`, and whether it was `deleted`. */
export async function deleteBucket(
  db: Database,
  principal: Principal,
  id: string,
): Promise<(BucketGate & { deleted: boolean }) | undefined> {
  const rows = await db.query(sql<BucketGate & { deleted: boolean }>`
    with ${gate(principal, id)},
    b as (
      update selfdb.buckets b set deleted_at = now()
      from gate where gate.owned and b.id = ${id}::uuid and b.deleted_at is null returning b.*),
    ${auditBucket(principal, 'bucket.deleted', sql`json_build_object('files', file_count, 'bytes', total_size)`)}
    select gate.*, exists (select from b) as deleted from gate`);
  return rows[0];
}

/** For a statement with the changed bucket `b`. */
function auditBucket(
  principal: Principal,
  action: 'bucket.created' | 'bucket.updated' | 'bucket.deleted',
  details: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return audit(principal, action, 'bucket', {
    rows: sql`select id as target_id, name as target_name, ${details} as details from b`,
  });
}

function describeChange(change: BucketChange): Record<string, unknown> {
  const fields = Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return { fields, ...(change.access === undefined ? {} : { access: change.access }) };
}

function gate(principal: Principal, id: string): RawBuilder<unknown> {
  return sql`gate as materialized (
    select u.role as my_role, b.id is not null as found, ${ownsBucket} as owned
    from ${caller(principal)} left join ${bucketById(id)})`;
}

function assignments(change: BucketChange): RawBuilder<unknown>[] {
  const sets = [sql`updated_at = now()`];
  if (change.name !== undefined) sets.push(sql`name = ${change.name}`);
  if (change.access !== undefined) sets.push(sql`access = ${change.access}`);
  if (change.description !== undefined) sets.push(sql`description = ${change.description}::text`);
  if (change.max_file_size !== undefined) sets.push(sql`max_file_size = ${change.max_file_size}::bigint`);
  if (change.allowed_mime_types !== undefined) {
    sets.push(sql`allowed_mime_types = ${change.allowed_mime_types}::text[]`);
  }
  if (change.anonymous_uploads !== undefined) {
    sets.push(sql`anonymous_uploads = ${change.anonymous_uploads}::bool`);
  }
  return sets;
}
