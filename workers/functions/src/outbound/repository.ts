import { anonymous } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import type { Database, Statement } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import { retryAt } from '../deliveries/statement/retry-at.ts';
import { mayRead } from '../webhooks/statement/target.ts';

/** A delivery that is to be sent now. */
export interface ClaimedSend {
  delivery_id: string;
  webhook_id: string;
  target_url: string;
  /** Encrypted. */
  secret: string;
  /** Null unless it still counts. */
  old_secret: string | null;
  body_base64: string;
}

/** How an attempt went. */
export interface SendOutcome {
  /** Undefined: there was no answer. */
  status: number | undefined;
  /** The beginning of the answer. */
  answer: string | null;
  /** Null: it was delivered. */
  error: string | null;
  /** The receiver wants no more: the webhook is deactivated. */
  isGone: boolean;
  durationMs: number;
}

const RETRIES = {
  backoff: sql`w.retry_backoff_strategy`,
  delay: sql`w.retry_delay_seconds`,
  maxDelay: sql`w.retry_max_delay_seconds`,
};
/** So many of one webhook are sent at once, so that a slow receiver leaves room for others. */
const MAX_PER_WEBHOOK = 10;

/**
 * Claims deliveries that are due, the oldest of each webhook first. Of those with one order key, only the oldest is taken. What waits
 * for a webhook that is not active, or whose owner may not read the table any more, goes on waiting. The last one's body may reach beyond
 * `maxBytes`. There must be one caller of this at a time.
 */
export function claimSends(limit: number, maxBytes: number): Statement<{ send: ClaimedSend }> {
  return sql<{ send: ClaimedSend }>`
    with due as materialized (
      select due.id, due.bytes from selfdb.webhooks w join selfdb.users o on o.id = w.owner_id join selfdb.tables t on t.id = w.table_id
      cross join lateral (
        select count(*) as jobs from selfdb.webhook_jobs r where r.webhook_id = w.id and r.claimed_at is not null) running
      cross join lateral (
        select j.id, length(d.request_body) as bytes from selfdb.webhook_jobs j join selfdb.webhook_deliveries d on d.id = j.delivery_id
        where j.webhook_id = w.id and j.claimed_at is null and j.run_at <= now() and not exists (
          select from selfdb.webhook_jobs e where e.webhook_id = j.webhook_id and e.order_key = j.order_key and e.id < j.id)
        order by j.id limit greatest(${sql.lit(MAX_PER_WEBHOOK)} - running.jobs, 0)) due
      where w.direction = 'outbound' and w.is_active and o.is_active and ${mayRead}
      order by due.id limit ${limit}::bigint),
    picked as materialized (
      select id from (select id, bytes, sum(bytes) over (order by id) as total from due) sized
      where total - bytes < ${maxBytes}::bigint),
    claimed as (
      update selfdb.webhook_jobs j set claimed_at = now(), attempt = j.attempt + 1
      from picked where j.id = picked.id returning j.*),
    delivering as (
      update selfdb.webhook_deliveries d set status = 'executing', delivery_attempt = c.attempt, next_retry_at = null,
        processing_started_at = now()
      from claimed c where d.id = c.delivery_id)
    select json_build_object('delivery_id', c.delivery_id, 'webhook_id', w.id, 'target_url', w.target_url, 'secret', w.secret,
      'old_secret', case when w.old_secret_until > now() then w.old_secret end,
      'body_base64', translate(encode(d.request_body, 'base64'), e'\n', '')) as send
    from claimed c join selfdb.webhooks w on w.id = c.webhook_id join selfdb.webhook_deliveries d on d.id = c.delivery_id
    order by c.id`;
}

/** In how many seconds the next delivery is due that waits for its time. Null without one. */
export const nextSend = sql<{ seconds: number | null }>`
  select extract(epoch from min(run_at) - now())::float8 as seconds from selfdb.webhook_jobs
  where claimed_at is null and run_at > now()`;

/** Ends an attempt: the delivery is done, or waits for the next attempt, or has failed for good. */
export async function settleSend(
  db: Database,
  deliveryId: string,
  { status, answer, error, isGone, durationMs }: SendOutcome,
): Promise<void> {
  await db.query(sql`
    with settled as materialized (
      select j.id, j.delivery_id, j.webhook_id,
        case when ${error}::text is null then 'completed'
          when ${isGone}::bool or not w.retry_enabled or j.attempt > w.retry_attempts then 'failed'
          else 'retry_pending' end as status,
        ${retryAt(sql`j.attempt`, RETRIES)} as retry_at
      from selfdb.webhook_jobs j join selfdb.webhooks w on w.id = j.webhook_id
      where j.delivery_id = ${deliveryId}::uuid and j.claimed_at is not null),
    ended as (delete from selfdb.webhook_jobs j using settled s where j.id = s.id and s.status <> 'retry_pending'),
    waiting as (
      update selfdb.webhook_jobs j set claimed_at = null, run_at = s.retry_at
      from settled s where j.id = s.id and s.status = 'retry_pending'),
    deactivated as (
      update selfdb.webhooks w set is_active = false, updated_at = now() from settled s where ${isGone}::bool and w.id = s.webhook_id
      returning w.id, w.name),
    ${audit(anonymous, 'webhook.deactivated', 'webhook', {
      rows: sql`select id as target_id, name as target_name, ${JSON.stringify({ reason: 'gone' })} as details from deactivated`,
    })}
    update selfdb.webhook_deliveries d set status = s.status, error_message = ${error}::text,
      execution_result = to_jsonb(${answer}::text), response_status_code = ${status ?? null}::int, execution_time_ms = ${durationMs}::float8,
      retry_count = d.retry_count + (s.status = 'retry_pending')::int,
      next_retry_at = case s.status when 'retry_pending' then s.retry_at end,
      processing_completed_at = case when s.status <> 'retry_pending' then now() end
    from settled s where d.id = s.delivery_id`);
}

/** Gives back what was being sent when the process ended, without counting it as an attempt. `sending` are those of this process. */
export async function releaseLostSends(db: Database, sending: string[]): Promise<number> {
  const rows = await db.query(sql<{ released: number }>`
    with released as (
      update selfdb.webhook_jobs j set claimed_at = null, attempt = j.attempt - 1
      where j.claimed_at is not null and j.delivery_id <> all (${sending}::uuid[]) returning j.delivery_id, j.attempt),
    delivered as (
      update selfdb.webhook_deliveries d set status = 'queued', delivery_attempt = r.attempt from released r where d.id = r.delivery_id)
    select count(*)::int as released from released`);
  return rows[0]?.released ?? 0;
}
