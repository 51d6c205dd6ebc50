import { repairStatements } from '@selfdb/pg-gateway/roles/sql-role';
import type { Principal } from '@selfdb/server/auth/principal';
import { type Compiled, compile } from '@selfdb/server/db/compile';
import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import { callerArguments } from '../catalog/repository.ts';

/** While a change of a table waits for a lock, for example during a backup, all who come later wait too. */
const BLOCKING_LOCK_TIMEOUT = '5s';

/**
 * The first statement of a session: the first column of its row is the principal's role. It also sets the formats that
 * `result-json.ts` expects, and limits that hold even if the worker dies. Statements that block others wait shortly for locks.
 */
export function selectSessionRole(who: Principal, timeoutMs: number, blocksOthers: boolean): Compiled {
  return compile(sql`select selfdb_api.role_of(${callerArguments(who)}),
    pg_catalog.set_config('statement_timeout', ${String(timeoutMs)}, false),
    pg_catalog.set_config('idle_in_transaction_session_timeout', ${String(timeoutMs)}, false),
    pg_catalog.set_config('lock_timeout', ${blocksOthers ? BLOCKING_LOCK_TIMEOUT : '0'}, false),
    pg_catalog.set_config('search_path', 'public, selfdb_api', false),
    pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false),
    pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('bytea_output', 'hex', false)`);
}

/** Ends a backend of the role that SQL runs as. */
export async function terminateBackend(db: Database, role: string, processId: number): Promise<void> {
  await db.query(sql`select pg_terminate_backend(pid) from pg_stat_activity
    where pid = ${processId}::int and usename = ${role} and backend_type = 'client backend'`);
}

/** Gives the role of a connection string its password back. */
export async function repairRole(db: Database, connectionString: string): Promise<void> {
  await db.batch(repairStatements(connectionString).map((text) => sql.raw(text)));
}
