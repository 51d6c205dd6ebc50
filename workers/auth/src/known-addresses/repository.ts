import { type RawBuilder, sql } from 'kysely';

/** An address is forgotten after this time without a login. */
const RETENTION = sql.raw(`interval '90 days'`);
const MAX_PER_USER = sql.raw('20');
/** A login renews the time only after this interval, so that most logins write nothing. */
const RENEWED_AFTER = sql.raw(`interval '1 day'`);

/** Whether the user has logged in from the network before. `userId` is an SQL expression. */
export function isKnownAddress(userId: RawBuilder<unknown>, network: string): RawBuilder<unknown> {
  return sql`exists (
    select from selfdb.known_addresses k
    where k.user_id = ${userId} and k.address = ${network}::text and k.last_login_at > now() - ${RETENTION})`;
}

/**
 * Two common table expressions that record the network for the user in `users`, which has at most one row, and delete the
 * least recently used networks of a user who has too many.
 */
export function rememberAddress(users: RawBuilder<unknown>, network: string): RawBuilder<unknown> {
  return sql`
    recorded as (
      insert into selfdb.known_addresses as k (user_id, address) select id, ${network}::text from ${users}
      on conflict (user_id, address) do update set last_login_at = now()
        where k.last_login_at < now() - ${RENEWED_AFTER}
      returning 1),
    surplus as (
      delete from selfdb.known_addresses where (user_id, address) in (
        select k.user_id, k.address from selfdb.known_addresses k join ${users} u on u.id = k.user_id
        where k.address <> ${network}::text order by k.last_login_at desc offset ${MAX_PER_USER} - 1))`;
}

/** Deletes a batch of addresses whose retention is over. */
export function deleteOldAddresses(): RawBuilder<unknown> {
  return sql`delete from selfdb.known_addresses where (user_id, address) in (
    select user_id, address from selfdb.known_addresses where last_login_at < now() - ${RETENTION}
    limit 1000 for update skip locked)`;
}
