import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import type { Database } from '@selfdb/server/db/database';
import { wireTime } from '@selfdb/server/db/wire-time';
import type { FunctionVersion } from '@selfdb/shared/functions/schema';
import { sql } from 'kysely';
import type { CompiledCode, SourceFiles } from '../compile/compile.ts';
import { asJson, type FunctionRow } from '../functions/repository.ts';
import {
  type FunctionGate,
  functionGate,
  functionObject,
  statistics,
} from '../functions/statement/function-object.ts';

const MAX_LISTED = 100;

type SourceRow = FunctionGate & { version: number | null; code: string | null; files: SourceFiles | null };

export async function listVersions(
  db: Database,
  principal: Principal,
  id: string,
): Promise<(FunctionGate & { versions: FunctionVersion[] }) | undefined> {
  const rows = await db.query(sql<FunctionGate & { versions: FunctionVersion[] }>`
    with ${functionGate(principal, id)}
    select gate.*, (
      select coalesce(json_agg(json_build_object('version', v.version, 'code', v.code, 'files', v.files, 'created_by', v.created_by,
        'created_at', ${wireTime('v.created_at')}, 'deployed', v.deployed) order by v.version desc), '[]')
      from (
        select v.*, v.version is not distinct from f.deployed_version as deployed
        from selfdb.function_versions v join selfdb.functions f on f.id = v.function_id
        where f.id = ${id}::uuid and gate.owned order by v.version desc limit ${sql.lit(MAX_LISTED)}) v) as versions
    from gate`);
  return rows[0];
}

/** The source of a version, by default of the newest; null if there is none. */
export async function findSource(
  db: Database,
  principal: Principal,
  id: string,
  version: number | undefined,
): Promise<SourceRow | undefined> {
  const rows = await db.query(sql<SourceRow>`
    with ${functionGate(principal, id)}
    select gate.*, v.version, v.code, v.files
    from gate left join (selfdb.functions f join selfdb.function_versions v on v.function_id = f.id)
      on gate.owned and f.id = ${id}::uuid and v.version = coalesce(${version ?? null}::int, f.version)`);
  return rows[0];
}

/** Makes a saved version serve. `function` is null if a newer version has been saved meanwhile. */
export async function deployVersion(
  db: Database,
  principal: Principal,
  id: string,
  { version, compiled }: { version: number; compiled: CompiledCode },
): Promise<FunctionRow | undefined> {
  const rows = await db.query(sql<FunctionRow>`
    with ${functionGate(principal, id)},
    f as (
      update selfdb.functions f set deployed_version = f.version, deployment_status = 'deployed', deployment_error = null, faults = 0,
        triggers = ${asJson(compiled.triggers)}, last_deployed_at = now(), updated_at = now()
      from gate where gate.owned and f.id = ${id}::uuid and f.version = ${version}::int returning f.*),
    compiled as (
      update selfdb.function_versions v set modules = ${asJson(compiled.modules)}, triggers = ${asJson(compiled.triggers)},
        description = ${compiled.description ?? null}::text
      from f where v.function_id = f.id and v.version = f.version),
    ${audit(principal, 'function.deployed', 'function', {
      rows: sql`select id as target_id, name as target_name, json_build_object('version', version) as details from f`,
    })}
    select gate.*, (select ${functionObject} from f ${statistics}) as function from gate`);
  return rows[0];
}

/** Records why the newest version could not be deployed. The version that serves goes on. */
export async function failDeployment(
  db: Database,
  principal: Principal,
  id: string,
  { version, error }: { version: number; error: string },
): Promise<void> {
  await db.query(sql`
    with ${functionGate(principal, id)}
    update selfdb.functions f set deployment_status = 'failed', deployment_error = ${error}, updated_at = now()
    from gate where gate.owned and f.id = ${id}::uuid and f.version = ${version}::int`);
}
