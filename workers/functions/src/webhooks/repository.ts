import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { containsPattern } from '@selfdb/server/db/text/like';
import type { AuditAction } from '@selfdb/shared/system/audit/actions';
import type { Direction } from '@selfdb/shared/webhooks/direction';
import type { ListWebhooks, Webhook } from '@selfdb/shared/webhooks/schema';
import { type RawBuilder, sql } from 'kysely';
import { givenFields, type WebhookFields } from './statement/fields.ts';
import { type Target, type TargetGate, targetOf } from './statement/target.ts';
import {
  ownsWebhook,
  type WebhookGate,
  webhookGate,
  webhookObject,
  webhookStatistics,
} from './statement/webhook-object.ts';

/** A webhook without its URL, which depends on where the system is reached. */
export type StoredWebhook = Omit<Webhook, 'url'>;
export type WebhookRow = WebhookGate & { webhook: StoredWebhook | null };

export interface NewWebhook {
  id: string;
  direction: Direction;
  /** Null for an outbound one. */
  token: string | null;
  /** Encrypted. */
  secret: string;
  target: Target;
  fields: WebhookFields;
}

export interface WebhookChange {
  /** Webhooks of other directions stay as they are. */
  directions: readonly Direction[];
  fields: WebhookFields;
  target: Target;
  token?: string | undefined;
  /** Whether the provider has to be Standard Webhooks already, or may not be. Undefined: both will do. */
  isStandard?: boolean | undefined;
  /** Encrypted. The former one counts for so many hours. */
  secret?: { sealed: string; graceHours: number } | undefined;
}

const targetColumns = { inbound: 'function_id', outbound: 'table_id' } as const;
const SORT = { created_at: 'w.created_at', updated_at: 'w.updated_at', name: 'w.name' } as const;

export async function listWebhooks(
  db: Database,
  principal: Principal,
  list: ListWebhooks,
): Promise<(RoleRow & { webhooks: StoredWebhook[] }) | undefined> {
  const order = sql.raw(`${SORT[list.sort_by]} ${list.sort_order}, w.id ${list.sort_order}`);
  const rows = await db.query(sql<RoleRow & { webhooks: StoredWebhook[] }>`
    with me as materialized (select u.id, u.role from ${caller(principal)}),
    page as (
      select ${webhookObject} as webhook from (
        select w.* from me u cross join selfdb.webhooks w where ${ownsWebhook} and ${matches(list.search)}
        order by ${order} limit ${list.limit}::bigint offset ${list.skip}::bigint) w ${webhookStatistics}
      order by ${order})
    select (select role from me) as my_role, (select coalesce(json_agg(webhook), '[]') from page) as webhooks`);
  return rows[0];
}

export async function countWebhooks(
  db: Database,
  principal: Principal,
  search: string | undefined,
): Promise<(RoleRow & { count: number }) | undefined> {
  const rows = await db.query(sql<RoleRow & { count: number }>`
    with me as materialized (select u.id, u.role from ${caller(principal)})
    select (select role from me) as my_role,
      (select count(*) from me u cross join selfdb.webhooks w where ${ownsWebhook} and ${matches(search)})::float8 as count`);
  return rows[0];
}

export async function findWebhook(
  db: Database,
  principal: Principal,
  id: string,
): Promise<WebhookRow | undefined> {
  const rows = await db.query(sql<WebhookRow>`
    with ${webhookGate(principal, id)}
    select gate.*, (
      select ${webhookObject} from selfdb.webhooks w ${webhookStatistics} where w.id = ${id}::uuid and gate.owned) as webhook
    from gate`);
  return rows[0];
}

