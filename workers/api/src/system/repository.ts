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

interface DatabaseRow extends RoleRow {
  version: string;
  name: string;
  size_bytes: number;
}

/** The database, for an administrator. `version` is as short as `18.4`. */
export async function selectDatabase(db: Database, principal: Principal): Promise<DatabaseRow | undefined> {
  const rows = await db.query(sql<DatabaseRow>`
    with ${me(principal)}
    select (select role from me) as my_role, split_part(current_setting('server_version'), ' ', 1) as version,
      current_database()::text as name,
      (select pg_database_size(current_database())::float8 where (select role from me) = 'ADMIN') as size_bytes`);
  return rows[0];
}

/** Throws unless the database answers. */
export async function ping(db: Database): Promise<void> {
  await db.query(sql`select 1`);
}
