import type { Principal } from '@selfdb/server/auth/principal';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { Trigger } from '@selfdb/shared/functions/triggers';
import { sql } from 'kysely';

export interface InvocableFunction {
  id: string;
  revision: number;
  public: boolean;
  /** And its owner is. */
  is_active: boolean;
  is_deployed: boolean;
  triggers: Trigger[];
}

export interface InvocableRow extends RoleRow {
  /** For the execution that may follow. Its partition is that of the time in it. */
  execution_id: string;
  function: InvocableFunction | null;
}

/** One row: who calls, and the function of a name, null if there is none. */
export async function findInvocable(
  db: Database,
  principal: Principal,
  name: string,
): Promise<InvocableRow | undefined> {
  const rows = await db.query(sql<InvocableRow>`
    select u.role as my_role, uuidv7() as execution_id, (
      select json_build_object('id', f.id, 'revision', f.revision, 'public', f.public, 'is_active', f.is_active and o.is_active,
        'is_deployed', f.deployed_version is not null, 'triggers', f.triggers)
      from selfdb.functions f join selfdb.users o on o.id = f.owner_id where f.name = ${name}) as function
    from ${caller(principal)}`);
  return rows[0];
}
