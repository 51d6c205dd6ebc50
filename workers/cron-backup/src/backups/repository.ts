import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { AuditAction } from '@selfdb/shared/system/audit/actions';
import { sql } from 'kysely';

interface CallerRow extends RoleRow {
  id: string;
  email: string;
}

/** The caller, if the session is valid. */
export async function selectCaller(db: Database, principal: Principal): Promise<CallerRow | undefined> {
  const rows = await db.query(sql<CallerRow>`
    with ${me(principal)} select me.role as my_role, me.id, u.email from me join selfdb.users u on u.id = me.id`);
  return rows[0];
}

/** The caller's role, with an entry in the audit log if the caller is an administrator. */
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
