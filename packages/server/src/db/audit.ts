import type { AuditAction, AuditTarget } from '@selfdb/shared/system/audit/actions';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../auth/principal.ts';

interface AuditedRows {
  /**
   * A query with a row for each entry and the columns `target_id`, `target_name` and `details`, a JSON object without secrets and
   * without values of rows.
   */
  rows: RawBuilder<unknown>;
  /** By default `ok`. */
  outcome?: 'ok' | 'refused' | 'failed';
  /** A query with the columns `id`, `email` and `role`. By default the principal's user, as before the statement. */
  actor?: RawBuilder<unknown>;
}

/**
 * The common table expression `audited`, which adds entries to the audit log. It belongs to the statement that does what they
 * say, so that neither happens without the other. Postgres runs it although nothing reads it.
 */
export function audit(
  principal: Principal,
  action: AuditAction | RawBuilder<unknown>,
  target: AuditTarget,
  { rows, outcome = 'ok', actor = userOf(principal) }: AuditedRows,
): RawBuilder<unknown> {
  const { address, userAgent, requestId } = principal.origin ?? {};
  return sql`audited as (
    insert into selfdb.audit_log (action, outcome, actor_id, actor_email, actor_role, target_type, target_id, target_name, details,
      address, user_agent, request_id)
    select ${typeof action === 'string' ? sql`${action}::text` : action}, ${outcome}::text, actor.id, actor.email, actor.role, ${target}::text,
      target.target_id, target.target_name, target.details::jsonb, ${address ?? null}::text, ${userAgent ?? null}::text, ${requestId ?? null}::text
    from (${rows}) target left join (${actor}) actor on true)`;
}

/** The user of a principal as an actor; no row for an anonymous caller. */
function userOf(principal: Principal): RawBuilder<unknown> {
  const id = principal.kind === 'user' ? principal.userId : null;
  return sql`select u.id, u.email, u.role from selfdb.users u where u.id = ${id}::uuid`;
}

/** The ids of the last requests that were folded into an entry. The entry's own is the first. */
const MAX_REQUESTS = 20;
const laterRequests = sql`case when jsonb_array_length(coalesce(log.details -> 'request_ids', '[]')) >= ${sql.lit(MAX_REQUESTS)}
    then (log.details -> 'request_ids') - 0 else coalesce(log.details -> 'request_ids', '[]') end
  || coalesce(to_jsonb(excluded.request_id), '[]')`;

/**
 * The same for a failure, which an anonymous caller can repeat at will: all of one `key` within an hour are one entry that
 * counts them, and has the ids of the last requests. `rows` has at most one row, with `target_id` and `target_name`.
 */
export function auditFailure(
  principal: Principal,
  action: AuditAction,
  target: AuditTarget,
  { rows, key }: { rows: RawBuilder<unknown>; key: string },
): RawBuilder<unknown> {
  const { address, userAgent, requestId } = principal.origin ?? {};
  return sql`audited as (
    insert into selfdb.audit_log as log (action, outcome, target_type, target_id, target_name, address, user_agent, request_id, fold_key)
    select ${action}::text, 'failed', ${target}::text, target.target_id, target.target_name, ${address ?? null}::text,
      ${userAgent ?? null}::text, ${requestId ?? null}::text,
      concat_ws(' ', ${action}::text, ${key}::text, target.target_id, date_trunc('hour', now() at time zone 'UTC'))
    from (${rows}) target
    on conflict (fold_key) where fold_key is not null do update set count = log.count + 1, last_at = now(),
      details = log.details || jsonb_build_object('request_ids', ${laterRequests}))`;
}
