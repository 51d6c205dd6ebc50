import { anonymous } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import type { Database } from '@selfdb/server/db/database';
import type { EndedEvent, StartedEvent } from '@selfdb/shared/functions/runner-protocol';
import { type RawBuilder, sql } from 'kysely';
import { DEACTIVATED } from '../../functions/deployment-errors.ts';
import { cutAs } from './statement/cut.ts';
import { settledJobs } from './statement/settled-jobs.ts';

/** So many faults in a row deactivate a function. */
const MAX_FAULTS = 3;
/** At once. The next hour continues. */
const MAX_DROPPED = 50_000;
const CUT = 'The execution was cut: the functions host restarted.';

const execution = sql.raw(
  'execution_id uuid, function_id uuid, version int, user_id uuid, trigger_type text, started_at timestamptz, attempt int',
);

/** What other hosts left running was cut when this one started. */
export async function cutExecutions(db: Database, hostId: string): Promise<void> {
  await db.query(sql`with ${cutAs(CUT, sql`host_id <> ${hostId}`)} select 1`);
}

/**
 * Records executions of jobs as running, and returns the ids of those that may begin: whose job is still claimed for them. As it
 * writes the job, giving the job back at the same time either prevents this, or sees it.
 */
export async function beginExecutions(
  db: Database,
  hostId: string,
  executions: StartedEvent[],
): Promise<string[]> {
  const rows = await db.query(sql<{ id: string }>`
    with asked as materialized (select * from jsonb_to_recordset(${JSON.stringify(executions)}::jsonb) e(${execution})),
    claimed as (
      update selfdb.function_jobs j set claimed_at = now() from asked a where j.execution_id = a.execution_id
      returning j.execution_id)
    insert into selfdb.function_executions (id, function_id, version, user_id, trigger_type, host_id, attempt, started_at)
    select a.execution_id, a.function_id, a.version, a.user_id, a.trigger_type, ${hostId}, a.attempt, a.started_at
    from asked a join claimed c on c.execution_id = a.execution_id
    on conflict (id) do nothing returning id`);
  return rows.map(({ id }) => id);
}

/**
 * Stores executions, each at most once: a report that comes again changes nothing, and an execution that has ended never changes.
 * `started` and `ended` together name an execution at most once. Executions of deleted functions are left out.
 */
export async function saveExecutions(
  db: Database,
  hostId: string,
  { started, ended }: { started: StartedEvent[]; ended: EndedEvent[] },
): Promise<void> {
  await db.query(sql`
    with started as (
      insert into selfdb.function_executions (id, function_id, version, user_id, trigger_type, host_id, attempt, started_at)
      select e.execution_id, e.function_id, e.version, e.user_id, e.trigger_type, ${hostId}, e.attempt, e.started_at
      from jsonb_to_recordset(${JSON.stringify(started)}::jsonb) e(${execution}) join selfdb.functions f on f.id = e.function_id
      on conflict (id) do nothing),
    events as materialized (
      select e.* from rows from (
        jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as (${execution}, status text, completed_at timestamptz, duration_ms float8,
          response_status int, result jsonb, error_message text, error_stack text, fault text, logs jsonb, logs_truncated bool)
      ) with ordinality e(execution_id, function_id, version, user_id, trigger_type, started_at, attempt, status, completed_at,
        duration_ms, response_status, result, error_message, error_stack, fault, logs, logs_truncated, position)
      join selfdb.functions f on f.id = e.function_id),
    saved as (
      insert into selfdb.function_executions (id, function_id, version, user_id, trigger_type, host_id, attempt, started_at, status,
        completed_at, duration_ms, response_status, result, error_message, error_stack, fault, logs_truncated)
      select execution_id, function_id, version, user_id, trigger_type, ${hostId}, attempt, started_at, status,
        completed_at, duration_ms, response_status, nullif(result, 'null'), error_message, error_stack, fault, logs_truncated
      from events
      on conflict (id) do update set status = excluded.status, completed_at = excluded.completed_at,
        duration_ms = excluded.duration_ms, response_status = excluded.response_status, result = excluded.result,
        error_message = excluded.error_message, error_stack = excluded.error_stack, fault = excluded.fault,
        logs_truncated = excluded.logs_truncated
      where function_executions.status = 'running'
      returning id),
    new as materialized (select events.* from events join saved on saved.id = events.execution_id),
    logged as (
      insert into selfdb.function_logs (function_id, execution_id, log_level, message, timestamp)
      select new.function_id, new.execution_id, l.line ->> 'level', l.line ->> 'message', (l.line ->> 'timestamp')::timestamptz
      from new, jsonb_array_elements(new.logs) with ordinality l(line, position) order by new.position, l.position),
    ${countedExecutions},
    ${settledJobs},
    totals as (
      select function_id, count(*) as n, count(*) filter (where status = 'completed') as successes, sum(duration_ms) as ms,
        max(started_at) as last from new group by function_id),
    counted as (
      update selfdb.function_statistics t set executions = t.executions + c.n, successes = t.successes + c.successes,
        errors = t.errors + c.n - c.successes, total_duration_ms = t.total_duration_ms + c.ms,
        last_executed_at = greatest(t.last_executed_at, c.last)
      from totals c where t.function_id = c.function_id)
    select 1`);
}

