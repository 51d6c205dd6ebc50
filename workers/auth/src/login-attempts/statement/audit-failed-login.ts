import type { Principal } from '@selfdb/server/auth/principal';
import { auditFailure } from '@selfdb/server/db/audit';
import { type RawBuilder, sql } from 'kysely';

/**
 * Adds a failed login to the audit log: one entry an hour for each network and account. An address that belongs to no account
 * is not stored, because it may be a password that was typed into the wrong field.
 */
export function auditFailedLogin(
  principal: Principal,
  userId: string | undefined,
  network: string,
): RawBuilder<unknown> {
  return auditFailure(principal, 'user.login_failed', 'user', {
    key: network,
    rows: sql`select u.id as target_id, u.email as target_name
      from (select) as always left join selfdb.users u on u.id = ${userId ?? null}::uuid`,
  });
}
