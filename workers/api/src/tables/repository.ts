import type { Principal } from '@selfdb/shared/auth/principal';
import { me } from '@selfdb/shared/db/authority';
import type { Database, Row } from '@selfdb/shared/db/database';
import { quoteIdentifier, userTable } from '@selfdb/shared/db/identifier';
import { containsPattern } from '@selfdb/shared/db/like';
import { beginningOf, isShownWhole, jsonBytes } from '@selfdb/shared/db/page-budget';
import { wireTime } from '@selfdb/shared/db/wire-time';
import type { CreateTable, ListTables, UpdateTable } from '@selfdb/shared/schemas/table';
import sql, { raw, type Sql } from 'sql-template-tag';
import { callerArguments, relation } from '../catalog/repository.ts';
import type { Column, TableMeta } from '../catalog/table-meta.ts';

/** A table `t` of the registry with its class `c`, as `toTable` reads it. */
const tableColumns = sql`t.id, c.relname as name, t.public, t.realtime_enabled, t.owner_id, t.description, t.metadata,
  selfdb.show_columns(t.relid) as columns, selfdb.row_count(t.relid)::float8 as row_count,
  ${wireTime('t.created_at')} as created_at, ${wireTime('t.updated_at')} as updated_at`;

/**
 * Enters tables that were made with SQL into the registry, as private and the first ADMIN's. What another role of
 * the database keeps to itself stays out. Of two that do so at once, each gets the row: the later by an update of
 * nothing, since its snapshot does not show it.
 */
const adopt = sql`insert into selfdb.tables (relid, owner_id)
  select c.oid, (select id from selfdb.users where role = 'ADMIN' order by created_at, id limit 1)
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and has_table_privilege(coalesce((select sql_role from selfdb.instance), current_user), c.oid, 'select')
    and not exists (select from selfdb.tables t where t.relid = c.oid)
    and exists (select from selfdb.users where role = 'ADMIN')
  order by c.oid
  on conflict (relid) do update set relid = excluded.relid`;

/** `known`: every table in `public`. One that was dropped with SQL has no class any more and does not show. */
const known = sql`adopted as (${adopt} returning *),
  known as (
    select t.*, c.relname from (select * from selfdb.tables union all select * from adopted) t
    join pg_class c on c.oid = t.relid and c.relnamespace = 'public'::regnamespace)`;

const visible = sql`(t.public or t.owner_id = (select id from me) or (select role from me) = 'ADMIN')`;

function matches(search: string | undefined): Sql {
  if (!search) return sql`true`;
  const pattern = containsPattern(search);
  return sql`(t.relname ilike ${pattern} or t.description ilike ${pattern})`;
}

const SORT = { created_at: 't.created_at', updated_at: 't.updated_at', name: 't.relname' } as const;

const wholeOr = (column: string, less: Sql) =>
  sql`case when whole then ${raw(column)} else ${less} end as ${raw(column)}`;

/** One row a table, each with `my_role`; a row without an id when there is none. Less of tables that are too large. */
export function selectTables(db: Database, who: Principal, list: ListTables): Promise<Row[]> {
  const order = raw(`${SORT[list.sort_by]} ${list.sort_order}, t.id ${list.sort_order}`);
  return db.query(sql`
    with ${me(who)}, ${known},
    page as (
      select t.*, row_number() over (order by ${order}) as place from known t where ${visible} and ${matches(list.search)}
      order by ${order} limit ${list.limit}::bigint offset ${list.skip}::bigint),
    described as materialized (
      select t.place, ${tableColumns}
      from (select 1) as always left join page t on true left join pg_class c on c.oid = t.relid),
    sized as (select *, ${jsonBytes('description', 'metadata', 'columns')} as bytes from described)
    select (select role from me) as my_role, id, name, public, realtime_enabled, owner_id, row_count, created_at, updated_at,
      ${wholeOr('description', beginningOf('description'))}, ${wholeOr('metadata', sql`'{}'::jsonb`)},
      ${wholeOr('columns', sql`'[]'::json`)}, not whole as truncated
    from (select *, ${isShownWhole} as whole from sized) page order by place`);
}

export async function countTables(
  db: Database,
  who: Principal,
  search: string | undefined,
): Promise<Row | undefined> {
  const rows = await db.query(sql`
    with ${me(who)}, ${known}
    select (select role from me) as my_role,
      (select count(*) from known t where ${visible} and ${matches(search)})::float8 as count`);
  return rows[0];
}

