import type { Principal } from '@selfdb/server/auth/principal';
import { callers, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { sortsByCodePoint } from '@selfdb/server/db/text/text-order';
import type { Access } from '@selfdb/shared/contract/access';
import type { Role } from '@selfdb/shared/users/schema';
import { sql } from 'kysely';

/** A caller, and the table to listen to. Without a table: whether the caller may enter a room. */
export interface Question {
  principal: Principal;
  tableName: string | undefined;
}

/** How the collation of the column `a` departs from the order of code points; null if it does not. */
const collation = sql`(
  select case when not c.collisdeterministic then 'nondeterministic' when not ${sortsByCodePoint} then 'linguistic' end
  from pg_collation c where c.oid = a.attcollation)`;

/** The columns of the class `c`, as filters read them: with the base type of a domain and the labels of an enum. */
const columns = sql`(
  select coalesce(json_agg(json_build_object(
    'name', a.attname, 'type', selfdb.type_name(a.atttypid, a.atttypmod), 'cast', selfdb.type_name(a.atttypid, null),
    'category', ty.typcategory, 'base', case when under.domain then selfdb.type_name(under.id, null) || under.suffix end,
    'hidesText', under.hides_text, 'collation', ${collation},
    'labels', (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = under.id)
  ) order by a.attnum), '[]')
  from pg_attribute a join pg_type ty on ty.oid = a.atttypid
  join lateral (
    with recursive chain as (
      select ty.oid as id, '' as suffix, false as domain, 0 as depth
      union all
      select part.id, part.suffix, chain.domain or p.typtype = 'd', chain.depth + 1
      from chain join pg_type p on p.oid = chain.id
      join lateral (
        select p.typbasetype as id, chain.suffix where p.typtype = 'd'
        union all select e.oid, '[]' from pg_type e where e.oid = p.typelem and e.typarray = p.oid and chain.suffix = '') part on true)
    select id, domain, suffix,
      t.typtype = 'c' or suffix <> '' and (t.typcategory = 'A' or t.typdelim <> ',') as hides_text
    from chain join pg_type t on t.oid = id order by depth desc limit 1) under on true
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)`;

/** The table's fields are null if there is no such table. */
export interface RightsRow {
  role: Role | null;
  table_id: string | null;
  relid: number | null;
  owner_id: string | null;
  access: Access | null;
  realtime_enabled: boolean | null;
  columns: unknown[] | null;
  lsn: string;
  snapshot: string;
}

/**
 * One row per question, in order. `role` is null if the caller's session or account has ended. `lsn` is a position in the log
 * after everything that the statement saw, and `snapshot` says what it saw.
 */
export function selectRights(db: Database, questions: Question[]): Promise<RightsRow[]> {
  const names = questions.map(({ tableName }) => tableName ?? null);
  return db.query(sql<RightsRow>`
    with tables as materialized (
      select c.relname::text as name, c.oid::bigint::float8 as relid, t.id as table_id, t.owner_id, t.access, t.realtime_enabled,
        ${columns} as columns
      from pg_class c join selfdb.tables t on t.relid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relname = any(${names}::text[]))
    select u.role, t.table_id, t.relid, t.owner_id, t.access, t.realtime_enabled, t.columns,
      pg_current_wal_insert_lsn()::text as lsn, pg_current_snapshot()::text as snapshot
    from ${callers(questions.map(({ principal }) => principal))}
    join unnest(${names}::text[]) with ordinality as asked(name, position) using (position)
    left join tables t on t.name = asked.name
    order by position`);
}

/** The caller's role, in one row. */
export function selectCallerRole(db: Database, principal: Principal): Promise<RoleRow[]> {
  return db.query(sql<RoleRow>`select u.role as my_role from ${callers([principal])}`);
}

/** Whether a user has this id. Throws if it is not a UUID. */
export async function isUser(db: Database, id: string): Promise<boolean> {
  return (await db.query(sql`select from selfdb.users where id = ${id}::uuid`)).length > 0;
}
