import type { Principal } from '@selfdb/shared/auth/principal';
import type { Database, Row, Statement, Written } from '@selfdb/shared/db/database';
import { userTable } from '@selfdb/shared/db/identifier';
import { containsPattern } from '@selfdb/shared/db/like';
import type { ListRows } from '@selfdb/shared/schemas/row';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { gate, gateColumns } from '../catalog/repository.ts';
import type { Column, TableMeta } from '../catalog/table-meta.ts';
import { columnRef, typed } from './statement/columns.ts';
import { composedOnce } from './statement/composed.ts';
import { isBehind, type Order, orderBy, placeOf } from './statement/order.ts';
import { rowById } from './statement/row-by-id.ts';
import { upsertInto } from './statement/upsert.ts';
import {
  insertInto,
  isGivenByAll,
  type RowInput,
  setColumns,
  type Writing,
} from './statement/write-values.ts';

/** Every function here runs one statement that first decides, in `gate`, and then reads or writes. */
type Found = Promise<Row | undefined>;

const isOpen = sql`(select open from gate)`;

export async function selectRow(
  db: Database,
  who: Principal,
  table: TableMeta,
  key: Column,
  id: string,
): Found {
  const rows = await db.query(rowById(who, table, key, id));
  return rows[0];
}

export interface Selection {
  columns: Column[] | undefined;
  /** All of them hold for the rows of the list. */
  conditions: Sql[];
  order: Order;
  after: (string | null)[] | undefined;
  offset: number;
  limit: number;
  count: ListRows['count'];
}

/** A page as `body` (the rows, comma-separated JSON), `fetched` (one more than the limit when more follow), `last`, `total`. */
export async function selectRows(db: Database, who: Principal, table: TableMeta, page: Selection): Found {
  const from = userTable(table.name);
  const whole = page.columns === undefined;
  const json = whole
    ? sql`row_to_json(r.*)`
    : sql`(select row_to_json(s.*) from (select ${join((page.columns ?? []).map(columnRef))}) s)`;
  const behind = page.after ? sql`and ${isBehind(page.order, page.after)}` : sql``;
  const place = page.order.total ? placeOf(page.order) : sql`null`;
  const rows = await db.query(sql`
    with ${gate(who, table, 'public', { sameIndexes: page.after !== undefined })},
    page as materialized (
      select ${json}::text as body, ${place}::text as place
      from ${from} r where ${matches(page)} ${behind}
      ${orderBy(page.order)} ${limitTo(page.limit + 1, page.offset)})
    select ${gateColumns}, (select string_agg(body, ',') from (select body from page ${limitTo(page.limit)}) p) as body,
      (select count(*) from page)::int as fetched,
      (select place from page ${limitTo(1, page.limit - 1)}) as last,
      ${total(table, page)} as total
    from gate`);
  return rows[0];
}

/**
 * As text and without a superfluous `offset`: for a limit that is a parameter Postgres makes a new plan at every call,
 * because it can't tell beforehand what a plan for any limit would cost. Whole numbers, checked by the route.
 */
function limitTo(limit: number, offset = 0): Sql {
  if (!Number.isSafeInteger(limit) || !Number.isSafeInteger(offset))
    throw new TypeError('not a whole number');
  return raw(offset === 0 ? `limit ${limit}` : `limit ${limit} offset ${offset}`);
}

function matches({ conditions }: Selection): Sql {
  return join([isOpen, ...conditions], ' and ');
}

function total(table: TableMeta, page: Selection): Sql {
  if (page.count === 'none') return sql`null`;
  if (page.count === 'estimated' && page.conditions.length === 0)
    return sql`selfdb_api.estimated_row_count(${table.oid}::oid)::float8`;
  return sql`(select count(*) from ${userTable(table.name)} r where ${matches(page)})::float8`;
}

interface Insertion {
  input: RowInput;
  columns: Column[];
  conflict: Column[] | undefined;
}

