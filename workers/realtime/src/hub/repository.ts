import type { Principal } from '@selfdb/shared/auth/principal';
import { callers } from '@selfdb/shared/db/authority';
import type { Database, Row } from '@selfdb/shared/db/database';
import sql from 'sql-template-tag';

/** Somebody who wants to listen to a table, or, without a name, to enter a room. */
export interface Question {
  principal: Principal;
  tableName: string | undefined;
}

/** The columns of the class `c`, as filters read them: of a domain what is under it, of an enum its labels. */
const columns = sql`(
  select coalesce(json_agg(json_build_object(
    'name', a.attname, 'type', selfdb.type_name(a.atttypid, a.atttypmod), 'cast', selfdb.type_name(a.atttypid, null),
    'category', ty.typcategory, 'base', case when under.domain then selfdb.type_name(under.id, null) || under.suffix end,
    'labels', (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = under.id)
  ) order by a.attnum), '[]')
  from pg_attribute a join pg_type ty on ty.oid = a.atttypid
  join lateral (
    with recursive chain as (
      select item.oid as id, item.typbasetype, 0 as depth, case when ty.typelem <> 0 and ty.typcategory = 'A' then '[]' else '' end as suffix
      from pg_type item where item.oid = case when ty.typcategory = 'A' then ty.typelem else ty.oid end
      union all
      select base.oid, base.typbasetype, chain.depth + 1, chain.suffix
      from chain join pg_type base on base.oid = chain.typbasetype)
    select id, depth > 0 as domain, suffix from chain order by depth desc limit 1) under on true
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)`;

/**
 * For each question, in order: `role`, null when the caller's session or account has ended; the table of that name, if there
 * is one, with its columns; `lsn`, a place in the log that is behind everything which the answer has seen; and the `snapshot`
 * that says what this is.
 */
export function selectRights(db: Database, questions: Question[]): Promise<Row[]> {
  const names = questions.map(({ tableName }) => tableName ?? null);
  return db.query(sql`
    with tables as materialized (
      select c.relname::text as name, c.oid::bigint::float8 as relid, t.owner_id, t.public, t.realtime_enabled,
        ${columns} as columns
      from pg_class c join selfdb.tables t on t.relid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relname = any(${names}::text[]))
    select u.role, t.relid, t.owner_id, t.public, t.realtime_enabled, t.columns,
      pg_current_wal_insert_lsn()::text as lsn, pg_current_snapshot()::text as snapshot
    from ${callers(questions.map(({ principal }) => principal))}
    join unnest(${names}::text[]) with ordinality as asked(name, place) using (place)
    left join tables t on t.name = asked.name
    order by place`);
}

/** Whether an administrator asks: one row with `my_role`. */
export function selectRole(db: Database, principal: Principal): Promise<Row[]> {
  return db.query(sql`select u.role as my_role from ${callers([principal])}`);
}

/** Whether a user has this id. Throws when it is no UUID. */
export async function isUser(db: Database, id: string): Promise<boolean> {
  return (await db.query(sql`select from selfdb.users where id = ${id}::uuid`)).length > 0;
}
