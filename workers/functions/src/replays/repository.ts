import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import { type FunctionGate, functionGate } from '../functions/statement/function-object.ts';

/** Begins a replay, up to where the triggers are now. `through` is null if the function has no database trigger with a table. */
export async function insertReplay(
  db: Database,
  principal: Principal,
  { id, since }: { id: string; since: string },
): Promise<(FunctionGate & { through: string | null }) | undefined> {
  const rows = await db.query(sql<FunctionGate & { through: string | null }>`
    with ${functionGate(principal, id)},
    r as (
      insert into selfdb.function_replays (function_id, cursor, through)
      select ${id}::uuid, ${since}, c.cursor from gate cross join selfdb.trigger_cursor c
      where gate.owned and exists (select from selfdb.database_triggers() t where t.function_id = ${id}::uuid)
      on conflict (function_id) do update set cursor = excluded.cursor, through = excluded.through, created_at = now()
      returning *),
    ${audit(principal, 'function.replayed', 'function', {
      rows: sql`select f.id as target_id, f.name as target_name, json_build_object('since', r.cursor) as details
        from r join selfdb.functions f on f.id = r.function_id`,
    })}
    select gate.*, (select through from r) as through from gate`);
  return rows[0];
}
