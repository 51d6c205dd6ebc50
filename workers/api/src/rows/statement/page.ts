import { userTable } from '@selfdb/server/db/identifier';
import type { ListRows } from '@selfdb/shared/rows/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import { columnRef } from './columns.ts';
import { isBehind, type Order, orderBy, placeOf } from './order.ts';

export interface Selection {
  columns: Column[] | undefined;
  /** All of them hold for the rows of the list. */
  conditions: RawBuilder<unknown>[];
  /** Whether testing a row costs more than keeping its place: see `isMatchedOnce`. */
  isDear: boolean;
  order: Order;
  after: (string | null)[] | undefined;
  offset: number;
  limit: number;
  count: ListRows['count'];
}

/**
 * The expressions that read a page, of which `pageColumns` makes the answer. Rows are sorted and limited first: to make
 * JSON of every row that matches takes ten times as long as to sort them all.
 */
export function pageOf(table: TableMeta, page: Selection): RawBuilder<unknown> {
  return isMatchedOnce(page) ? matchedOnce(table, page) : sortedFirst(table, page);
}

/**
 * `body` (the rows, comma-separated JSON), `fetched` (one more than the limit when more follow), `last`, `total`; all null
 * unless the `gate` is open. Only these read the expressions of `pageOf`, and Postgres runs an expression when it is read.
 * The gate as a condition of the rows would be asked for each of them.
 */
export function pageColumns(table: TableMeta, page: Selection): RawBuilder<unknown> {
  const { limit } = page;
  return sql`
    ${ifOpen(sql`(select string_agg(body, ',') from (select body from page ${limitTo(limit)}) p)`)} as body,
    ${ifOpen(sql`(select count(*) from page)::int`)} as fetched,
    ${ifOpen(sql`(select place from page ${limitTo(1, limit - 1)})`)} as last,
    ${ifOpen(total(table, page))} as total`;
}

function ifOpen(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when gate.open then ${value} end`;
}

function sortedFirst(table: TableMeta, page: Selection): RawBuilder<unknown> {
  const { columns, order, after, limit, offset } = page;
  const read = columns ? sql.join([...new Set([...columns, ...order.columns])].map(columnRef)) : sql`r.*`;
  const behind = after ? sql`and ${isBehind(order, after)}` : sql``;
  return sql`
    page as materialized (
      select ${bodyAndPlace(page)} from (
        select ${read} from ${userTable(table.name)} r where ${matches(page)} ${behind}
        ${orderBy(order)} ${limitTo(limit + 1, offset)}) r)`;
}

/**
 * Tests each row once, for the page and the count. What it keeps of all that match is only where they are and what they
 * are sorted by; past `work_mem` Postgres keeps that in a temporary file. The statement sees one snapshot throughout, in
 * which a row stays where it is.
 */
function matchedOnce(table: TableMeta, page: Selection): RawBuilder<unknown> {
  const { order, after, limit, offset } = page;
  const from = userTable(table.name);
  const behind = after ? sql`where ${isBehind(order, after)}` : sql``;
  return sql`
    matching as materialized (
      select ${sql.join([sql`r.tableoid`, sql`r.ctid`, ...order.columns.map(columnRef)])}
      from ${from} r where ${matches(page)}),
    chosen as materialized (
      select r.tableoid, r.ctid from matching r ${behind} ${orderBy(order)} ${limitTo(limit + 1, offset)}),
    page as materialized (
      select ${bodyAndPlace(page)}
      from chosen join ${from} r on r.ctid = chosen.ctid and r.tableoid = chosen.tableoid ${orderBy(order)})`;
}

/**
 * Whether to keep what matches. It halves the time where the condition is dear, which a search through texts is. Where it
 * is cheap, or there is none, the page by an index and the count are faster on their own.
 */
function isMatchedOnce({ isDear, count }: Selection): boolean {
  return isDear && count !== 'none';
}

function bodyAndPlace({ columns, order }: Selection): RawBuilder<unknown> {
  const json = columns
    ? sql`(select row_to_json(s.*) from (select ${sql.join(columns.map(columnRef))}) s)`
    : sql`row_to_json(r.*)`;
  const place = order.total ? placeOf(order) : sql`null`;
  return sql`${json}::text as body, ${place}::text as place`;
}

function total(table: TableMeta, page: Selection): RawBuilder<unknown> {
  if (page.count === 'none') return sql`null`;
  if (page.count === 'estimated' && page.conditions.length === 0)
    return sql`selfdb_api.estimated_row_count(${table.oid}::oid)::float8`;
  if (isMatchedOnce(page)) return sql`(select count(*) from matching)::float8`;
  return sql`(select count(*) from ${userTable(table.name)} r where ${matches(page)})::float8`;
}

function matches({ conditions }: Selection): RawBuilder<unknown> {
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

/**
 * As text and without a superfluous `offset`: for a limit that is a parameter Postgres makes a new plan at every call,
 * because it can't tell beforehand what a plan for any limit would cost. Whole numbers, checked by the route.
 */
function limitTo(limit: number, offset = 0): RawBuilder<unknown> {
  if (!Number.isSafeInteger(limit) || !Number.isSafeInteger(offset))
    throw new TypeError('not a whole number');
  return sql.raw(offset === 0 ? `limit ${limit}` : `limit ${limit} offset ${offset}`);
}