/** One row: `my_role`, whether the table is `readable`, and the table where there is one. */
export async function selectTable(db: Database, who: Principal, id: string): Promise<Row | undefined> {
  const rows = await db.query(sql`
    with ${me(who)}
    select (select role from me) as my_role, ${visible} as readable, ${tableColumns}
    from (select 1) as always left join selfdb.tables t on t.id = ${id}::uuid
    left join pg_class c on c.oid = t.relid and c.relnamespace = 'public'::regnamespace`);
  return rows[0];
}

/** A change that waits for a lock makes everybody else wait behind it, so it does not wait for long. */
export const limitWaiting = sql`select set_config('lock_timeout', '5s', true)`;

/** Refuses a batch unless the session is alive. */
export function requireUser(who: Principal): Sql {
  return sql`select selfdb_api.require_user(${callerArguments(who)})::text`;
}

/** Refuses a batch unless the caller may use the tables that columns refer to. */
export function requireOwned(who: Principal, names: string[]): Sql[] {
  if (names.length === 0) return [];
  return [sql`select selfdb_api.require_owned(${callerArguments(who)}, ${names}::text[])::text`];
}

/**
 * Refuses a batch unless the caller owns the table, and its name and the column that is to be changed are what the
 * worker remembers. Locks its registry row, so that two changes of one table come one after the other.
 */
export function requireOwner(who: Principal, table: TableMeta, column?: Column): Sql[] {
  const described = column ? sql`${describe(column)}::jsonb` : sql`null`;
  return [
    limitWaiting,
    sql`select selfdb_api.require_owner(
      ${callerArguments(who)}, ${table.id}::uuid, ${relation(table)}, ${described})::text`,
  ];
}

function describe({ name, type, default: byDefault, primary_key }: Column): string {
  return JSON.stringify([{ name, type, default: byDefault, primary_key }]);
}

/** Keeps rows from coming in between a look at them and the change of the table. */
export function lockTable(table: TableMeta): Sql {
  return sql`lock table ${userTable(table.name)} in access exclusive mode`;
}

export function insertTable(who: Principal, table: CreateTable): Sql {
  return sql`select selfdb_api.register_table(${callerArguments(who)}, ${table.name}, ${table.public},
    ${table.realtime_enabled}, ${table.description ?? null}, ${JSON.stringify(table.metadata)}::jsonb)::text`;
}

/** The table of a name, at the end of the batch that made it. */
export function selectTableByName(who: Principal, name: string): Sql {
  return sql`select ${shownColumns} from selfdb_api.show_table(${callerArguments(who)}, null, ${name}) t`;
}

export function selectTableById(who: Principal, id: string): Sql {
  return sql`select ${shownColumns} from selfdb_api.show_table(${callerArguments(who)}, ${id}::uuid, null) t`;
}

const shownColumns = sql`t.id, t.name, t.public, t.realtime_enabled, t.owner_id, t.description, t.metadata, t.columns,
  t.row_count, ${wireTime('t.created_at')} as created_at, ${wireTime('t.updated_at')} as updated_at`;

/** Marks a table as changed, for everybody who remembers it, and sets what the change says. */
export function touchTable(who: Principal, id: string, change: UpdateTable = {}): Sql {
  const { name: _, ...entry } = change;
  return sql`select selfdb_api.touch_table(${callerArguments(who)}, ${id}::uuid, ${JSON.stringify(entry)}::jsonb)::text`;
}

export function renameTable(from: string, to: string): Sql {
  return sql`alter table ${userTable(from)} rename to ${raw(quoteIdentifier(to))}`;
}

export function renameColumn(table: TableMeta, from: string, to: string): Sql {
  return sql`alter table ${userTable(table.name)} rename column ${raw(quoteIdentifier(from))} to ${raw(quoteIdentifier(to))}`;
}

export function dropColumn(table: TableMeta, column: string): Sql {
  return sql`alter table ${userTable(table.name)} drop column ${raw(quoteIdentifier(column))}`;
}

export function dropTable(table: TableMeta): Sql[] {
  return [
    sql`drop table ${userTable(table.name)}`,
    sql`select selfdb_api.unregister_table(${table.id}::uuid)::text`,
  ];
}

/** A column called updated_at is no longer the standard one. */
export function forgetUpdatedAt(table: TableMeta): Sql {
  return sql`drop trigger if exists selfdb_touch on ${userTable(table.name)}`;
}
