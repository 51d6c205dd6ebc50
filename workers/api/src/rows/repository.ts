import type { Principal } from '@selfdb/server/auth/principal';
import type { Database, Written } from '@selfdb/server/db/database';
import { pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import { userTable } from '@selfdb/server/db/identifier';
import { containsPattern } from '@selfdb/server/db/text/like';
import { type RawBuilder, sql } from 'kysely';
import { type GateRow, gate, gateColumns } from '../catalog/repository.ts';
import type { Column, TableMeta } from '../catalog/table-meta.ts';
import { columnRef, searchable, typed } from './statement/columns.ts';
import { rowChange } from './statement/own-rows.ts';
import { pageColumns, pageExpressions, type Selection } from './statement/page.ts';
import { rowById } from './statement/row-by-id.ts';
import { insertInto, insertNoting, type Writing } from './statement/write/insert.ts';
import { refuseIfThere } from './statement/write/skipped.ts';
import { upsertInto } from './statement/write/upsert.ts';
import { type RowInput, setColumns } from './statement/write/write-values.ts';

/** Every function here runs one statement, whose `gate` decides before it reads or writes. */

/** `body` is JSON; null if there is no row or none was written. */
export type BodyRow = GateRow & { body: string | null };
/** `is_others`: the row exists and belongs to another user. */
export type ChangedRow = BodyRow & { is_others: boolean };
export type CountRow = GateRow & { count: number };

/** The gate and the columns of `pageColumns`. */
export interface PageRow extends GateRow {
  body: string | null;
  fetched: number;
  last: string | null;
  total: number | null;
}

const isOpen = sql`(select open from gate)`;

export async function selectRow(
  db: Database,
  who: Principal,
  table: TableMeta,
  key: Column,
  id: string,
): Promise<BodyRow | undefined> {
  const rows = await db.query(rowById(who, table, key, id));
  return rows[0];
}

export async function selectRows(
  db: Database,
  who: Principal,
  table: TableMeta,
  page: Selection,
): Promise<PageRow | undefined> {
  const rows = await db.query(sql<PageRow>`
    with ${gate(who, table, 'use', { sameIndexes: page.after !== undefined })}, ${pageExpressions(table, page)}
    select ${gateColumns}, ${pageColumns(table, page)} from gate`);
  return rows[0];
}

interface Insertion {
  input: RowInput;
  columns: Column[];
  conflict: Column[] | undefined;
}

/** The inserted rows as `body`, comma-separated JSON in the order of the input. Only the owner may upsert. */
export async function insertRows(
  db: Database,
  who: Principal,
  table: TableMeta,
  insertion: Insertion,
): Promise<Written<BodyRow>> {
  if (insertion.conflict) return db.write(upsert(who, table, insertion));
  try {
    return await db.write(plainInsert(who, table, insertion));
  } catch (error) {
    const { input, columns } = insertion;
    const hasSkippedRow = pgErrorOf(error)?.code === 'SDROW' && input.isArray && columns.length > 0;
    if (!hasSkippedRow) throw error;
    // Nothing was changed. The slower statement's refusal says which row was skipped.
    return db.write(write(gate(who, table, 'use'), insertNoting(table, input, columns, isOpen)));
  }
}

function plainInsert(who: Principal, table: TableMeta, { input, columns }: Insertion): RawBuilder<BodyRow> {
  return write(gate(who, table, 'use'), insertInto(table, input, columns, isOpen));
}

function upsert(
  who: Principal,
  table: TableMeta,
  { input, columns, conflict = [] }: Insertion,
): RawBuilder<BodyRow> {
  return write(gate(who, table, 'owner'), upsertInto(table, input, columns, conflict, isOpen));
}

function write(first: RawBuilder<unknown>, { expressions, bodies }: Writing): RawBuilder<BodyRow> {
  return sql`
    with ${first}, ${expressions}
    select ${gateColumns}, case when gate.open then ${bodies} end as body from gate`;
}

/** The index of the first value that does not fit its type. Needs Postgres 16. */
export async function selectFirstUnfit(
  db: Database,
  values: (string | null)[],
  types: string[],
): Promise<number | undefined> {
  const [row] = await db.query(sql<{ first_index: number | null }>`
    select min(n)::int - 1 as first_index from unnest(${values}::text[], ${types}::text[]) with ordinality as given(value, type, n)
    where not pg_input_is_valid(value, type)`);
  return row?.first_index ?? undefined;
}

interface Change {
  input: RowInput;
  columns: Column[];
}

/**
 * Changes one row or none. A key can occur twice: in tables that inherit from this one, or if a column's index compares
 * differently from the column. The subquery on `written` then fails (cardinality_violation), so nothing is changed.
 */
export function updateRow(
  db: Database,
  who: Principal,
  table: TableMeta,
  key: Column,
  id: string,
  change: Change,
): Promise<Written<ChangedRow>> {
  const own = rowChange(table, who, hasKey(key, id));
  const where = sql`${isOpen} and ${hasKey(key, id)} and ${own.isAllowed}`;
  return db.write(sql<ChangedRow>`
    with ${own.gates},
    written as (
      update ${userTable(table.name)} r set ${setColumns(change.input, change.columns)}
      where ${where} returning ${own.body} as body)
    select ${gateColumns}, coalesce((select body from written), ${refuseIfThere(table, where)}) as body,
      ${own.isOthers} as is_others from gate`);
}

export function updateRows(
  db: Database,
  who: Principal,
  table: TableMeta,
  where: RawBuilder<unknown>,
  change: Change,
): Promise<Written<CountRow>> {
  return db.write(sql<CountRow>`
    with ${gate(who, table, 'owner')},
    written as (
      update ${userTable(table.name)} r set ${setColumns(change.input, change.columns)}
      where ${isOpen} and ${where} returning 1)
    select ${gateColumns}, (select count(*) from written)::float8 as count from gate`);
}

/** Deletes one row or none, as `updateRow`. */
export function deleteRow(
  db: Database,
  who: Principal,
  table: TableMeta,
  key: Column,
  id: string,
): Promise<Written<CountRow & { is_others: boolean }>> {
  const own = rowChange(table, who, hasKey(key, id), { sameIndexes: true });
  const where = sql`${isOpen} and ${hasKey(key, id)} and ${own.isAllowed}`;
  return db.write(sql<CountRow & { is_others: boolean }>`
    with ${own.gates},
    written as (delete from ${userTable(table.name)} r where ${where} returning 1 as count)
    select ${gateColumns}, coalesce((select count from written), (${refuseIfThere(table, where)})::int, 0) as count,
      ${own.isOthers} as is_others from gate`);
}

export function deleteRows(
  db: Database,
  who: Principal,
  table: TableMeta,
  where: RawBuilder<unknown>,
): Promise<Written<CountRow>> {
  return db.write(sql<CountRow>`
    with ${gate(who, table, 'owner')},
    written as (delete from ${userTable(table.name)} r where ${isOpen} and ${where} returning 1)
    select ${gateColumns}, (select count(*) from written)::float8 as count from gate`);
}

/** Whether a text column of the row contains the search text, literally, ignoring case. */
export function matchesSearch(table: TableMeta, search: string): RawBuilder<unknown> {
  const texts = [...table.columns.values()].filter((column) => column.category === 'S');
  if (texts.length === 0) return sql`false`;
  const pattern = containsPattern(search);
  return sql`(${sql.join(
    texts.map((column) => sql`${searchable(column, columnRef(column))} ilike ${pattern}`),
    sql` or `,
  )})`;
}

function hasKey(key: Column, id: string): RawBuilder<unknown> {
  return sql`${columnRef(key)} = ${typed(id, key.cast)}`;
}
