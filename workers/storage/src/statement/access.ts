import type { Principal } from '@selfdb/server/auth/principal';
import { type RawBuilder, sql } from 'kysely';

/** The alias of a table in a statement, never text from a caller. */
type Alias = 'b' | 'home' | 'f' | 'src';

/** Whether the caller `u` may see a bucket and its files. False, never null, if the bucket does not exist. */
export function maySeeBucket(bucket: Alias): RawBuilder<unknown> {
  return sql.raw(`coalesce(selfdb.may_use(${bucket}.access, ${bucket}.owner_id, u.id, u.role), false)`);
}

/** Whether a caller without a token may see the bucket `b`. */
export const isForEveryone = sql`coalesce(selfdb.may_use(b.access, b.owner_id, null, null), false)`;

/** Whether the bucket exists and the user `u` owns it or is an ADMIN. */
function owns(bucket: Alias): RawBuilder<unknown> {
  return sql.raw(
    `coalesce(${bucket}.id is not null and selfdb.may_use('owner', ${bucket}.owner_id, u.id, u.role), false)`,
  );
}

export const ownsBucket = owns('b');

/**
 * Whether the bucket `b` exists and the caller `u` may put files into it. A user whose session has ended may not, even
 * if a caller without a token may.
 */
export function mayWriteBucket(principal: Principal): RawBuilder<unknown> {
  const isAccepted = principal.kind === 'anonymous' ? sql`b.anonymous_uploads` : sql`u.id is not null`;
  return sql`(b.id is not null and ${isAccepted} and ${maySeeBucket('b')})`;
}

/** Whether the bucket exists and the user `u` owns it or the file. */
export function ownsFile(file: Alias, bucket: Alias): RawBuilder<unknown> {
  return sql`(${owns(bucket)} or ${sql.raw(`coalesce(${bucket}.id is not null and ${file}.owner_id = u.id, false)`)})`;
}

/** For a join: the bucket `b` with an id, unless it is being deleted. */
export function bucketById(id: string): RawBuilder<unknown> {
  return sql`selfdb.buckets b on b.id = ${id}::uuid and b.deleted_at is null`;
}
