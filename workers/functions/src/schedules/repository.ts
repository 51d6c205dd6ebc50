import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import { canRun } from '../functions/statement/can-run.ts';

/** A schedule of the serving version of a function. */
export interface Schedule {
  function_id: string;
  cron: string;
  timezone: string;
  /** RFC 3339 with microseconds. Null before the first run has been computed. */
  next_run_at: string | null;
}

/** A run of a schedule: when it was due, and when the next one is. */
export interface ScheduledRun extends Schedule {
  next: string;
  /** Earlier runs that did not happen. */
  missed: number;
}

/**
 * Deletes the rows of triggers that are gone, runs what is to run once, and returns the schedules that are due or new. `seconds` is
 * the time until the next one is due.
 */
export async function findSchedules(
  db: Database,
): Promise<{ schedules: Schedule[]; seconds: number | null }> {
  const rows = await db.query(sql<{ schedules: Schedule[]; seconds: number | null }>`
    with wanted as materialized (
      select distinct f.id as function_id, t.it ->> 'type' as type, t.it ->> 'cron' as cron, coalesce(t.it ->> 'timezone', 'UTC') as timezone
      from selfdb.functions f join selfdb.users o on o.id = f.owner_id cross join lateral jsonb_array_elements(f.triggers) t(it)
      where ${canRun} and t.it ->> 'type' in ('schedule', 'once')),
    gone as (
      delete from selfdb.function_schedules s where not exists (
        select from wanted w where w.type = 'schedule' and (w.function_id, w.cron, w.timezone) = (s.function_id, s.cron, s.timezone))),
    forgotten as (
      delete from selfdb.function_once o using selfdb.functions f
      where f.id = o.function_id and f.deployment_status = 'deployed' and not f.triggers @> '[{"type": "once"}]'),
    once as (
      insert into selfdb.function_once (function_id) select function_id from wanted where type = 'once'
      on conflict do nothing returning function_id),
    jobs as (
      insert into selfdb.function_jobs (function_id, trigger_type, request)
      select function_id, 'schedule', jsonb_build_object('method', 'POST', 'path', '', 'headers',
          jsonb_build_object('content-type', 'application/json'),
          'body_base64', translate(encode(convert_to('{"type": "once"}', 'UTF8'), 'base64'), e'\n', ''))
      from once),
    known as materialized (
      select w.function_id, w.cron, w.timezone, s.next_run_at from wanted w left join selfdb.function_schedules s
        on (s.function_id, s.cron, s.timezone) = (w.function_id, w.cron, w.timezone)
      where w.type = 'schedule')
    select (select coalesce(json_agg(json_build_object('function_id', function_id, 'cron', cron, 'timezone', timezone,
        'next_run_at', next_run_at)), '[]') from known where next_run_at is null or next_run_at <= now()) as schedules,
      (select extract(epoch from min(next_run_at) - now())::float8 from known where next_run_at > now()) as seconds`);
  return rows[0] ?? { schedules: [], seconds: null };
}

/** Writes down when new schedules are due first, and runs due ones, each run once. One that still waits is not queued again. */
export async function saveRuns(db: Database, runs: ScheduledRun[]): Promise<void> {
  await db.query(sql`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb)
        g(function_id uuid, cron text, timezone text, next_run_at timestamptz, next timestamptz, missed int)),
    added as (
      insert into selfdb.function_schedules (function_id, cron, timezone, next_run_at)
      select g.function_id, g.cron, g.timezone, g.next from given g join selfdb.functions f on f.id = g.function_id
      where g.next_run_at is null
      on conflict do nothing),
    due as (
      update selfdb.function_schedules s set next_run_at = g.next, last_run_at = now() from given g
      where (s.function_id, s.cron, s.timezone, s.next_run_at) = (g.function_id, g.cron, g.timezone, g.next_run_at)
      returning g.*)
    insert into selfdb.function_jobs (function_id, trigger_type, order_key, request)
    select d.function_id, 'schedule', 'schedule:' || d.cron || ' ' || d.timezone, jsonb_build_object('method', 'POST', 'path', '',
      'headers', jsonb_build_object('content-type', 'application/json'),
      'body_base64', translate(encode(convert_to(json_build_object('type', 'schedule', 'cron', d.cron, 'timezone', d.timezone,
        'scheduled_at', d.next_run_at, 'missed', d.missed)::text, 'UTF8'), 'base64'), e'\n', ''))
    from due d
    where not exists (select from selfdb.function_jobs j where j.function_id = d.function_id and j.claimed_at is null
      and j.order_key = 'schedule:' || d.cron || ' ' || d.timezone)`);
}
