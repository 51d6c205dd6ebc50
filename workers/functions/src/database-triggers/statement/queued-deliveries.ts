import type { FeedLoss } from '@selfdb/shared/realtime/feed-changes';
import { type RawBuilder, sql } from 'kysely';

const LOST = 'Changes may be missing here, and this was not sent. Read the rows again. ';

/**
 * For a statement with `changes`, `outbound`, the webhooks that get them, and `moved`, which has no row if nothing is to be written:
 * `sends`, which queues a delivery of each change for each webhook in their order. A failed delivery for each loss tells the owner that changes are missing.
 */
export function queuedDeliveries(losses: FeedLoss[]): RawBuilder<unknown> {
  return sql`
    sent as materialized (
      select uuidv7() as id, w.webhook_id, c.order_key, c.sent_body, c.position
      from moved cross join changes c join outbound w on w.relid = c.relid::oid and c.operation = any (w.operations)),
    deliveries as (
      insert into selfdb.webhook_deliveries (id, webhook_id, order_key, request_headers, request_body)
      select id, webhook_id, order_key, jsonb_build_object('content-type', 'application/json', 'webhook-id', id), decode(sent_body, 'base64')
      from sent),
    sends as (
      insert into selfdb.webhook_jobs (delivery_id, webhook_id, order_key)
      select id, webhook_id, order_key from sent order by position
      returning 1),
    missed as (
      insert into selfdb.webhook_deliveries (webhook_id, order_key, request_body, status, error_message, processing_completed_at)
      select w.webhook_id, w.relid::text, convert_to(json_build_object('type', 'LOST', 'reason', l.reason)::text, 'UTF8'), 'failed',
        ${LOST} || l.reason, now()
      from moved cross join json_to_recordset(${JSON.stringify(losses)}::json) as l(relid bigint, reason text)
      join outbound w on l.relid is null or w.relid = l.relid::oid)`;
}
