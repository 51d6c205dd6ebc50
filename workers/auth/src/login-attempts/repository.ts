import sql, { empty, raw, type Sql } from 'sql-template-tag';

/** An account is forgiven one failure a minute, an address one a second. */
const ACCOUNT_FORGIVES_SECONDS = raw('60');
/** The wait doubles from one second; six doublings, and the cap, end it at a minute: nobody is locked out. */
const LONGEST_WAIT_SECONDS = raw('60');
const MAX_DOUBLINGS = raw('6');

const SINCE = raw('greatest(0, extract(epoch from now() - f.failed_at))');
const ACCOUNT_LEFT = sql`greatest(0, f.failures - ${SINCE} / ${ACCOUNT_FORGIVES_SECONDS})`;
const ADDRESS_LEFT = sql`greatest(0, f.failures - ${SINCE})`;

/** The subject of an account; `email` is an SQL expression. */
export function accountSubject(email: Sql): Sql {
  return sql`'account:' || lower(${email})`;
}

/** The subject of a client's address. */
export function addressSubject(address: string): Sql {
  return sql`'address:' || ${address}::text`;
}

/** Seconds that the account must wait; half a failure less than the limit counts as the limit, as some drained away. */
function accountWait(limit: number): Sql {
  return sql`case when f.failures < ${limit}::float8 - 0.5 then 0 else
    least(power(2, least(greatest(f.failures - ${limit}::float8, 0), ${MAX_DOUBLINGS})), ${LONGEST_WAIT_SECONDS}) end`;
}

/**
 * The common table expression `account_attempt`, with one row when the account may try: the attempt is counted as a
 * failure before the password is looked at, and the row's lock lets parallel guesses in one by one.
 * `from` is what must have a row for the attempt to be made, a `from` clause.
 */
export function countAccountAttempt(email: Sql, limit: number, from: Sql = empty): Sql {
  return sql`account_attempt as (
    insert into selfdb.login_failures as f (subject, failures)
    select ${accountSubject(email)}, 1 ${from}
    on conflict (subject) do update
      set failures = ${ACCOUNT_LEFT} + 1, failed_at = greatest(f.failed_at, now())
      -- A login that began later may have locked the row before this one: without a wait, times say nothing.
      where ${accountWait(limit)} = 0 or now() >= f.failed_at + make_interval(secs => ${accountWait(limit)})
    returning 1)`;
}

/** The common table expression `address_attempt`, with one row when the address may try. */
export function countAddressAttempt(address: string, limit: number): Sql {
  return sql`address_attempt as (
    insert into selfdb.login_failures as f (subject, failures) values (${addressSubject(address)}, 1)
    on conflict (subject) do update
      set failures = ${ADDRESS_LEFT} + 1, failed_at = greatest(f.failed_at, now())
      where ${ADDRESS_LEFT} + 1 <= ${limit}::float8
    returning 1)`;
}

/** Whole seconds after which a refused account may try again; 1 when the row is too new to be seen. */
export function accountRetryAfter(email: Sql, limit: number): Sql {
  return sql`coalesce((
    select greatest(1, ceil(${accountWait(limit)} - ${SINCE})) from selfdb.login_failures f
    where f.subject = ${accountSubject(email)}), 1)::int`;
}

/** Whole seconds after which a refused address may try again. */
export function addressRetryAfter(address: string, limit: number): Sql {
  return sql`coalesce((
    select greatest(1, ceil(${ADDRESS_LEFT} + 1 - ${limit}::float8)) from selfdb.login_failures f
    where f.subject = ${addressSubject(address)}), 1)::int`;
}

/** Removes the rows that say nothing any more. Skips locked ones: logins must never wait for it. */
export function sweepAttempts(): Sql {
  return sql`delete from selfdb.login_failures where subject in (
    select f.subject from selfdb.login_failures f
    where case when f.subject like 'address:%' then ${ADDRESS_LEFT} else ${ACCOUNT_LEFT} end = 0
    limit 1000 for update skip locked)`;
}
