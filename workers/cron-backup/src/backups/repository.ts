import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { AuditAction } from '@selfdb/shared/system/audit/actions';
import { sql } from 'kysely';

/** The caller's role. */
export async function selectRole(db: Database, principal: Principal): Promise<RoleRow | undefined> {
  const rows = await db.query(sql<RoleRow>`with ${me(principal)} select (select role from me) as my_role`);
  return rows[0];
}

/** The same, with an entry in the audit log if the caller is an administrator. */
export async function recordUse(
  db: Database,
  principal: Principal,
  { action, filename, details = {} }: { action: AuditAction; filename: string | null; details?: object },
): Promise<RoleRow | undefined> {
  const rows = await db.query(sql<RoleRow>`
    with ${me(principal)},
    ${audit(principal, action, 'backup', {
      rows: sql`select null::uuid as target_id, ${filename}::text as target_name, ${JSON.stringify(details)}::json as details
        from me where role = 'ADMIN'`,
    })}
    select (select role from me) as my_role`);
  return rows[0];
}
