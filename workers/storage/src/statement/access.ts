import type { Principal } from '@selfdb/shared/auth/principal';
import { type RawBuilder, sql } from 'kysely';

/** The name of a table in a statement, ours and never a caller's. */
type Alias = 'b' | 'home' | 'f' | 'src';

/** That the caller `u` may see a bucket and what is in it. False, not null, for a caller without a token and no bucket. */
export function sees(bucket: Alias): RawBuilder<unknown> {
  return sql.raw(`coalesce(selfdb.may_use(${bucket}.access, ${bucket}.owner_id, u.id, u.role), false)`);
}

/** That the bucket `b` is the user `u`'s, or `u` an ADMIN. */
export const ownsBucket = sql`coalesce(b.owner_id = u.id or (b.id is not null and u.role = 'ADMIN'), false)`;

/**
 * That the caller `u` may put files into the bucket `b`, which is there. A user whose session has ended may not, although
 * a caller without a token might.
 */
export function writesBucket(who: Principal): RawBuilder<unknown> {
  const isTaken = who.kind === 'anonymous' ? sql`b.anonymous_uploads` : sql`u.id is not null`;
  return sql`(b.id is not null and ${isTaken} and ${sees('b')})`;
}

/** That the user `u` owns a file or its bucket, which is there. */
export function ownsFile(file: Alias, bucket: Alias): RawBuilder<unknown> {
  return sql.raw(
    `coalesce(${bucket}.id is not null and (${file}.owner_id = u.id or ${bucket}.owner_id = u.id or u.role = 'ADMIN'), false)`,
  );
}

/** The bucket `b` of an id, unless it is being deleted. */
export function bucketById(id: string): RawBuilder<unknown> {
  return sql`selfdb.buckets b on b.id = ${id}::uuid and b.deleted_at is null`;
}
