import type { Principal } from '@selfdb/server/auth/principal';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { OnConflict } from '@selfdb/shared/uploads/schema';
import { type RawBuilder, sql } from 'kysely';
import { bucketById, ownsBucket, ownsFile, sees, writesBucket } from './access.ts';
import { type LimitsRow, type Quota, takesSize, takesType, targetLimits } from './limits.ts';

/** Where a file shall go, and as much of it as is known. */
export interface Incoming {
  bucketId: string;
  /** Undefined: not known yet. */
  path: string | undefined;
  onConflict: OnConflict;
  size: number;
  mimeType: string | undefined;
}

/** What a statement found of a bucket to write into. */
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
  open: boolean;
}

/**
 * Whether a file may go where it shall, for an expression `gate`. One row: `my_role`, `user_id`, `bucket_id`, `bucket`, its
 * name, `bucket_owner_id`; whether it is `found`, `seen`, `writable` and `owned`; its limits; whether the file `fits`, and
 * whether the path is `taken` by one that is in the way. `open` is that nothing is in the way.
 */
export function targetGate(who: Principal, file: Incoming, quota: Quota): RawBuilder<TargetRow> {
  const { bucketId, path, onConflict, size, mimeType } = file;
  const takes = mimeType === undefined ? sql`true` : takesType(mimeType);
  return sql<TargetRow>`select *, writable and fits and not taken as open from (
    select u.role as my_role, u.id as user_id, b.id as bucket_id, b.name as bucket, b.owner_id as bucket_owner_id,
      b.id is not null as found, ${sees('b')} as seen, ${writesBucket(who)} as writable, ${ownsBucket} as owned,
      ${targetLimits(quota)}, ${takesSize(sql`${size}::bigint`, quota)} and ${takes} as fits, ${IS_TAKEN[onConflict]} as taken
    from ${caller(who)} left join ${bucketById(bucketId)}
    left join selfdb.files f on f.bucket_id = b.id and f.path = ${path ?? null}) target`;
}

const IS_TAKEN: Record<OnConflict, RawBuilder<unknown>> = {
  rename: sql`false`,
  error: sql`f.id is not null`,
  replace: sql`(f.id is not null and not ${ownsFile('f', 'b')})`,
};
