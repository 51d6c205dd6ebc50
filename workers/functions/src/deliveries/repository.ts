import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { caller } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { wireTime } from '@selfdb/server/db/wire-time';
import type { ListDeliveries, WebhookDelivery } from '@selfdb/shared/webhooks/delivery-schema';
import { type RawBuilder, sql } from 'kysely';
import { canRun } from '../functions/statement/can-run.ts';
import { mayRead } from '../webhooks/statement/target.ts';
import { ownsWebhook, type WebhookGate, webhookGate } from '../webhooks/statement/webhook-object.ts';
import { insertJobs, insertSends } from './statement/job.ts';

/** A delivery with its body, or the beginning of it, as base64. */
export type StoredDelivery = Omit<WebhookDelivery, 'request_body'> & { request_body: string };

const MAX_LISTED_BODY_BYTES = 2048;

export async function listDeliveries(
  db: Database,
  principal: Principal,
  webhookId: string,
  { status, limit, skip = 0 }: ListDeliveries,
): Promise<(WebhookGate & { deliveries: StoredDelivery[] }) | undefined> {
  const body = sql`substring(d.request_body from 1 for ${sql.lit(MAX_LISTED_BODY_BYTES)})`;
  const rows = await db.query(sql<WebhookGate & { deliveries: StoredDelivery[] }>`
    with ${webhookGate(principal, webhookId)}
    select gate.*, (
      select coalesce(json_agg(${deliveryObject(body)} order by d.id desc), '[]') from (
        select * from selfdb.webhook_deliveries d
        where d.webhook_id = ${webhookId}::uuid and gate.owned and (${status ?? null}::text is null or d.status = ${status ?? null}::text)
        order by d.id desc limit ${limit}::bigint offset ${skip}::bigint) d) as deliveries
    from gate`);
  return rows[0];
}

export async function findDelivery(
  db: Database,
  principal: Principal,
  id: string,
): Promise<(WebhookGate & { delivery: StoredDelivery | null }) | undefined> {
  const rows = await db.query(sql<WebhookGate & { delivery: StoredDelivery | null }>`
    with ${deliveryGate(principal, id)}
    select gate.my_role, gate.found, gate.owned, gate.direction, (
      select ${deliveryObject(sql`d.request_body`)} from selfdb.webhook_deliveries d where d.id = ${id}::uuid and gate.owned) as delivery
    from gate`);
  return rows[0];
}

/**
 * Queues a delivery again for the function that its webhook has now, or to be sent. `delivery` is null if the function can't run, or
 * the webhook can't send, or if the delivery waits or runs: its row's lock orders simultaneous calls.
 */
export async function retryDelivery(
  db: Database,
  principal: Principal,
  id: string,
): Promise<(WebhookGate & { can_run: boolean; delivery: StoredDelivery | null }) | undefined> {
  const rows = await db.query(sql<WebhookGate & { can_run: boolean; delivery: StoredDelivery | null }>`
    with ${deliveryGate(principal, id)},
    w as materialized (
      select w.*, case w.direction when 'inbound' then ${canRun} else w.is_active and o.is_active and ${mayRead} end as can_run
      from gate join selfdb.webhooks w on w.id = gate.webhook_id left join selfdb.functions f on f.id = w.function_id
        left join selfdb.tables t on t.id = w.table_id join selfdb.users o on o.id = coalesce(f.owner_id, w.owner_id)
      where gate.owned),
    d as (
      update selfdb.webhook_deliveries d set status = 'queued', function_id = w.function_id, retry_count = d.retry_count + 1,
        next_retry_at = null, error_message = null, processing_started_at = null, processing_completed_at = null
      from w where d.id = ${id}::uuid and w.can_run and d.status in ('received', 'completed', 'failed')
        and not exists (select from selfdb.function_jobs j where j.delivery_id = d.id)
      returning d.*),
    job as (${insertJobs}),
    send as (${insertSends}),
    dead as (delete from selfdb.function_dead_jobs j using d where j.function_id = d.function_id and j.delivery_id = d.id),
    ${audit(principal, 'webhook.delivery_retried', 'webhook', {
      rows: sql`select w.id as target_id, w.name as target_name, json_build_object('delivery_id', d.id) as details from d, w`,
    })}
    select gate.my_role, gate.found, gate.owned, gate.direction, coalesce((select can_run from w), false) as can_run,
      (select ${deliveryObject(sql`d.request_body`)} from d) as delivery
    from gate`);
  return rows[0];
}

/** The common table expression `gate`, one row: `my_role`, whether the delivery is `found` and `owned`, its webhook and `direction`. */
function deliveryGate(principal: Principal, id: string): RawBuilder<unknown> {
  return sql`gate as materialized (
    select u.role as my_role, d.id is not null as found, d.id is not null and ${ownsWebhook} as owned, w.id as webhook_id, w.direction
    from ${caller(principal)}
    left join (selfdb.webhook_deliveries d join selfdb.webhooks w on w.id = d.webhook_id) on d.id = ${id}::uuid)`;
}

function deliveryObject(body: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`json_build_object('id', d.id, 'webhook_id', d.webhook_id, 'function_id', d.function_id,
    'provider_delivery_id', d.provider_delivery_id, 'source_ip', d.source_ip, 'request_headers', d.request_headers,
    'request_body', encode(${body}, 'base64'), 'request_body_bytes', length(d.request_body), 'signature_valid', d.signature_valid,
    'status', d.status, 'delivery_attempt', d.delivery_attempt, 'retry_count', d.retry_count,
    'next_retry_at', ${wireTime('d.next_retry_at')}, 'function_execution_id', d.function_execution_id,
    'execution_result', d.execution_result, 'error_message', d.error_message, 'execution_time_ms', d.execution_time_ms,
    'response_status_code', d.response_status_code, 'created_at', ${wireTime('d.received_at')},
    'received_at', ${wireTime('d.received_at')}, 'processing_started_at', ${wireTime('d.processing_started_at')},
    'processing_completed_at', ${wireTime('d.processing_completed_at')})`;
}
