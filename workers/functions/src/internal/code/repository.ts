import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import type { Variables } from '../../functions/variables.ts';

export interface CodeRow {
  id: string;
  name: string;
  revision: number;
  version: number | null;
  modules: Record<string, string> | null;
  variables: Variables;
  network: { mode: 'public' | 'none' | 'hosts'; hosts: string[] };
  timeout_seconds: number;
  memory_limit_mb: number;
  max_concurrent: number;
  is_active: boolean;
  /** Of the session in which the function acts. */
  user_id: string;
  session_id: string;
  is_admin: boolean;
}

/** What a runner needs of a function, with its serving version. */
export async function findCode(db: Database, id: string): Promise<CodeRow | undefined> {
  const [row] = await db.query(sql<{ code: CodeRow }>`
    select json_build_object('id', f.id, 'name', f.name, 'revision', f.revision, 'version', v.version, 'modules', v.modules,
      'variables', f.variables, 'network', f.network, 'timeout_seconds', f.timeout_seconds, 'memory_limit_mb', f.memory_limit_mb,
      'max_concurrent', f.max_concurrent, 'is_active', f.is_active and u.is_active, 'user_id', u.id, 'session_id', s.id,
      'is_admin', u.role = 'ADMIN') as code
    from selfdb.functions f join selfdb.users u on u.id = f.owner_id join selfdb.sessions s on s.function_id = f.id
    left join selfdb.function_versions v on v.function_id = f.id and v.version = f.deployed_version
    where f.id = ${id}::uuid`);
  return row?.code;
}

/** Tells the owner why the function can't run. */
export async function noteError(db: Database, id: string, error: string): Promise<void> {
  await db.query(sql`
    update selfdb.functions set deployment_error = ${error}
    where id = ${id}::uuid and deployment_error is distinct from ${error}`);
}
