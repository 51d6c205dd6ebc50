import type { Database } from '@selfdb/server/db/database';
import type { DeliveryIdentity } from '@selfdb/server/webhooks/delivery-id';
import { sql } from 'kysely';
import { insertJobs } from '../deliveries/statement/job.ts';
import { canRun } from '../functions/statement/can-run.ts';

/** What checking a request needs to know of its webhook. */
export interface InboundRow {
  id: string;
  revision: string;
  provider: string | null;
  provider_event_type: string | null;
  require_signature: boolean;
  /** Encrypted. */
  secret: string;
  old_secret: string | null;
  /** Milliseconds since 1970. */
  old_secret_until: number | null;
}

export interface NewDelivery extends DeliveryIdentity {
  sourceIp: string;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  signatureValid: boolean | null;
  /** Whether the function is to run. */
  runs: boolean;
}

export interface StoredRow {
  function_name: string;
  is_active: boolean;
  can_run: boolean;
  /** The delivery that this one repeats. */
  known_id: string | null;
  admitted: boolean;
  retry_after_seconds: number;
  /** Null if it was not stored: none of the above explains it only if the same delivery came at the same time. */
  delivery_id: string | null;
}

export async function findInbound(db: Database, token: string): Promise<InboundRow | undefined> {
  const rows = await db.query(sql<InboundRow>`
    select id, revision::text as revision, provider, provider_event_type, require_signature, secret, old_secret,
      (extract(epoch from old_secret_until) * 1000)::float8 as old_secret_until
    from selfdb.webhooks where token = ${token} and direction = 'inbound'`);
  return rows[0];
}

/**
 * Stores a delivery and its job, if the webhook is still as it was checked (`revision`), active, has a function that can run, and
 * is below its rate limit. No row if the webhook has changed. The row of its statistics orders simultaneous requests.
 */
export async function storeDelivery(
  db: Database,
  webhook: { id: string; revision: string; token: string },
  delivery: NewDelivery,
): Promise<StoredRow | undefined> {
  const { providerDeliveryId, replayKey, sourceIp, signatureValid } = delivery;
  const isOver = sql`s.minute_began_at <= now() - interval '1 minute'`;
  const rows = await db.query(sql<StoredRow>`
    with w as materialized (
      select w.*, f.name as function_name, ${canRun} as can_run
      from selfdb.webhooks w join selfdb.functions f on f.id = w.function_id join selfdb.users o on o.id = f.owner_id
      where w.id = ${webhook.id}::uuid and w.token = ${webhook.token} and w.revision = ${webhook.revision}::bigint
      for key share of w),
    known as materialized (
      select d.id from w join selfdb.webhook_deliveries d on d.webhook_id = w.id
      where d.provider_delivery_id = ${providerDeliveryId}::text or d.replay_key = ${replayKey}::text
      order by d.id limit 1),
    rate as (
      update selfdb.webhook_statistics s set minute_began_at = case when ${isOver} then now() else s.minute_began_at end,
        minute_count = case when ${isOver} then 1 else s.minute_count + 1 end
      from w where s.webhook_id = w.id and w.is_active and w.can_run and not exists (select from known)
        and (${isOver} or s.minute_count < w.rate_limit_per_minute)
      returning s.webhook_id),
    d as (
      insert into selfdb.webhook_deliveries (webhook_id, function_id, provider_delivery_id, replay_key, source_ip, request_headers,
        request_body, signature_valid, status)
      select w.id, w.function_id, ${providerDeliveryId}::text, ${replayKey}::text, ${sourceIp}::text, ${JSON.stringify(delivery.headers)}::jsonb,
        decode(${Buffer.from(delivery.body).toString('base64')}, 'base64'), ${signatureValid}::bool,
        ${delivery.runs ? 'queued' : 'received'}
      from w join rate on rate.webhook_id = w.id
      on conflict do nothing returning *),
    job as (${insertJobs})
    select w.function_name, w.is_active, w.can_run, (select id from known) as known_id, exists (select from rate) as admitted,
      greatest(1, ceil(extract(epoch from s.minute_began_at + interval '1 minute' - now())))::int as retry_after_seconds,
      (select id from d) as delivery_id
    from w join selfdb.webhook_statistics s on s.webhook_id = w.id`);
  return rows[0];
}
