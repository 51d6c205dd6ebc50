import { type RawBuilder, sql } from 'kysely';

/** An address where nobody has logged in for so long is forgotten. */
const KEPT = sql.raw(`interval '90 days'`);
const MAX_PER_USER = sql.raw('20');
/** Not at every login, which would write a row for nothing. */
const RENEWED_AFTER = sql.raw(`interval '1 day'`);

/** Whether the user has logged in from the network before; `userId` is an SQL expression. */
export function isKnown(userId: RawBuilder<unknown>, network: string): RawBuilder<unknown> {
  return sql`exists (
    select from selfdb.known_addresses k
    where k.user_id = ${userId} and k.address = ${network}::text and k.last_login_at > now() - ${KEPT})`;
}

/**
 * Two common table expressions that remember the network for the user whose id stands in the one row, if any, of
 * `users`, and forget those that were used longest ago when they are too many.
 */
export function remember(users: RawBuilder<unknown>, network: string): RawBuilder<unknown> {
  return sql`
    remembered as (
      insert into selfdb.known_addresses as k (user_id, address) select id, ${network}::text from ${users}
      on conflict (user_id, address) do update set last_login_at = now()
        where k.last_login_at < now() - ${RENEWED_AFTER}
      returning 1),
    surplus as (
      delete from selfdb.known_addresses where (user_id, address) in (
        select k.user_id, k.address from selfdb.known_addresses k join ${users} u on u.id = k.user_id
        where k.address <> ${network}::text order by k.last_login_at desc offset ${MAX_PER_USER} - 1))`;
}

/** Removes what is kept no longer. */
export function sweepKnownAddresses(): RawBuilder<unknown> {
  return sql`delete from selfdb.known_addresses where (user_id, address) in (
    select user_id, address from selfdb.known_addresses where last_login_at < now() - ${KEPT}
    limit 1000 for update skip locked)`;
}
