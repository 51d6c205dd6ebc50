import type { UserPrincipal } from '@selfdb/shared/auth/principal';
import { me } from '@selfdb/shared/db/authority';
import type { Database } from '@selfdb/shared/db/database';
import sql from 'sql-template-tag';
import { accountRetryAfter, accountSubject, countAccountAttempt } from '../login-attempts/repository.ts';
import { lockUser } from '../users/repository.ts';

export interface BegunChange {
  myRole: unknown;
  /** Seconds to wait, when the account has failed too often. */
  retryAfterSeconds: number | undefined;
  passwordHash: string;
}

/** Counts an attempt against the caller's account, and reads the hash to check it with. */
export async function beginChange(
  db: Database,
  principal: UserPrincipal,
  perAccount: number,
): Promise<BegunChange> {
  const [row] = await db.query(sql`
    with ${me(principal)},
    account as (select u.email, u.password_hash from selfdb.users u join me on me.id = u.id),
    ${countAccountAttempt(sql`account.email`, perAccount, sql`from account`)}
    select (select role from me) as my_role, (select password_hash from account) as password_hash,
      case when not exists (select from account_attempt)
        then ${accountRetryAfter(sql`(select email from account)`, perAccount)} end as retry_after`);
  return {
    myRole: row?.my_role,
    retryAfterSeconds: typeof row?.retry_after === 'number' ? row.retry_after : undefined,
    passwordHash: String(row?.password_hash),
  };
}

/**
 * Replaces the hash, unless it has changed since it was checked, ends the caller's other sessions and forgives the
 * counted attempts.
 */
export async function replacePassword(
  db: Database,
  principal: UserPrincipal,
  hashes: { from: string; to: string },
): Promise<{ myRole: unknown; done: boolean }> {
  const results = await db.batch([
    lockUser(principal, principal.userId),
    sql`
      with ${me(principal)},
      changed as (
        update selfdb.users u set password_hash = ${hashes.to}, updated_at = now() from me
        where u.id = me.id and u.password_hash = ${hashes.from}
        returning u.id, u.email),
      ended as (
        update selfdb.sessions s set revoked_at = now() from changed
        where s.user_id = changed.id and s.id <> ${principal.sessionId}::uuid and s.revoked_at is null),
      forgiven as (
        delete from selfdb.login_failures f using changed where f.subject = ${accountSubject(sql`changed.email`)})
      select (select role from me) as my_role, exists (select from changed) as done`,
  ]);
  const row = results.at(-1)?.[0];
  return { myRole: row?.my_role, done: row?.done === true };
}
