import type { FeedLoss } from '@selfdb/shared/realtime/feed-changes';
import { type RawBuilder, sql } from 'kysely';
import type { ChangeJob } from '../change-job.ts';

/** Ten attempts take a quarter of an hour. */
export const MAX_CHANGE_ATTEMPTS = sql.lit(10);
export const CHANGE_DELAY_SECONDS = sql.lit(2);
/** A function whose changes start itself again, also by others, ends here. */
const MAX_DEPTH = sql.lit(8);
const TOO_DEEP =
  'The function did not run: functions and the changes that they made started each other 8 times in turn.';
const LOST = 'Changes may be missing here. Read the rows again. ';

/**
 * For a statement with `wanted`, the triggers that get them, and `moved`, which has no row if nothing is to be written: `changes`,
 * `jobs`, which puts them into the queue in their order, and `ended`, which keeps those of a loop as dead jobs.
 */
export function queuedChanges(jobs: ChangeJob[]): RawBuilder<unknown> {
  return sql`
    changes as materialized (
      select * from rows from (json_to_recordset(${JSON.stringify(jobs)}::json)
        as (relid bigint, operation text, order_key text, body text, sent_body text, depth int))
        with ordinality c(relid, operation, order_key, body, sent_body, depth, position)),
    queued as materialized (
      select w.function_id, c.order_key, c.depth, c.position, jsonb_build_object('method', 'POST', 'path', '',
        'headers', jsonb_build_object('content-type', 'application/json'), 'body_base64', c.body) as request
      from moved cross join changes c cross join lateral (
        select distinct w.function_id from wanted w where w.relid = c.relid::oid and w.operations ? c.operation) w),
    jobs as (
      insert into selfdb.function_jobs (function_id, trigger_type, request, order_key, depth, max_attempts, delay_seconds)
      select function_id, 'database', request, order_key, depth, ${MAX_CHANGE_ATTEMPTS}, ${CHANGE_DELAY_SECONDS} from queued
      where depth < ${MAX_DEPTH} order by position
      returning 1),
    ended as (
      insert into selfdb.function_dead_jobs (id, function_id, trigger_type, request, order_key, attempts, error, created_at)
      select uuidv7(), function_id, 'database', request, order_key, 0, ${TOO_DEEP}, now() from queued
      where depth >= ${MAX_DEPTH} order by position)`;
}

/** For the same statement: a failed execution of each function for each loss tells its owner that changes are missing. */
export function toldLosses(losses: FeedLoss[]): RawBuilder<unknown> {
  return sql`
    told as (
      insert into selfdb.function_executions (id, function_id, version, trigger_type, host_id, started_at, status, completed_at,
        error_message)
      select uuidv7(), w.function_id, f.deployed_version, 'database', '', now(), 'failed', now(), ${LOST} || l.reason
      from moved cross join json_to_recordset(${JSON.stringify(losses)}::json) as l(relid bigint, reason text)
      cross join lateral (
        select distinct w.function_id from wanted w where l.relid is null or w.relid = l.relid::oid) w
      join selfdb.functions f on f.id = w.function_id)`;
}
