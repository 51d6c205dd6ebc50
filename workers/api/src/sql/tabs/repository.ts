import type { Principal } from '@selfdb/server/auth/principal';
import { me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { beginningOf, isShownWhole, jsonBytes } from '@selfdb/server/db/page-budget';
import { wireTime } from '@selfdb/server/db/wire-time';
import type { CreateSqlTab, ListSqlTabs, SqlTab, UpdateSqlTab } from '@selfdb/shared/sql/tab';
import { type RawBuilder, sql } from 'kysely';

export const MAX_TABS = 100;

interface FoundTab extends Omit<SqlTab, 'truncated'> {
  truncated?: boolean;
}

/** Without an id if there is no such tab. */
export type TabRow = RoleRow & (FoundTab | { id: null });

const myId = sql`(select id from me where role = 'ADMIN')`;
const myRole = sql`(select role from me) as my_role`;
const times = sql`${wireTime('s.created_at')} as created_at, ${wireTime('s.updated_at')} as updated_at`;
const columns = sql`s.id, s.name, s.query, s.position, ${times}`;
const inOrder = sql`order by s.position, s.created_at, s.id`;

/** The caller's tabs; one row without an id if there are none. Large queries are cut off. */
export function selectTabs(
  db: Database,
  who: Principal,
  { skip = 0, limit }: ListSqlTabs,
): Promise<TabRow[]> {
  return db.query(sql<TabRow>`
    with ${me(who)}, page as (
      select s.* from selfdb.sql_tabs s where s.user_id = ${myId} ${inOrder}
      limit ${limit}::bigint offset ${skip}::bigint),
    sized as (select page.*, ${jsonBytes('query')} as bytes from page)
    select ${myRole}, s.id, s.name, s.position, ${times}, not whole as truncated,
      case when whole then s.query else ${beginningOf('s.query')} end as query
    from (select) as always left join (select sized.*, ${isShownWhole} as whole from sized) s on true ${inOrder}`);
}

/** One row; without an id if the caller is not an ADMIN or has as many tabs as allowed. */
export async function insertTab(
  db: Database,
  who: Principal,
  tab: CreateSqlTab,
): Promise<TabRow | undefined> {
  const [, rows] = await db.batch([
    lockTabs(who),
    sql<TabRow>`
      with ${me(who)}, mine as (select count(*) as number, max(position) as last from selfdb.sql_tabs where user_id = ${myId}),
      s as (
        insert into selfdb.sql_tabs (user_id, name, query, position, updated_at)
        select me.id, ${tab.name}, ${tab.query}, coalesce(${tab.position ?? null}::int, least(coalesce(mine.last + 1, 0), 1000000)),
          date_trunc('milliseconds', now())
        from me, mine where me.role = 'ADMIN' and mine.number < ${MAX_TABS}::int returning *)
      select ${myRole}, ${columns} from (select) as always left join s on true`,
  ]);
  return rows[0];
}

/** Serializes what adds tabs of one user, so that each call counts those of the others. */
function lockTabs(who: Principal): RawBuilder<unknown> {
  return sql`with ${me(who)} select u.id from selfdb.users u where u.id = ${myId} for no key update of u`;
}

/** One row. With `exists` but without an id, the tab has another `updated_at` than the change expects. */
export async function updateTab(
  db: Database,
  who: Principal,
  id: string,
  change: UpdateSqlTab,
): Promise<(TabRow & { exists: boolean }) | undefined> {
  const { name = null, query = null, position = null, updated_at: known = null } = change;
  const rows = await db.query(sql<TabRow & { exists: boolean }>`
    with ${me(who)},
    s as (
      update selfdb.sql_tabs t set
        name = coalesce(${name}, t.name), query = coalesce(${query}, t.query), position = coalesce(${position}::int, t.position),
        updated_at = ${nextTime}
      where t.id = ${id}::uuid and t.user_id = ${myId} and (${known}::timestamptz is null or t.updated_at = ${known}::timestamptz)
      returning t.*)
    select ${myRole}, ${columns}, exists (
      select from selfdb.sql_tabs t where t.id = ${id}::uuid and t.user_id = ${myId}) as exists
    from (select) as always left join s on true`);
  return rows[0];
}

/** Later than the time before, in the milliseconds that clients see: two versions never have the same time. */
const nextTime = sql`greatest(date_trunc('milliseconds', clock_timestamp()), t.updated_at + interval '1 millisecond')`;

/** One row; without an id if there is no such tab. */
export async function deleteTab(
  db: Database,
  who: Principal,
  id: string,
): Promise<(RoleRow & { id: string | null }) | undefined> {
  const rows = await db.query(sql<RoleRow & { id: string | null }>`
    with ${me(who)}, s as (
      delete from selfdb.sql_tabs t where t.id = ${id}::uuid and t.user_id = ${myId} returning t.id)
    select ${myRole}, s.id from (select) as always left join s on true`);
  return rows[0];
}
