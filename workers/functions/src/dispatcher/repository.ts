import type { Database, Statement } from '@selfdb/server/db/database';
import type { Acting, TriggerType } from '@selfdb/shared/functions/runner-protocol';
import { sql } from 'kysely';
import { canRun } from '../functions/statement/can-run.ts';
import { cutAs } from '../internal/reports/statement/cut.ts';

interface JobRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Absent where the body is in the delivery. */
  body_base64?: string;
}

/** A job that an execution has been chosen for. */
export interface ClaimedJob {
  id: string;
  function_id: string;
  function_name: string;
  revision: number;
  trigger_type: Exclude<TriggerType, 'http'>;
  request: JobRequest;
  body_base64: string | null;
  /** Null if the system caused it, or if the session of the user has ended. */
  caller: Acting | null;
  depth: number;
  attempt: number;
  execution_id: string;
}

const CUT = 'The execution was cut: the process that runs functions ended.';
/** So long, a claimed job may be on its way to the host. */
const ON_ITS_WAY = sql.lit('2 seconds');

/**
 * Claims jobs that are due, the oldest of each function first, as many as the function may run at once. Of jobs with one order
 * key, only the oldest is taken. There must be one caller of this at a time.
 */
export function claimJobs(limit: number): Statement<{ job: ClaimedJob }> {
  return sql<{ job: ClaimedJob }>`
    with picked as materialized (
      select due.id from selfdb.functions f join selfdb.users o on o.id = f.owner_id
      cross join lateral (
        select count(*) as jobs from selfdb.function_jobs r where r.function_id = f.id and r.claimed_at is not null) running
      cross join lateral (
        select j.id, j.run_at from selfdb.function_jobs j
        where j.function_id = f.id and j.claimed_at is null and j.run_at <= now()
          and (j.order_key is null or not exists (
            select from selfdb.function_jobs e where e.function_id = j.function_id and e.order_key = j.order_key and e.id < j.id))
        order by j.run_at, j.id limit greatest(f.max_concurrent - running.jobs, 0)) due
      where ${canRun}
      order by due.run_at, due.id limit ${limit}::bigint),
    claimed as (
      update selfdb.function_jobs j set claimed_at = now(), execution_id = uuidv7(), attempt = j.attempt + 1
      from picked where j.id = picked.id returning j.*),
    delivering as (
      update selfdb.webhook_deliveries d set status = 'executing', delivery_attempt = c.attempt, next_retry_at = null,
        function_execution_id = c.execution_id, processing_started_at = now()
      from claimed c where d.id = c.delivery_id)
    select json_build_object('id', c.id, 'function_id', c.function_id, 'function_name', f.name, 'revision', f.revision,
      'trigger_type', c.trigger_type, 'request', c.request, 'depth', c.depth, 'attempt', c.attempt, 'execution_id', c.execution_id,
      'body_base64', translate(encode(d.request_body, 'base64'), e'\n', ''),
      'caller', case when u.id is not null then json_build_object('user_id', u.id, 'session_id', s.id, 'is_admin', u.role = 'ADMIN') end
    ) as job
    from claimed c join selfdb.functions f on f.id = c.function_id
    left join selfdb.webhook_deliveries d on d.id = c.delivery_id
    left join (selfdb.sessions s join selfdb.users u on u.id = s.user_id) on s.id = c.session_id
    order by c.run_at, c.id`;
}

/** In how many seconds the next job is due that waits for its time. Null without one. */
export const nextJob = sql<{ seconds: number | null }>`
  select extract(epoch from min(run_at) - now())::float8 as seconds from selfdb.function_jobs
  where claimed_at is null and run_at > now()`;

/** Gives back jobs that did not begin: the host had no room, or the function has changed meanwhile. */
export async function releaseJobs(db: Database, executionIds: string[], afterSeconds: number): Promise<void> {
  await db.query(sql`
    with released as (
      update selfdb.function_jobs set claimed_at = null, execution_id = null, attempt = attempt - 1,
        run_at = now() + make_interval(secs => ${afterSeconds}::float8)
      where execution_id = any (${executionIds}::uuid[]) returning delivery_id, attempt)
    update selfdb.webhook_deliveries d set status = 'queued', delivery_attempt = r.attempt, function_execution_id = null
    from released r where d.id = r.delivery_id`);
}

/**
 * Gives back the claimed jobs whose execution the host does not know: they run again, without counting as an attempt. What had
 * begun is marked as cut. `known` are the executions of the host, `posting` those on their way to it.
 */
export async function releaseLost(db: Database, known: string[], posting: string[]): Promise<number> {
  const rows = await db.query(sql<{ released: number }>`
    with lost as materialized (
      select j.id, j.execution_id from selfdb.function_jobs j
      where j.claimed_at < now() - ${ON_ITS_WAY}::interval and j.execution_id <> all (${[...known, ...posting]}::uuid[])
      for update skip locked),
    released as (
      update selfdb.function_jobs j set claimed_at = null, execution_id = null, attempt = j.attempt - 1, run_at = now()
      from lost where j.id = lost.id returning j.delivery_id, j.attempt),
    delivered as (
      update selfdb.webhook_deliveries d set status = 'queued', delivery_attempt = r.attempt, function_execution_id = null
      from released r where d.id = r.delivery_id),
    ${cutAs(CUT, sql`id in (select execution_id from lost)`)}
    select count(*)::int as released from released`);
  return rows[0]?.released ?? 0;
}
