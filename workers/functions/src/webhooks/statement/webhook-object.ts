import type { Principal } from '@selfdb/server/auth/principal';
import { caller } from '@selfdb/server/db/authority';
import { wireTime } from '@selfdb/server/db/wire-time';
import type { Direction } from '@selfdb/shared/webhooks/direction';
import { type RawBuilder, sql } from 'kysely';
import type { FunctionGate } from '../../functions/statement/function-object.ts';

/** Whether the caller, the user `u`, may manage the webhook `w`. */
export const ownsWebhook = sql`selfdb.may_use('owner', w.owner_id, u.id, u.role)`;

/** The webhook object, without `url` and secrets, for a row `w` of webhooks and its statistics `t`. */
export const webhookObject = sql`json_build_object(
  'id', w.id, 'owner_id', w.owner_id, 'name', w.name, 'description', w.description, 'direction', w.direction,
  'is_active', w.is_active, 'function_id', w.function_id, 'webhook_token', w.token, 'provider', w.provider,
  'table_id', w.table_id, 'table', (select t.told_name from selfdb.tables t where t.id = w.table_id), 'operations', w.operations,
  'target_url', w.target_url,
  'provider_event_type', w.provider_event_type, 'require_signature', w.require_signature,
  'rate_limit_per_minute', w.rate_limit_per_minute, 'retry_enabled', w.retry_enabled, 'retry_attempts', w.retry_attempts,
  'retry_backoff_strategy', w.retry_backoff_strategy, 'retry_delay_seconds', w.retry_delay_seconds,
  'retry_max_delay_seconds', w.retry_max_delay_seconds,
  'old_secret_until', case when w.old_secret_until > now() then ${wireTime('w.old_secret_until')} end,
  'last_received_at', ${wireTime('t.last_received_at')}, 'last_delivery_status', t.last_delivery_status,
  'total_delivery_count', coalesce(t.deliveries, 0), 'successful_delivery_count', coalesce(t.successes, 0),
  'failed_delivery_count', coalesce(t.failures, 0),
  'created_at', ${wireTime('w.created_at')}, 'updated_at', ${wireTime('w.updated_at')})`;

/** For `webhookObject` of a row `w`. */
export const webhookStatistics = sql`left join selfdb.webhook_statistics t on t.webhook_id = w.id`;

export interface WebhookGate extends FunctionGate {
  direction: Direction | null;
}

/**
 * The common table expression `gate`, one row: `my_id` and `my_role` of the caller, whether the webhook is `found` and `owned`, its
 * `direction`, whether its provider `is_standard` (as `schemeOf` reads it), and `owner_id` and `owner_role` of its owner.
 */
export function webhookGate(principal: Principal, id: string): RawBuilder<unknown> {
  return sql`gate as materialized (
    select u.id as my_id, u.role as my_role, w.id is not null as found, w.id is not null and ${ownsWebhook} as owned, w.direction,
      o.id as owner_id, o.role as owner_role, coalesce(lower(trim(w.provider)) = 'standard-webhooks', false) as is_standard
    from ${caller(principal)} left join (selfdb.webhooks w join selfdb.users o on o.id = w.owner_id) on w.id = ${id}::uuid)`;
}
