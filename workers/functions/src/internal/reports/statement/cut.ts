import { type RawBuilder, sql } from 'kysely';

/**
 * Common table expressions that mark executions as cut, those that are `running` and meet a condition, and count them. What has
 * ended never changes.
 */
export function cutAs(message: string, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    cut as (
      update selfdb.function_executions set status = 'failed', fault = 'cut', error_message = ${message}, completed_at = now(),
        duration_ms = extract(epoch from now() - started_at) * 1000
      where status = 'running' and ${condition} returning function_id, started_at, duration_ms),
    counted_cut as (
      update selfdb.function_statistics t set executions = t.executions + c.n, errors = t.errors + c.n,
        total_duration_ms = t.total_duration_ms + c.ms, last_executed_at = greatest(t.last_executed_at, c.last)
      from (select function_id, count(*) as n, sum(duration_ms) as ms, max(started_at) as last from cut group by function_id) c
      where t.function_id = c.function_id)`;
}
