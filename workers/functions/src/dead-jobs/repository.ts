import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import type { Database } from '@selfdb/server/db/database';
import { wireTime } from '@selfdb/server/db/wire-time';
import type { DeadJob, ListDeadJobs } from '@selfdb/shared/functions/dead-job-routes';
import { type RawBuilder, sql } from 'kysely';
import { CHANGE_DELAY_SECONDS, MAX_CHANGE_ATTEMPTS } from '../database-triggers/statement/queued-changes.ts';
import { type FunctionGate, functionGate } from '../functions/statement/function-object.ts';

const MAX_LISTED_CHARACTERS = sql.lit(2048);

/** Those of webhooks are retried as deliveries. */
export async function listDeadJobs(
  db: Database,
  principal: Principal,
  id: string,
  { limit, skip = 0 }: ListDeadJobs,
): Promise<(FunctionGate & { jobs: DeadJob[] }) | undefined> {
  const rows = await db.query(sql<FunctionGate & { jobs: DeadJob[] }>`
    with ${functionGate(principal, id)}
    select gate.*, (
      select coalesce(json_agg(${jobObject(sql`left(${body}, ${MAX_LISTED_CHARACTERS})`)} order by j.died_at desc, j.id desc), '[]') from (
        select * from selfdb.function_dead_jobs j where j.function_id = ${id}::uuid and j.delivery_id is null and gate.owned
        order by j.died_at desc, j.id desc limit ${limit}::bigint offset ${skip}::bigint) j) as jobs
    from gate`);
  return rows[0];
}

/** Queues a dead job again. `job` is null if there is none: of two calls at once, one finds it. */
export async function retryDeadJob(
  db: Database,
  principal: Principal,
  { id, job_id }: { id: string; job_id: string },
): Promise<(FunctionGate & { job: DeadJob | null }) | undefined> {
  const rows = await db.query(sql<FunctionGate & { job: DeadJob | null }>`
    with ${functionGate(principal, id)},
    j as (
      delete from selfdb.function_dead_jobs j using gate
      where gate.owned and j.id = ${job_id}::uuid and j.function_id = ${id}::uuid and j.delivery_id is null returning j.*),
    queued as (
      insert into selfdb.function_jobs (function_id, trigger_type, request, user_id, session_id, order_key, max_attempts, delay_seconds)
      select function_id, trigger_type, request, user_id, session_id, order_key,
        case trigger_type when 'database' then ${MAX_CHANGE_ATTEMPTS} else 1 end, ${CHANGE_DELAY_SECONDS} from j),
    ${audit(principal, 'function.job_retried', 'function', {
      rows: sql`select f.id as target_id, f.name as target_name, json_build_object('job_id', j.id) as details
        from j join selfdb.functions f on f.id = j.function_id`,
    })}
    select gate.*, (select ${jobObject(body)} from j) as job from gate`);
  return rows[0];
}

/** Requests that the system makes are UTF-8. */
const body = sql`convert_from(decode(coalesce(j.request ->> 'body_base64', ''), 'base64'), 'UTF8')`;

function jobObject(shown: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`json_build_object('id', j.id, 'function_id', j.function_id, 'trigger_type', j.trigger_type, 'request_body', ${shown},
    'attempts', j.attempts, 'error', j.error, 'created_at', ${wireTime('j.created_at')}, 'died_at', ${wireTime('j.died_at')})`;
}
