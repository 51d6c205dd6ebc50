import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { containsPattern } from '@selfdb/server/db/text/like';
import type { ListFunctions, SelfDBFunction } from '@selfdb/shared/functions/schema';
import { type RawBuilder, sql } from 'kysely';
import type { CompiledCode, SourceFiles } from '../compile/compile.ts';
import { DEACTIVATED, UNREADABLE_VARIABLES } from './deployment-errors.ts';
import {
  type FunctionGate,
  functionGate,
  functionObject,
  ownsFunction,
  statistics,
} from './statement/function-object.ts';
import type { Variables } from './variables.ts';

export type FunctionRow = FunctionGate & { function: SelfDBFunction | null };

/** The fields of a function that a caller sets, apart from its code. Undefined leaves a field as it is. */
export interface Fields {
  name?: string | undefined;
  description?: string | null | undefined;
  public?: boolean | undefined;
  is_active?: boolean | undefined;
  timeout_seconds?: number | undefined;
  memory_limit_mb?: number | undefined;
  max_concurrent?: number | undefined;
  network?: { mode: string; hosts: string[] } | undefined;
  /** Encrypted. Replaces all variables but those in `kept`. */
  variables?: { set: Variables; kept: string[] } | undefined;
}

export interface Code {
  /** The source of the main file. */
  main: string;
  /** Null for a function of one file. */
  files: SourceFiles | null;
  /** Undefined if the code is only saved. */
  compiled: CompiledCode | undefined;
}

const SORT = { created_at: 'f.created_at', updated_at: 'f.updated_at', name: 'f.name' } as const;

export async function listFunctions(
  db: Database,
  principal: Principal,
  list: ListFunctions,
): Promise<(RoleRow & { functions: SelfDBFunction[] }) | undefined> {
  const order = sql.raw(`${SORT[list.sort_by]} ${list.sort_order}, f.id ${list.sort_order}`);
  const rows = await db.query(sql<RoleRow & { functions: SelfDBFunction[] }>`
    with me as materialized (select u.id, u.role from ${caller(principal)}),
    page as (
      select ${functionObject} as function from (
        select f.* from me u cross join selfdb.functions f where ${ownsFunction} and ${matches(list.search)}
        order by ${order} limit ${list.limit}::bigint offset ${list.skip}::bigint) f ${statistics}
      order by ${order})
    select (select role from me) as my_role, (select coalesce(json_agg(function), '[]') from page) as functions`);
  return rows[0];
}

export async function countFunctions(
  db: Database,
  principal: Principal,
  search: string | undefined,
): Promise<(RoleRow & { count: number }) | undefined> {
  const rows = await db.query(sql<RoleRow & { count: number }>`
    with me as materialized (select u.id, u.role from ${caller(principal)})
    select (select role from me) as my_role,
      (select count(*) from me u cross join selfdb.functions f where ${ownsFunction} and ${matches(search)})::float8 as count`);
  return rows[0];
}

export async function findFunction(
  db: Database,
  principal: Principal,
  id: string,
): Promise<FunctionRow | undefined> {
  const rows = await db.query(sql<FunctionRow>`
    with ${functionGate(principal, id)}
    select gate.*, (
      select ${functionObject} from selfdb.functions f ${statistics} where f.id = ${id}::uuid and gate.owned) as function
    from gate`);
  return rows[0];
}

/** One row: `my_role`, and whether the caller may make functions. */
export async function findCreator(
  db: Database,
  principal: Principal,
  usersMay: boolean,
): Promise<(RoleRow & { allowed: boolean }) | undefined> {
  const rows = await db.query(sql<RoleRow & { allowed: boolean }>`
    with me as materialized (select u.id, u.role from ${caller(principal)})
    select me.role as my_role, ${mayCreate(usersMay)} as allowed from me`);
  return rows[0];
}

/** One row: `my_role`, whether the caller is `allowed`, and the `function`, null if the name is taken. */
export async function insertFunction(
  db: Database,
  principal: Principal,
  { name, fields, code, usersMay }: { name: string; fields: Fields; code: Code; usersMay: boolean },
): Promise<(RoleRow & { allowed: boolean; function: SelfDBFunction | null }) | undefined> {
  const { compiled } = code;
  const allowed = mayCreate(usersMay);
  const rows = await db.query(sql<RoleRow & { allowed: boolean; function: SelfDBFunction | null }>`
    with me as materialized (select u.id, u.role from ${caller(principal)}),
    f as (
      insert into selfdb.functions (name, owner_id, description, code, files, public, timeout_seconds, memory_limit_mb, max_concurrent,
        network, variables, triggers, deployed_version, deployment_status, last_deployed_at)
      select ${name}, me.id, ${fields.description ?? compiled?.description ?? null}::text, ${code.main}, ${asJson(code.files)},
        ${fields.public ?? false}::bool, ${fields.timeout_seconds ?? 30}::int, ${fields.memory_limit_mb ?? 128}::int,
        ${fields.max_concurrent ?? 10}::int, ${asJson(fields.network ?? { mode: 'public', hosts: [] })},
        ${asJson(fields.variables?.set ?? {})}, ${asJson(compiled?.triggers ?? [])},
        ${compiled ? 1 : null}::int, ${compiled ? 'deployed' : 'pending'}, case when ${compiled !== undefined}::bool then now() end
      from me where ${allowed}
      on conflict (name) do nothing returning *),
    saved as (${insertVersion(principal, code)}),
    ${audit(principal, 'function.created', 'function', {
      rows: sql`select id as target_id, name as target_name, json_build_object('deployed', deployed_version is not null) as details from f`,
    })}
    select me.role as my_role, ${allowed} as allowed, (select ${functionObject} from f ${statistics}) as function from me`);
  return rows[0];
}

