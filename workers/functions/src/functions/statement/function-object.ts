import type { Principal } from '@selfdb/server/auth/principal';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import { wireTime } from '@selfdb/server/db/wire-time';
import { MASKED } from '@selfdb/shared/functions/schema';
import { type RawBuilder, sql } from 'kysely';

/** Whether the caller, the user `u`, may manage the function `f`. */
export const ownsFunction = sql`selfdb.may_use('owner', f.owner_id, u.id, u.role)`;

/** Why the newest version does not serve, or else why a database trigger of the one that does gets no changes. */
const deploymentError = sql`coalesce(f.deployment_error,
  case when f.triggers @> '[{"type": "database"}]' then selfdb.trigger_error(f.owner_id, f.triggers) end)`;

/** The schedules among the triggers of a row `f` of functions. What does not run has no next run. */
const schedules = sql`(
  select coalesce(json_agg(json_build_object('cron', w.cron, 'timezone', w.timezone,
    'next_run_at', case when f.is_active and f.deployment_status <> 'undeployed' then ${wireTime('s.next_run_at')} end,
    'last_run_at', ${wireTime('s.last_run_at')}) order by w.cron, w.timezone), '[]')
  from (
    select distinct t.it ->> 'cron' as cron, coalesce(t.it ->> 'timezone', 'UTC') as timezone
    from jsonb_array_elements(f.triggers) t(it) where t.it ->> 'type' = 'schedule') w
  left join selfdb.function_schedules s on (s.function_id, s.cron, s.timezone) = (f.id, w.cron, w.timezone))`;

/** The function object for a row `f` of functions and its statistics `t`. */
export const functionObject = sql`json_build_object(
  'id', f.id, 'name', f.name, 'description', f.description, 'code', f.code, 'files', f.files, 'runtime', f.runtime,
  'public', f.public, 'is_active', f.is_active, 'version', f.version, 'deployed_version', f.deployed_version,
  'timeout_seconds', f.timeout_seconds, 'memory_limit_mb', f.memory_limit_mb, 'max_concurrent', f.max_concurrent,
  'env_vars', (select coalesce(json_object_agg(name, ${MASKED}::text), '{}') from jsonb_object_keys(f.variables) name),
  'triggers', f.triggers, 'schedules', ${schedules}, 'network', f.network, 'owner_id', f.owner_id,
  'deployment_status', f.deployment_status, 'deployment_error', ${deploymentError},
  'execution_count', coalesce(t.executions, 0),
  'execution_success_count', coalesce(t.successes, 0), 'execution_error_count', coalesce(t.errors, 0),
  'avg_execution_time_ms', t.total_duration_ms / nullif(t.successes + t.errors, 0),
  'last_executed_at', ${wireTime('t.last_executed_at')}, 'last_deployed_at', ${wireTime('f.last_deployed_at')},
  'created_at', ${wireTime('f.created_at')}, 'updated_at', ${wireTime('f.updated_at')})`;

/** For `functionObject` of a row `f`. */
export const statistics = sql`left join selfdb.function_statistics t on t.function_id = f.id`;

/** What a statement reports about a function and whether the caller may manage it. */
export interface FunctionGate extends RoleRow {
  found: boolean;
  owned: boolean;
}

/** The common table expression `gate`, one row: `my_role`, and whether the function is `found` and `owned`. */
export function functionGate(principal: Principal, id: string): RawBuilder<unknown> {
  return sql`gate as materialized (
    select u.role as my_role, f.id is not null as found, f.id is not null and ${ownsFunction} as owned
    from ${caller(principal)} left join selfdb.functions f on f.id = ${id}::uuid)`;
}
