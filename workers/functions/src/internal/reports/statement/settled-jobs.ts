import { sql } from 'kysely';
import { retryAt } from '../../../deliveries/statement/retry-at.ts';

/**
 * For a statement with `new`, the executions that ended: settles the jobs that they ran, and the deliveries of these. A job is done,
 * or dead after its last attempt, or waits for the next one. One that was cut runs again at once, without counting as an attempt.
 */
export const settledJobs = sql`
  settled as materialized (
    select j.*, n.duration_ms, n.response_status, n.completed_at,
      case when n.result is null or n.result = 'null' then null else n.result end as result,
      case when n.status = 'completed' and coalesce(n.response_status, 200) < 400 then 'done'
        when n.fault = 'cut' then 'cut'
        when j.attempt >= j.max_attempts then 'dead'
        else 'again' end as outcome,
      case when n.status <> 'completed' then coalesce(n.error_message, 'The function failed.')
        when n.response_status >= 400 then 'The function answered ' || n.response_status || '.' end as error,
      ${retryAt(sql`j.attempt`, { backoff: sql`j.backoff`, delay: sql`j.delay_seconds`, maxDelay: sql`j.max_delay_seconds` })} as retry_at
    from selfdb.function_jobs j join new n on n.execution_id = j.execution_id),
  finished as (delete from selfdb.function_jobs j using settled s where j.id = s.id and s.outcome in ('done', 'dead')),
  waiting as (
    update selfdb.function_jobs j set claimed_at = null, execution_id = null, last_error = s.error,
      attempt = j.attempt - (s.outcome = 'cut')::int, run_at = case s.outcome when 'cut' then now() else s.retry_at end
    from settled s where j.id = s.id and s.outcome in ('cut', 'again')),
  dead as (
    insert into selfdb.function_dead_jobs (id, function_id, trigger_type, request, user_id, session_id, order_key, delivery_id, attempts,
      error, created_at)
    select id, function_id, trigger_type, request, user_id, session_id, order_key, delivery_id, attempt, error, created_at
    from settled where outcome = 'dead'
    on conflict do nothing),
  delivered as (
    update selfdb.webhook_deliveries d set error_message = s.error, execution_result = s.result, execution_time_ms = s.duration_ms,
      response_status_code = s.response_status, retry_count = d.retry_count + (s.outcome = 'again')::int,
      status = case s.outcome when 'done' then 'completed' when 'dead' then 'failed' when 'cut' then 'queued' else 'retry_pending' end,
      next_retry_at = case s.outcome when 'again' then s.retry_at end,
      processing_completed_at = case when s.outcome in ('done', 'dead') then s.completed_at end
    from settled s where d.id = s.delivery_id)`;
