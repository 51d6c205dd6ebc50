import type { Principal } from '@selfdb/shared/auth/principal';
import { me } from '@selfdb/shared/db/authority';
import type { Database } from '@selfdb/shared/db/database';
import sql, { type Sql } from 'sql-template-tag';

/**
 * The first statement of a session: its only row begins with the principal's role. On the way it sets the forms in
 * which `result-json.ts` expects values, and limits that hold even if the worker dies.
 */
export function selectRole(who: Principal, timeoutMs: number): Sql {
  return sql`with ${me(who)} select (select role from me),
    pg_catalog.set_config('statement_timeout', ${String(timeoutMs)}, false),
    pg_catalog.set_config('idle_in_transaction_session_timeout', ${String(timeoutMs)}, false),
    pg_catalog.set_config('search_path', 'public', false),
    pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false),
    pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('bytea_output', 'hex', false)`;
}

/** Ends a backend of our own role by its process id, whatever it is doing. */
export async function terminateBackend(db: Database, processId: number): Promise<void> {
  await db.query(sql`select pg_terminate_backend(pid) from pg_stat_activity
    where pid = ${processId}::int and usename = current_user and backend_type = 'client backend'`);
}
