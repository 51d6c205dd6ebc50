import type { Principal } from '@selfdb/server/auth/principal';
import { type RawBuilder, sql } from 'kysely';

/** The name of a table in a statement, ours and never a caller's. */
type Alias = 'b' | 'home' | 'f' | 'src';

/** That the caller `u` may see a bucket and what is in it. False, not null, for a caller without a token and no bucket. */
export function maySeeBucket(bucket: Alias): RawBuilder<unknown> {
  return sql.raw(`coalesce(selfdb.may_use(${bucket}.access, ${bucket}.owner_id, u.id, u.role), false)`);
}

/** That a caller without a token may see the bucket `b`. */
export const isForEveryone = sql`coalesce(selfdb.may_use(b.access, b.owner_id, null, null), false)`;

/** That the user `u` owns the bucket, which is there, or is an ADMIN. */
function owns(bucket: Alias): RawBuilder<unknown> {
  return sql.raw(
    `coalesce(${bucket}.id is not null and selfdb.may_use('owner', ${bucket}.owner_id, u.id, u.role), false)`,
  );
}

export const ownsBucket = owns('b');

/**
 * That the caller `u` may put files into the bucket `b`, which is there. A user whose session has ended may not, although
 * a caller without a token might.
 */
export function mayWriteBucket(principal: Principal): RawBuilder<unknown> {
  const isTaken = principal.kind === 'anonymous' ? sql`b.anonymous_uploads` : sql`u.id is not null`;
  return sql`(b.id is not null and ${isTaken} and ${maySeeBucket('b')})`;
}

/** That the user `u` owns a file or its bucket, which is there. */
export function ownsFile(file: Alias, bucket: Alias): RawBuilder<unknown> {
  return sql`(${owns(bucket)} or ${sql.raw(`coalesce(${bucket}.id is not null and ${file}.owner_id = u.id, false)`)})`;
}

/** The bucket `b` of an id, unless it is being deleted. */
export function bucketById(id: string): RawBuilder<unknown> {
  return sql`selfdb.buckets b on b.id = ${id}::uuid and b.deleted_at is null`;
}
