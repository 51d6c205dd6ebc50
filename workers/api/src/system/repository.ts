import type { Principal } from '@selfdb/server/auth/principal';
import { me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';

type InstanceRow = RoleRow & { initialized: boolean };

/** The caller's role, and whether a user has ever logged in. */
export async function selectInstance(db: Database, principal: Principal): Promise<InstanceRow | undefined> {
  const rows = await db.query(sql<InstanceRow>`
    with ${me(principal)}
    select (select role from me) as my_role, first_login_at is not null as initialized from selfdb.instance`);
  return rows[0];
}

/** Throws unless the database answers. */
export async function ping(db: Database): Promise<void> {
  await db.query(sql`select 1`);
}
