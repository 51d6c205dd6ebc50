import type { Principal } from '@selfdb/server/auth/principal';
import { me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { firstIdAt } from '@selfdb/server/db/first-id-at';
import { containsPattern } from '@selfdb/server/db/text/like';
import { wireTime } from '@selfdb/server/db/wire-time';
import type { AuditEntry, ListAudit } from '@selfdb/shared/system/audit/schema';
import { type RawBuilder, sql } from 'kysely';

type PageRow = RoleRow & { entries: AuditEntry[] };

const entryObject = sql`json_build_object(
  'id', a.id, 'at', ${wireTime('selfdb.id_time(a.id)')}, 'action', a.action, 'outcome', a.outcome,
  'actor', case when a.actor_id is not null
    then json_build_object('id', a.actor_id, 'email', a.actor_email, 'role', a.actor_role) end,
  'target_type', a.target_type, 'target_id', a.target_id, 'target_name', a.target_name, 'address', a.address,
  'user_agent', a.user_agent, 'request_id', a.request_id, 'details', a.details, 'count', a.count,
  'last_at', ${wireTime('a.last_at')})`;

/** One row: `my_role`, and for an ADMIN up to `limit` and one more `entries`, newest first. */
export async function selectAudit(
  db: Database,
  principal: Principal,
  list: ListAudit,
): Promise<PageRow | undefined> {
  const rows = await db.query(sql<PageRow>`
    with ${me(principal)},
    page as (
      select * from selfdb.audit_log a where (select role from me) = 'ADMIN' and ${sql.join(conditions(list), sql` and `)}
      order by a.id desc limit ${list.limit + 1}::int)
    select (select role from me) as my_role,
      (select coalesce(json_agg(${entryObject} order by a.id desc), '[]') from page a) as entries`);
  return rows[0];
}

function conditions(list: ListAudit): RawBuilder<unknown>[] {
  const { cursor, action, outcome, actor, target_type, target_id, request_id, since, until, search } = list;
  const all = [sql`true`];
  if (cursor) all.push(sql`a.id < ${cursor}::uuid`);
  if (since) all.push(...happenedSince(Date.parse(since)));
  if (until) all.push(sql`a.id < ${firstIdAt(Date.parse(until))}::uuid`);
  if (action) all.push(sql`a.action ^@ any (${action.split(',')}::text[])`);
  if (outcome) all.push(sql`a.outcome = ${outcome}`);
  if (actor)
    all.push(isUuid(actor) ? sql`a.actor_id = ${actor}::uuid` : sql`lower(a.actor_email) = lower(${actor})`);
  if (target_type) all.push(sql`a.target_type = ${target_type}`);
  if (target_id) all.push(sql`a.target_id = ${target_id}::uuid`);
  if (request_id)
    all.push(
      sql`(a.request_id = ${request_id} or jsonb_exists(a.details -> 'request_ids', ${request_id}::text))`,
    );
  if (search) all.push(matches(containsPattern(search)));
  return all;
}

/** An entry that counts several failures has the id of the first, and those of one hour. */
const FOLDED_MS = 3_600_000;

function happenedSince(time: number): RawBuilder<unknown>[] {
  return [
    sql`a.id >= ${firstIdAt(Math.max(time - FOLDED_MS, 0))}::uuid`,
    sql`(a.id >= ${firstIdAt(time)}::uuid or a.last_at >= ${new Date(time).toISOString()}::timestamptz)`,
  ];
}

function matches(pattern: string): RawBuilder<unknown> {
  return sql`concat_ws(' ', a.action, a.actor_email, a.target_name, a.address, a.request_id) ilike ${pattern}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function isUuid(text: string): boolean {
  return UUID.test(text);
}
