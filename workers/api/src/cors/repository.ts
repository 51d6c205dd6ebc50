import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { wireTime } from '@selfdb/server/db/wire-time';
import { sql } from 'kysely';

/** The stored origins: null if those of the environment are in force. */
export interface CorsRow {
  origins: string[] | null;
  changed_at: string | null;
}

/** The stored origins, for requests of all callers. */
export async function selectOrigins(db: Database): Promise<string[] | null> {
  const [row] = await db.query(sql<Pick<CorsRow, 'origins'>>`
    select to_json(cors_origins) as origins from selfdb.instance`);
  return row?.origins ?? null;
}

/** The stored origins for an administrator. */
export async function selectCors(
  db: Database,
  principal: Principal,
): Promise<(CorsRow & RoleRow) | undefined> {
  const rows = await db.query(sql<CorsRow & RoleRow>`
    with ${me(principal)}
    select (select role from me) as my_role, to_json(cors_origins) as origins, ${wireTime('cors_changed_at')} as changed_at
    from selfdb.instance`);
  return rows[0];
}

/** Stores the origins if the caller is an administrator, with an entry in the audit log. */
export async function updateOrigins(
  db: Database,
  principal: Principal,
  origins: string[] | null,
): Promise<(CorsRow & RoleRow) | undefined> {
  const rows = await db.query(sql<CorsRow & RoleRow>`
    with ${me(principal)}, changed as (
      update selfdb.instance set cors_origins = ${origins}::text[], cors_changed_at = now()
      where exists (select from me where role = 'ADMIN')
      returning cors_origins, cors_changed_at),
    ${audit(principal, 'settings.changed', 'settings', {
      rows: sql`select null::uuid as target_id, 'allowed origins' as target_name,
        json_build_object('origins', cors_origins) as details from changed`,
    })}
    select (select role from me) as my_role, to_json(c.cors_origins) as origins, ${wireTime('c.cors_changed_at')} as changed_at
    from (select) as always left join changed c on true`);
  return rows[0];
}
