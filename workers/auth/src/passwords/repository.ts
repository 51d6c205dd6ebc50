import type { UserPrincipal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { type MyRole, me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import type { FailureCount, Subject } from '../login-attempts/limits.ts';
import { countedFailures, toFailureCounts } from '../login-attempts/repository.ts';
import { lockUser } from '../users/repository.ts';

export interface PasswordChangeState {
  myRole: MyRole;
  counted: Map<string, FailureCount>;
  passwordHash: string;
}

interface StateRow extends RoleRow {
  counted: Record<string, FailureCount>;
  password_hash: string | null;
}

/** Reads the caller's hash and recorded failures. */
export async function findPasswordChangeState(
  db: Database,
  principal: UserPrincipal,
  subject: Subject,
): Promise<PasswordChangeState> {
  const [row] = await db.query(sql<StateRow>`
    with ${me(principal)}
    select (select role from me) as my_role, ${countedFailures([subject])} as counted,
      (select u.password_hash from selfdb.users u join me on me.id = u.id) as password_hash`);
  return {
    myRole: row?.my_role,
    counted: toFailureCounts(row?.counted),
    passwordHash: row?.password_hash ?? '',
  };
}

/**
 * Replaces the hash, ends the caller's other sessions and deletes the recorded failures. Does nothing if the hash has
 * changed since it was checked.
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
        returning u.id, u.email),
      ended as (
        update selfdb.sessions s set revoked_at = now() from changed
        where s.user_id = changed.id and s.id <> ${principal.sessionId}::uuid and s.revoked_at is null),
      deleted_failures as (
        delete from selfdb.login_failures f using changed where f.subject = ${subject.key}::text),
      ${audit(principal, 'user.password_changed', 'user', {
        rows: sql`select id as target_id, email as target_name, '{}' as details from changed`,
      })}
      select (select role from me) as my_role, exists (select from changed) as done`,
  ]);
  const [row] = rows;
  return { myRole: row?.my_role, done: row?.done === true };
}
