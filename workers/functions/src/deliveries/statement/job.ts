import { sql } from 'kysely';

/**
 * Queues the job of each delivery `d` of the inbound webhook `w`. The job has no body: it is in the delivery. The webhook's
 * `retry_attempts` are those after the first one.
 */
export const insertJobs = sql`
  insert into selfdb.function_jobs (function_id, trigger_type, request, delivery_id, max_attempts, backoff, delay_seconds, max_delay_seconds)
  select w.function_id, 'webhook', jsonb_build_object('method', 'POST', 'path', '/webhooks/in',
      'headers', d.request_headers || jsonb_build_object('x-webhook-id', w.id, 'x-delivery-id', d.id)),
    d.id, case when w.retry_enabled then w.retry_attempts + 1 else 1 end, w.retry_backoff_strategy, w.retry_delay_seconds,
    w.retry_max_delay_seconds
  from d join w on w.id = d.webhook_id where d.status = 'queued' and w.direction = 'inbound'
  on conflict (delivery_id) where delivery_id is not null do nothing`;

/** The same for deliveries of the outbound webhook `w`: they are sent after what waits already. */
export const insertSends = sql`
  insert into selfdb.webhook_jobs (delivery_id, webhook_id, order_key)
  select d.id, w.id, d.order_key from d join w on w.id = d.webhook_id where d.status = 'queued' and w.direction = 'outbound'
  on conflict (delivery_id) do nothing`;