/** Changes a function and, with `code`, saves a new version. The lock of the row orders simultaneous saves. */
export async function updateFunction(
  db: Database,
  principal: Principal,
  id: string,
  { fields, code }: { fields: Fields; code?: Code | undefined },
): Promise<FunctionRow | undefined> {
  const rows = await db.query(sql<FunctionRow>`
    with ${functionGate(principal, id)},
    f as (
      update selfdb.functions f set ${sql.join(assignments(fields, code))}
      from gate where gate.owned and f.id = ${id}::uuid returning f.*),
    saved as (${code ? insertVersion(principal, code) : sql`select 1`}),
    ${audit(principal, code?.compiled ? 'function.deployed' : 'function.updated', 'function', {
      rows: sql`select id as target_id, name as target_name, ${JSON.stringify(describe(fields, code))} as details from f`,
    })}
    select gate.*, (select ${functionObject} from f ${statistics}) as function from gate`);
  return rows[0];
}

export async function deleteFunction(
  db: Database,
  principal: Principal,
  id: string,
): Promise<(FunctionGate & { deleted: boolean }) | undefined> {
  const rows = await db.query(sql<FunctionGate & { deleted: boolean }>`
    with ${functionGate(principal, id)},
    f as (delete from selfdb.functions f using gate where gate.owned and f.id = ${id}::uuid returning f.*),
    ${audit(principal, 'function.deleted', 'function', {
      rows: sql`select id as target_id, name as target_name, '{}' as details from f`,
    })}
    select gate.*, exists (select from f) as deleted from gate`);
  return rows[0];
}

/** Whether `me` may make functions. */
function mayCreate(usersMay: boolean): RawBuilder<unknown> {
  return usersMay ? sql`me.role is not null` : sql`coalesce(me.role = 'ADMIN', false)`;
}

/** For a statement with the changed function `f`: the same code as its newest version. */
function insertVersion(principal: Principal, { main, files, compiled }: Code): RawBuilder<unknown> {
  return sql`
    insert into selfdb.function_versions (function_id, version, code, files, modules, triggers, description, created_by)
    select f.id, f.version, ${main}, ${asJson(files)}, ${asJson(compiled?.modules ?? null)}, ${asJson(compiled?.triggers ?? null)},
      ${compiled?.description ?? null}::text, ${principal.kind === 'user' ? principal.userId : null}::uuid from f`;
}

function assignments(fields: Fields, code: Code | undefined): RawBuilder<unknown>[] {
  const sets = [sql`updated_at = now()`];
  if (code) sets.push(...codeAssignments(code));
  const settled = [
    ...(fields.variables ? [UNREADABLE_VARIABLES] : []),
    ...(fields.is_active ? [DEACTIVATED] : []),
  ];
  // A statement can set a column only once, and code that is deployed sets this one.
  if (settled.length > 0 && !code?.compiled) {
    sets.push(
      sql`deployment_error = case when f.deployment_error <> all (${settled}::text[]) then f.deployment_error end`,
    );
  }
  if (code?.compiled || fields.is_active !== undefined) sets.push(sql`faults = 0`);
  if (fields.name !== undefined) sets.push(sql`name = ${fields.name}`);
  if (fields.description !== undefined) sets.push(sql`description = ${fields.description}::text`);
  if (fields.public !== undefined) sets.push(sql`public = ${fields.public}::bool`);
  if (fields.is_active !== undefined) sets.push(sql`is_active = ${fields.is_active}::bool`);
  if (fields.timeout_seconds !== undefined) sets.push(sql`timeout_seconds = ${fields.timeout_seconds}::int`);
  if (fields.memory_limit_mb !== undefined) sets.push(sql`memory_limit_mb = ${fields.memory_limit_mb}::int`);
  if (fields.max_concurrent !== undefined) sets.push(sql`max_concurrent = ${fields.max_concurrent}::int`);
  if (fields.network !== undefined) sets.push(sql`network = ${asJson(fields.network)}`);
  if (fields.variables !== undefined) {
    const { set, kept } = fields.variables;
    sets.push(sql`variables = (
      select coalesce(jsonb_object_agg(v.key, v.value), '{}') from jsonb_each(f.variables) v where v.key = any (${kept}::text[])) || ${asJson(set)}`);
  }
  return sets;
}

function codeAssignments({ main, files, compiled }: Code): RawBuilder<unknown>[] {
  return [
    sql`version = f.version + 1, code = ${main}, files = ${asJson(files)}`,
    compiled
      ? sql`deployed_version = f.version + 1, deployment_status = 'deployed', deployment_error = null,
          last_deployed_at = now(), triggers = ${asJson(compiled.triggers)}`
      : sql`deployment_status = 'pending'`,
  ];
}

/** Names of fields, never their values. */
function describe(fields: Fields, code: Code | undefined): Record<string, unknown> {
  const names = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return { fields: code ? [...names, 'code'] : names };
}

function matches(search: string | undefined): RawBuilder<unknown> {
  if (!search) return sql`true`;
  const pattern = containsPattern(search);
  return sql`(f.name ilike ${pattern} or f.description ilike ${pattern})`;
}

export function asJson(value: unknown): RawBuilder<unknown> {
  return sql`${value === null ? null : JSON.stringify(value)}::jsonb`;
}