/**
 * For a statement with `new`, the executions that ended: counts faults in a row, and deactivates functions with too many. Executions that one
 * fault ended have one time and count once; those that were cut say nothing.
 */
const countedExecutions: RawBuilder<unknown> = sql`
  faulty as (
    select function_id, bool_or(is_good) as has_good,
      count(distinct completed_at) filter (where is_fault and position > coalesce(last_good, 0)) as faults
    from (
      select *, max(position) filter (where is_good) over (partition by function_id) as last_good
      from (
        select function_id, position, completed_at, coalesce(fault in ('hung', 'memory', 'crashed'), false) as is_fault,
          coalesce(fault not in ('hung', 'memory', 'crashed', 'cut'), true) as is_good
        from new) n) n
    group by function_id),
  streaks as (
    update selfdb.functions f set
      faults = case when y.has_good then 0 else f.faults end + y.faults,
      is_active = f.is_active and case when y.has_good then 0 else f.faults end + y.faults < ${sql.lit(MAX_FAULTS)},
      deployment_error = case when f.is_active and case when y.has_good then 0 else f.faults end + y.faults >= ${sql.lit(MAX_FAULTS)}
        then ${DEACTIVATED}::text else f.deployment_error end
    from faulty y
    where f.id = y.function_id and (y.faults > 0 or f.faults > 0)
    returning f.id, f.name, f.is_active),
  ${audit(anonymous, 'function.deactivated', 'function', {
    // The table is as it was before.
    rows: sql`select s.id as target_id, s.name as target_name, ${JSON.stringify({ reason: 'faults' })} as details
      from streaks s join selfdb.functions f on f.id = s.id where f.is_active and not s.is_active`,
  })}`;

/** Prepares the partitions of the next days, and drops those that are too old or too large, and old dead jobs and deliveries. */
export async function keepDays(
  db: Database,
  { days, maxBytes, deliveryDays }: { days: number; maxBytes: number; deliveryDays: number },
): Promise<void> {
  await db.batch([
    sql`select selfdb.prepare_function_days()`,
    sql`select selfdb.drop_function_days(${days}::int, ${maxBytes}::bigint)`,
    sql`select selfdb.drop_webhook_deliveries(${deliveryDays}::int, ${sql.lit(MAX_DROPPED)})`,
    sql`
      delete from selfdb.function_dead_jobs where id in (
        select id from selfdb.function_dead_jobs where died_at < now() - make_interval(days => ${days}::int)
        order by died_at limit ${sql.lit(MAX_DROPPED)})`,
  ]);
}
