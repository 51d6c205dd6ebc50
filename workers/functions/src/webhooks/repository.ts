import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { containsPattern } from '@selfdb/server/db/text/like';
import type { AuditAction } from '@selfdb/shared/system/audit/actions';
import type { ListWebhooks, Webhook } from '@selfdb/shared/webhooks/schema';
import { type RawBuilder, sql } from 'kysely';
import { type FunctionGate, ownsFunction } from '../functions/statement/function-object.ts';
import { givenFields, type WebhookFields } from './statement/fields.ts';
import { ownsWebhook, webhookGate, webhookObject, webhookStatistics } from './statement/webhook-object.ts';

/** A webhook without its URL, which depends on where the system is reached. */
export type StoredWebhook = Omit<Webhook, 'url'>;
export type WebhookRow = FunctionGate & { webhook: StoredWebhook | null };

/** Whether a function that a webhook is to run exists, and is the caller's. True where none is named. */
interface TargetGate {
  function_found: boolean;
  function_owned: boolean;
}

export interface NewWebhook {
  id: string;
  token: string;
  /** Encrypted. */
  secret: string;
  function_id: string;
  fields: WebhookFields;
}

export interface WebhookChange {
  fields: WebhookFields;
  token?: string | undefined;
  /** Encrypted. The former one counts for so many hours. */
  secret?: { sealed: string; graceHours: number } | undefined;
}

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

/** The webhook is null unless the function is one that the caller may manage. */
export async function insertWebhook(
  db: Database,
  principal: Principal,
  { id, token, secret, function_id, fields }: NewWebhook,
): Promise<(RoleRow & TargetGate & { webhook: StoredWebhook | null }) | undefined> {
  const given = givenFields(fields);
  const rows = await db.query(sql<RoleRow & TargetGate & { webhook: StoredWebhook | null }>`
    with gate as materialized (
      select u.id as my_id, u.role as my_role, f.id is not null as function_found,
        f.id is not null and ${ownsFunction} as function_owned
      from ${caller(principal)} left join selfdb.functions f on f.id = ${function_id}::uuid),
    w as (
      insert into selfdb.webhooks (${sql.join([sql`id, owner_id, token, secret, function_id`, ...given.map(({ column }) => column)])})
      select ${sql.join([sql`${id}::uuid, gate.my_id, ${token}, ${secret}, ${function_id}::uuid`, ...given.map((each) => each.value)])}
      from gate where gate.function_owned
      returning *),
    ${audit(principal, 'webhook.created', 'webhook', {
      rows: sql`select id as target_id, name as target_name, json_build_object('function_id', function_id) as details from w`,
    })}
    select gate.my_role, gate.function_found, gate.function_owned, (select ${webhookObject} from w ${webhookStatistics}) as webhook from gate`);
  return rows[0];
}

/** Changes nothing unless the caller may manage the webhook and, if it is to run another function, that one too. */
export async function updateWebhook(
  db: Database,
  principal: Principal,
  id: string,
  { action, change }: { action: AuditAction; change: WebhookChange },
): Promise<(WebhookRow & TargetGate) | undefined> {
  const names = givenFields(change.fields).map(({ name }) => name);
  const details = JSON.stringify({ fields: change.secret ? [...names, 'secret_key'] : names });
  const rows = await db.query(sql<WebhookRow & TargetGate>`
    with ${webhookGate(principal, id)},
    target as materialized (${targetOf(change.fields.function_id)}),
    w as (
      update selfdb.webhooks w set ${sql.join(assignments(change))}
      from gate, target where gate.owned and target.function_owned and w.id = ${id}::uuid returning w.*),
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
): Promise<FunctionGate | undefined> {
  const rows = await db.query(sql<FunctionGate>`
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

/** Reads from `gate`, whose `my_id` and `my_role` are the caller's. */
function targetOf(functionId: string | undefined): RawBuilder<unknown> {
  if (functionId === undefined) return sql`select true as function_found, true as function_owned`;
  return sql`
    select f.id is not null as function_found, f.id is not null and ${ownsFunction} as function_owned
    from (select my_id as id, my_role as role from gate) u left join selfdb.functions f on f.id = ${functionId}::uuid`;
}

function assignments({ fields, token, secret }: WebhookChange): RawBuilder<unknown>[] {
  const sets = givenFields(fields).map(({ column, value }) => sql`${column} = ${value}`);
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
  if (!search) return sql`w.direction = 'inbound'`;
  const pattern = containsPattern(search);
  return sql`w.direction = 'inbound' and (w.name ilike ${pattern} or w.description ilike ${pattern})`;
}
