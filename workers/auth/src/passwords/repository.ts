import type { UserPrincipal } from '@selfdb/server/auth/principal';
import { type MyRole, me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import type { Counted, Subject } from '../login-attempts/limits.ts';
import { countedFailures, toCounted } from '../login-attempts/repository.ts';
import { lockUser } from '../users/repository.ts';

export interface ChangeFacts {
  myRole: MyRole;
  counted: Map<string, Counted>;
  passwordHash: string;
}

interface FactsRow extends RoleRow {
  counted: Record<string, Counted>;
  password_hash: string | null;
}

/** Reads the caller's hash, and what has failed before. */
export async function readChangeFacts(
  db: Database,
  principal: UserPrincipal,
  subject: Subject,
): Promise<ChangeFacts> {
  const [row] = await db.query(sql<FactsRow>`
    with ${me(principal)}
    select (select role from me) as my_role, ${countedFailures([subject])} as counted,
      (select u.password_hash from selfdb.users u join me on me.id = u.id) as password_hash`);
  return {
    myRole: row?.my_role,
    counted: toCounted(row?.counted),
    passwordHash: row?.password_hash ?? '',
  };
}

/**
 * Replaces the hash, unless it has changed since it was checked, ends the caller's other sessions and forgives the
 * counted failures.
 */
export async function replacePassword(
  db: Database,
  principal: UserPrincipal,
  hashes: { from: string[]; to: string },
  subject: Subject,
): Promise<{ myRole: MyRole; done: boolean }> {
  const [, rows] = await db.batch([
    lockUser(principal, principal.userId),
    sql<RoleRow & { done: boolean }>`
      with ${me(principal)},
      changed as (
        update selfdb.users u set password_hash = ${hashes.to}, updated_at = now() from me
        where u.id = me.id and u.password_hash = any (${hashes.from}::text[])
        returning u.id),
      ended as (
        update selfdb.sessions s set revoked_at = now() from changed
        where s.user_id = changed.id and s.id <> ${principal.sessionId}::uuid and s.revoked_at is null),
      forgiven as (
        delete from selfdb.login_failures f using changed where f.subject = ${subject.key}::text)
      select (select role from me) as my_role, exists (select from changed) as done`,
  ]);
  const [row] = rows;
  return { myRole: row?.my_role, done: row?.done === true };
}