/** The webhook is null unless the function is one that the caller may manage, or the table one that the caller may read. */
export async function insertWebhook(
  db: Database,
  principal: Principal,
  { id, direction, token, secret, target, fields }: NewWebhook,
): Promise<(RoleRow & TargetGate & { webhook: StoredWebhook | null }) | undefined> {
  const given = givenFields(fields);
  const targetColumn = sql.raw(targetColumns[direction]);
  const rows = await db.query(sql<RoleRow & TargetGate & { webhook: StoredWebhook | null }>`
    with gate as materialized (
      select u.id as my_id, u.role as my_role, u.id as owner_id, u.role as owner_role from ${caller(principal)}),
    ${targetOf(target)},
    w as (
      insert into selfdb.webhooks (${sql.join([sql`id, owner_id, direction, token, secret, ${targetColumn}`, ...given.map(({ column }) => column)])})
      select ${sql.join([sql`${id}::uuid, gate.my_id, ${direction}::text, ${token}::text, ${secret}, target.target_id`, ...given.map((each) => each.value)])}
      from gate, target where target.target_allowed
      returning *),
    ${audit(principal, 'webhook.created', 'webhook', {
      rows: sql`select id as target_id, name as target_name, json_build_object('direction', direction, ${targetColumns[direction]}::text, ${targetColumn}) as details from w`,
    })}
    select gate.my_role, target.target_found, target.target_allowed, (select ${webhookObject} from w ${webhookStatistics}) as webhook
    from gate, target`);
  return rows[0];
}

/** Changes nothing unless the change suits the webhook, and the caller may manage it and, if it gets another target, use that. */
export async function updateWebhook(
  db: Database,
  principal: Principal,
  id: string,
  { action, change }: { action: AuditAction; change: WebhookChange },
): Promise<(WebhookRow & TargetGate) | undefined> {
  const details = JSON.stringify({ fields: changedNames(change) });
  const rows = await db.query(sql<WebhookRow & TargetGate>`
    with ${webhookGate(principal, id)},
    ${targetOf(change.target)},
    w as (
      update selfdb.webhooks w set ${sql.join(assignments(change))}
      from gate, target
      where gate.owned and gate.direction = any (${change.directions}::text[]) and target.target_allowed
        and gate.is_standard = coalesce(${change.isStandard ?? null}::bool, gate.is_standard) and w.id = ${id}::uuid
      returning w.*),
    ${audit(principal, action, 'webhook', {
      rows: sql`select id as target_id, name as target_name, ${details} as details from w`,
    })}
    select gate.*, target.*, (select ${webhookObject} from w ${webhookStatistics}) as webhook from gate, target`);
  return rows[0];
}

/** Deletes a webhook with its deliveries, and what waits to be run for them. */
export async function deleteWebhook(
  db: Database,
  principal: Principal,
  id: string,
): Promise<WebhookGate | undefined> {
  const rows = await db.query(sql<WebhookGate>`
    with ${webhookGate(principal, id)},
    w as (delete from selfdb.webhooks w using gate where gate.owned and w.id = ${id}::uuid returning w.*),
    jobs as (
      delete from selfdb.function_jobs j using w, selfdb.webhook_deliveries d where d.webhook_id = w.id and j.delivery_id = d.id),
    ${audit(principal, 'webhook.deleted', 'webhook', {
      rows: sql`select id as target_id, name as target_name, '{}' as details from w`,
    })}
    select gate.* from gate`);
  return rows[0];
}

function changedNames({ fields, target, secret }: WebhookChange): string[] {
  const targets = Object.entries(target).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return [...givenFields(fields).map(({ name }) => name), ...targets, ...(secret ? ['secret_key'] : [])];
}

function assignments({ fields, target, token, secret }: WebhookChange): RawBuilder<unknown>[] {
  const sets = givenFields(fields).map(({ column, value }) => sql`${column} = ${value}`);
  if (target.function_id !== undefined) sets.push(sql`function_id = target.target_id`);
  if (target.table !== undefined) sets.push(sql`table_id = target.target_id`);
  if (token !== undefined) sets.push(sql`token = ${token}`);
  if (secret) {
    sets.push(
      sql`old_secret = w.secret, old_secret_until = now() + make_interval(hours => ${secret.graceHours}::int)`,
    );
    sets.push(sql`secret = ${secret.sealed}`);
  }
  return [...sets, sql`updated_at = now()`];
}

function matches(search: string | undefined): RawBuilder<unknown> {
  if (!search) return sql`true`;
  const pattern = containsPattern(search);
  return sql`(w.name ilike ${pattern} or w.description ilike ${pattern})`;
}
