import type { Principal } from '@selfdb/server/auth/principal';
import type { RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { userTable } from '@selfdb/server/db/identifier';
import { beginningOf, isShownWhole, jsonBytes } from '@selfdb/server/db/page-budget';
import { containsPattern } from '@selfdb/server/db/text/like';
import { wireTime } from '@selfdb/server/db/wire-time';
import type { Access } from '@selfdb/shared/contract/access';
import { quoteIdentifier } from '@selfdb/shared/identifier';
import type { ListTables, Table } from '@selfdb/shared/tables/schema';
import { type RawBuilder, sql } from 'kysely';
import { callerArguments, relation } from '../catalog/repository.ts';
import type { Column, TableMeta } from '../catalog/table-meta.ts';
import type { OwnType } from './own-types.ts';
import type { NewTable, TablePatch } from './table-entry.ts';

/** A table as shown to callers who may read it. */
export interface ShownTable {
  id: string;
  name: string;
  access: Access;
  realtime_enabled: boolean;
  owner_id: string;
  description: string | null;
  metadata: Table['metadata'];
  columns: Column[];
  /** Null if the table no longer exists in Postgres. */
  row_count: number | null;
  created_at: string;
  updated_at: string;
  truncated?: boolean;
}

type Nothing = { [Name in keyof Pick<ShownTable, 'id' | 'name'>]: null };
type ListedRow = RoleRow & (ShownTable | Nothing);
export type TableRow = ListedRow & { readable: boolean };
type PartRow = RoleRow & { readable: boolean } & ({ name: string; body: string } | { name: null });
type CountRow = RoleRow & { count: number };

/** The columns for `toTable` of a table `t` from `selfdb_api.show_table` or `list_tables`. The rows' owner counts them. */
const shown = sql`t.id, t.name, t.access, t.realtime_enabled, t.owner_id, t.description, t.metadata, t.columns,
  case when t.relid is not null then selfdb_api.row_count(t.relid)::float8 end as row_count,
  ${wireTime('t.created_at')} as created_at, ${wireTime('t.updated_at')} as updated_at`;

const wholeOr = (column: string, less: RawBuilder<unknown>) =>
  sql`case when whole then ${sql.raw(column)} else ${less} end as ${sql.raw(column)}`;

/** One row for each table, with `my_role`; one row without an id if there is none. Large descriptions are cut off. */
export function selectTables(db: Database, who: Principal, list: ListTables): Promise<ListedRow[]> {
  return db.tables.query(sql<ListedRow>`
    with described as materialized (
      select t.my_role, t.place, ${shown} from selfdb_api.list_tables(${callerArguments(who)}, ${patternOf(list.search)},
        ${list.sort_by}, ${list.sort_order}, ${list.limit}::bigint, ${list.skip}::bigint) t),
    sized as (select *, ${jsonBytes('description', 'metadata', 'columns')} as bytes from described)
    select my_role, id, name, access, realtime_enabled, owner_id, row_count, created_at, updated_at,
      ${wholeOr('description', beginningOf('description'))}, ${wholeOr('metadata', sql`'{}'::jsonb`)},
      ${wholeOr('columns', sql`'[]'::json`)}, not whole as truncated
    from (select *, ${isShownWhole} as whole from sized) page order by place`);
}

function patternOf(search: string | undefined): string | null {
  return search ? containsPattern(search) : null;
}

export async function countTables(
  db: Database,
  who: Principal,
  search: string | undefined,
): Promise<CountRow | undefined> {
  const rows = await db.tables.query(
    sql<CountRow>`select * from selfdb_api.count_tables(${callerArguments(who)}, ${patternOf(search)})`,
  );
  return rows[0];
}

/** One row: `my_role`, whether the table is `readable`, and the table if it exists. */
export async function selectTable(db: Database, who: Principal, id: string): Promise<TableRow | undefined> {
  const rows = await db.tables.query(selectTableById(who, id));
  return rows[0];
}

export type TablePart = 'indexes' | 'relationships' | 'sql';

/** One row: `my_role`, the table's `name` if it exists, whether it is `readable`, and the part as JSON in `body`. */
export async function selectTablePart(
  db: Database,
  who: Principal,
  id: string,
  part: TablePart,
): Promise<PartRow | undefined> {
  const rows = await db.tables.query(
    sql<PartRow>`select * from selfdb_api.table_part(${callerArguments(who)}, ${id}::uuid, ${part})`,
  );
  return rows[0];
}

/** While a change waits for a lock, all later requests for the table wait too, so the wait is short. */
export const limitWaiting = sql`select set_config('lock_timeout', '5s', true)`;

/** Refuses the batch unless the session is alive. */
export function requireUser(who: Principal): RawBuilder<unknown> {
  return sql`select selfdb_api.require_user(${callerArguments(who)})::text`;
}

/** Refuses the batch unless the schema public has enums or domains of these names. */
export function requireTypes(types: Map<string, OwnType>): RawBuilder<unknown>[] {
  const names = [...types.keys()];
  const modified = names.filter((name) => types.get(name)?.isModified);
  return names.length === 0
    ? []
    : [sql`select selfdb_api.require_types(${names}::text[], ${modified}::text[])::text`];
}

/** Refuses the batch unless the caller owns the tables that columns refer to. */
export function requireOwned(who: Principal, names: string[]): RawBuilder<unknown>[] {
  if (names.length === 0) return [];
  return [sql`select selfdb_api.require_owned(${callerArguments(who)}, ${names}::text[])::text`];
}

/**
 * Refuses the batch unless the caller owns the table, and its name and the column to be changed are as the worker remembers
 * them. Locks the table's registry row, so that two changes of one table run one after the other.
 */
export function requireOwner(who: Principal, table: TableMeta, column?: Column): RawBuilder<unknown>[] {
  const described = column ? sql`${describe(column)}::jsonb` : sql`null`;
  return [
    limitWaiting,
    sql`select selfdb_api.require_owner(
      ${callerArguments(who)}, ${table.id}::uuid, ${relation(table)}, ${described})::text`,
  ];
}

/** The same without the lock, for a preview. */
export function requireOwnership(who: Principal, table: TableMeta, column?: Column): RawBuilder<unknown> {
  const described = column ? sql`${describe(column)}::jsonb` : sql`null`;
  return sql`select selfdb_api.require_ownership(
    ${callerArguments(who)}, ${table.id}::uuid, ${relation(table)}, ${described})::text`;
}

/** The first statement of a preview. */
export const changeNothing = sql`set transaction read only`;

/** The next three refuse (SD409) a preview, as the change itself would. */
export function requireFreeName(name: string): RawBuilder<unknown> {
  return sql`select selfdb_api.require_free_name(${name})::text`;
}

export function requireFreeColumn(table: TableMeta, column: string): RawBuilder<unknown> {
  return sql`select selfdb_api.require_free_column(${relation(table)}, ${column})::text`;
}

/** Of the table or, with a column, of that column. */
export function requireDroppable(table: TableMeta, column: string | null): RawBuilder<unknown> {
  return sql`select selfdb_api.require_droppable(${relation(table)}, ${column})::text`;
}

function describe({ name, type, default: byDefault, primary_key }: Column): string {
  return JSON.stringify([{ name, type, default: byDefault, primary_key }]);
}

/** Prevents writes between the check of the rows and the change of the table. */
export function lockTable(table: TableMeta): RawBuilder<unknown> {
  return sql`lock table ${userTable(table.name)} in access exclusive mode`;
}

export function insertTable(who: Principal, table: NewTable): RawBuilder<unknown> {
  return sql`select selfdb_api.register_table(${callerArguments(who)}, ${table.name}, ${table.access},
    ${table.realtime_enabled}, ${table.description ?? null}, ${JSON.stringify(table.metadata)}::jsonb)::text`;
}

/** The table of a name, at the end of the batch that created it. */
export function selectTableByName(who: Principal, name: string): RawBuilder<TableRow> {
  return sql`select t.my_role, t.readable, ${shown} from selfdb_api.show_table(${callerArguments(who)}, null, ${name}) t`;
}

export function selectTableById(who: Principal, id: string): RawBuilder<TableRow> {
  return sql`select t.my_role, t.readable, ${shown} from selfdb_api.show_table(${callerArguments(who)}, ${id}::uuid, null) t`;
}

/** Gives the table a new version, so that workers read its metadata again, and updates its registry entry. */
export function touchTable(who: Principal, id: string, change: TablePatch = {}): RawBuilder<unknown> {
  const { name: _, ...entry } = change;
  return sql`select selfdb_api.touch_table(${callerArguments(who)}, ${id}::uuid, ${JSON.stringify(entry)}::jsonb)::text`;
}

export function renameTable(from: string, to: string): RawBuilder<unknown> {
  return sql`alter table ${userTable(from)} rename to ${sql.raw(quoteIdentifier(to))}`;
}

export function renameColumn(table: TableMeta, from: string, to: string): RawBuilder<unknown> {
  return sql`alter table ${userTable(table.name)} rename column ${sql.raw(quoteIdentifier(from))} to ${sql.raw(quoteIdentifier(to))}`;
}

export function dropColumn(table: TableMeta, column: string): RawBuilder<unknown> {
  return sql`alter table ${userTable(table.name)} drop column ${sql.raw(quoteIdentifier(column))}`;
}

export function dropTable(table: TableMeta): RawBuilder<unknown> {
  return sql`drop table ${userTable(table.name)}`;
}

/** Removes the registry entry of a dropped table. */
export function unregisterTable(table: TableMeta): RawBuilder<unknown> {
  return sql`select selfdb_api.unregister_table(${table.id}::uuid)::text`;
}

/** Drops the trigger of `updated_at`, when the column is no longer the standard one. */
export function forgetUpdatedAt(table: TableMeta): RawBuilder<unknown> {
  return sql`drop trigger if exists selfdb_touch on ${userTable(table.name)}`;
}
