import type { Principal } from '@selfdb/server/auth/principal';
import type { Database } from '@selfdb/server/db/database';
import { wireTime } from '@selfdb/server/db/wire-time';
import type {
  FunctionExecution,
  FunctionLog,
  FunctionMetrics,
  ListExecutions,
  ListLogs,
} from '@selfdb/shared/functions/execution-schema';
import { sql } from 'kysely';
import { type FunctionGate, functionGate } from '../functions/statement/function-object.ts';

const executionObject = sql`json_build_object('id', e.id, 'function_id', e.function_id, 'version', e.version, 'user_id', e.user_id,
  'trigger_type', e.trigger_type, 'status', e.status, 'started_at', ${wireTime('e.started_at')},
  'completed_at', ${wireTime('e.completed_at')}, 'duration_ms', e.duration_ms, 'response_status', e.response_status,
  'result', e.result, 'error_message', e.error_message, 'error_stack', e.error_stack, 'attempt', e.attempt,
  'logs_truncated', e.logs_truncated)`;
const logObject = sql`json_build_object('id', l.id, 'execution_id', l.execution_id, 'log_level', l.log_level, 'message', l.message,
  'timestamp', ${wireTime('l.timestamp')})`;

export async function listExecutions(
  db: Database,
  principal: Principal,
  id: string,
  { status, trigger_type, limit, skip = 0 }: ListExecutions,
): Promise<(FunctionGate & { executions: FunctionExecution[] }) | undefined> {
  const rows = await db.query(sql<FunctionGate & { executions: FunctionExecution[] }>`
    with ${functionGate(principal, id)}
    select gate.*, (
      select coalesce(json_agg(${executionObject} order by e.id desc), '[]') from (
        select * from selfdb.function_executions e
        where e.function_id = ${id}::uuid and gate.owned and (${status ?? null}::text is null or e.status = ${status ?? null}::text)
          and (${trigger_type ?? null}::text is null or e.trigger_type = ${trigger_type ?? null}::text)
        order by e.id desc limit ${limit}::bigint offset ${skip}::bigint) e) as executions
    from gate`);
  return rows[0];
}

export async function findExecution(
  db: Database,
  principal: Principal,
  { id, execution_id }: { id: string; execution_id: string },
): Promise<(FunctionGate & { execution: FunctionExecution | null }) | undefined> {
  const rows = await db.query(sql<FunctionGate & { execution: FunctionExecution | null }>`
    with ${functionGate(principal, id)}
    select gate.*, (
      select ${executionObject} from selfdb.function_executions e
      where e.id = ${execution_id}::uuid and e.function_id = ${id}::uuid and gate.owned) as execution
    from gate`);
  return rows[0];
}

export async function listLogs(
  db: Database,
  principal: Principal,
  id: string,
  { level, execution_id, limit, skip }: ListLogs,
  after?: string,
): Promise<(FunctionGate & { logs: FunctionLog[] }) | undefined> {
  const rows = await db.query(sql<FunctionGate & { logs: FunctionLog[] }>`
    with ${functionGate(principal, id)}
    select gate.*, (
      select coalesce(json_agg(${logObject} order by l.id desc), '[]') from (
        select * from selfdb.function_logs l
        where l.function_id = ${id}::uuid and gate.owned and (${level ?? null}::text is null or l.log_level = ${level ?? null}::text)
          and (${execution_id ?? null}::uuid is null or l.execution_id = ${execution_id ?? null}::uuid)
          and (${after ?? null}::uuid is null or l.id > ${after ?? null}::uuid)
        order by l.id desc limit ${limit}::bigint offset ${skip ?? 0}::bigint) l) as logs
    from gate`);
  return rows[0];
}

export async function findMetrics(
  db: Database,
  principal: Principal,
  id: string,
): Promise<(FunctionGate & { metrics: FunctionMetrics }) | undefined> {
  const rows = await db.query(sql<FunctionGate & { metrics: FunctionMetrics }>`
    with ${functionGate(principal, id)}
    select gate.*, (
      select json_build_object('count', count(*), 'errors', count(*) filter (where e.status <> 'completed'),
        'p50_ms', percentile_cont(0.5) within group (order by e.duration_ms),
        'p95_ms', percentile_cont(0.95) within group (order by e.duration_ms))
      from selfdb.function_executions e
      where e.function_id = ${id}::uuid and gate.owned and e.status <> 'running'
        and e.id >= selfdb.first_id_at(now() - interval '24 hours')) as metrics
    from gate`);
  return rows[0];
}
