import type { Principal } from '@selfdb/server/auth/principal';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { OnConflict } from '@selfdb/shared/uploads/schema';
import { type RawBuilder, sql } from 'kysely';
import { bucketById, maySeeBucket, mayWriteBucket, ownsBucket, ownsFile } from './access.ts';
import { acceptsSize, acceptsType, type LimitsRow, type Quota, targetLimits } from './limits.ts';

/** Where a file is to be stored, and what is known about it. */
export interface UploadTarget {
  bucketId: string;
  /** Undefined if not known yet. */
  path: string | undefined;
  onConflict: OnConflict;
  size: number;
  mimeType: string | undefined;
}

/** What a statement reports about a bucket to write into. */
export interface WritableRow extends RoleRow {
  found: boolean;
  seen: boolean;
  writable: boolean;
}

export interface TargetRow extends WritableRow, LimitsRow {
  user_id: string | null;
  bucket_id: string | null;
  bucket: string;
  bucket_owner_id: string | null;
  owned: boolean;
  fits: boolean;
  taken: boolean;
  allowed: boolean;
}

/**
 * Checks whether a file may be stored at its target; a statement uses it as `gate`. One row: `my_role`, `user_id`; the
 * bucket's `bucket_id`, name (`bucket`) and `bucket_owner_id`; whether it is `found`, `seen`, `writable` and `owned`; its
 * limits; whether the file `fits`; whether a file that may not be replaced has `taken` the path; and whether the upload is
 * `allowed`.
 */
export function targetGate(principal: Principal, file: UploadTarget, quota: Quota): RawBuilder<TargetRow> {
  const { bucketId, path, onConflict, size, mimeType } = file;
  const accepts = mimeType === undefined ? sql`true` : acceptsType(mimeType);
  return sql<TargetRow>`select *, writable and fits and not taken as allowed from (
    select u.role as my_role, u.id as user_id, b.id as bucket_id, b.name as bucket, b.owner_id as bucket_owner_id,
      b.id is not null as found, ${maySeeBucket('b')} as seen, ${mayWriteBucket(principal)} as writable, ${ownsBucket} as owned,
      ${targetLimits(quota)}, ${acceptsSize(sql`${size}::bigint`, quota)} and ${accepts} as fits, ${IS_TAKEN[onConflict]} as taken
    from ${caller(principal)} left join ${bucketById(bucketId)}
    left join selfdb.files f on f.bucket_id = b.id and f.path = ${path ?? null}) target`;
}

const IS_TAKEN: Record<OnConflict, RawBuilder<unknown>> = {
  rename: sql`false`,
  error: sql`f.id is not null`,
  replace: sql`(f.id is not null and not ${ownsFile('f', 'b')})`,
};