/** The inserted rows as `body`, comma-separated JSON in the order of the input. An upsert is for the owner. */
export function insertRows(
  db: Database,
  who: Principal,
  table: TableMeta,
  insertion: Insertion,
): Promise<Written> {
  return db.write(insertion.conflict ? upsert(who, table, insertion) : plainInsert(who, table, insertion));
}

function plainInsert(who: Principal, table: TableMeta, { input, columns }: Insertion): Statement {
  const key = `insert ${input.isArray} ${JSON.stringify(columns.map((column) => [column.name, isGivenByAll(input.rows, column)]))}`;
  return composedOnce(table, key, who, input.text, (caller, text) =>
    write(gate(caller, table, 'public'), insertInto(table, { ...input, text }, columns, isOpen)),
  );
}

function upsert(who: Principal, table: TableMeta, { input, columns, conflict = [] }: Insertion): Sql {
  return write(gate(who, table, 'owner'), upsertInto(table, input, columns, conflict, isOpen));
}

function write(first: Sql, { expressions, insert, bodies }: Writing): Sql {
  return sql`
    with ${first}, ${expressions}
    written as (${insert} returning row_to_json(r.*)::text as body)
    select ${gateColumns}, (${bodies}) as body from gate`;
}

interface Change {
  input: RowInput;
  columns: Column[];
}

/**
 * One row or none: a key can be there twice, in tables that inherit from this one or where a column's index compares
 * in another way than the column. The subquery on `written` is then an error (cardinality_violation), so nothing is done.
 */
export function updateRow(
  db: Database,
  who: Principal,
  table: TableMeta,
  key: Column,
  id: string,
  change: Change,
): Promise<Written> {
  return db.write(sql`
    with ${gate(who, table, 'owner')},
    written as (
      update ${userTable(table.name)} r set ${setColumns(change.input, change.columns)}
      where ${isOpen} and ${hasKey(key, id)} returning row_to_json(r.*)::text as body)
    select ${gateColumns}, (select body from written) as body from gate`);
}

export function updateRows(
  db: Database,
  who: Principal,
  table: TableMeta,
  where: Sql,
  change: Change,
): Promise<Written> {
  return db.write(sql`
    with ${gate(who, table, 'owner')},
    written as (
      update ${userTable(table.name)} r set ${setColumns(change.input, change.columns)}
      where ${isOpen} and ${where} returning 1)
    select ${gateColumns}, (select count(*) from written)::float8 as count from gate`);
}

/** One row or none, as of `updateRow`. */
export function deleteRow(
  db: Database,
  who: Principal,
  table: TableMeta,
  key: Column,
  id: string,
): Promise<Written> {
  return db.write(sql`
    with ${gate(who, table, 'owner', { sameIndexes: true })},
    written as (delete from ${userTable(table.name)} r where ${isOpen} and ${hasKey(key, id)} returning 1 as count)
    select ${gateColumns}, coalesce((select count from written), 0) as count from gate`);
}

export function deleteRows(db: Database, who: Principal, table: TableMeta, where: Sql): Promise<Written> {
  return db.write(sql`
    with ${gate(who, table, 'owner')},
    written as (delete from ${userTable(table.name)} r where ${isOpen} and ${where} returning 1)
    select ${gateColumns}, (select count(*) from written)::float8 as count from gate`);
}

/** The rows whose text columns hold the search text, literally and in any case. */
export function matchesSearch(table: TableMeta, search: string): Sql {
  const texts = [...table.columns.values()].filter((column) => column.category === 'S');
  if (texts.length === 0) return sql`false`;
  const pattern = containsPattern(search);
  return sql`(${join(
    texts.map((column) => sql`${columnRef(column)} ilike ${pattern}`),
    ' or ',
  )})`;
}

function hasKey(key: Column, id: string): Sql {
  return sql`${columnRef(key)} = ${typed(id, key.cast)}`;
}
