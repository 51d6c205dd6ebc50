import { userTable } from '@selfdb/server/db/identifier';
import type { ListRows } from '@selfdb/shared/rows/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import { columnRef } from './columns.ts';
import { isAfter, type Order, orderBy, positionOf } from './order.ts';

export interface Selection {
  columns: Column[] | undefined;
  /** All of them hold for every row of the list. */
  conditions: RawBuilder<unknown>[];
  /** Whether testing a row costs more than storing its position: see `isMatchedOnce`. */
  isExpensive: boolean;
  order: Order;
  after: (string | null)[] | undefined;
  offset: number;
  limit: number;
  count: ListRows['count'];
}

/**
 * The expressions that read a page, for `pageColumns`. Rows are sorted and limited first: making JSON of every matching
 * row takes ten times as long as sorting them all.
 */
export function pageExpressions(table: TableMeta, page: Selection): RawBuilder<unknown> {
  return isMatchedOnce(page) ? matchedOnce(table, page) : sortedFirst(table, page);
}

/**
 * `body` (the rows, comma-separated JSON), `fetched` (one more than the limit when more follow), `last`, `total`; all null
 * unless the `gate` is open. Postgres runs an expression of `pageExpressions` only when one of these columns reads it. The
 * gate as a condition on the rows would be evaluated for each of them.
 */
export function pageColumns(table: TableMeta, page: Selection): RawBuilder<unknown> {
  const { limit } = page;
  return sql`
    ${ifOpen(sql`(select string_agg(body, ',') from (select body from page ${limitTo(limit)}) p)`)} as body,
    ${ifOpen(sql`(select count(*) from page)::int`)} as fetched,
    ${ifOpen(sql`(select position from page ${limitTo(1, limit - 1)})`)} as last,
    ${ifOpen(total(table, page))} as total`;
}

function ifOpen(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when gate.open then ${value} end`;
}

function sortedFirst(table: TableMeta, page: Selection): RawBuilder<unknown> {
  const { columns, order, after, limit, offset } = page;
  const read = columns ? sql.join([...new Set([...columns, ...order.columns])].map(columnRef)) : sql`r.*`;
  const later = after ? sql`and ${isAfter(order, after)}` : sql``;
  return sql`
    page as materialized (
      select ${bodyAndPosition(page)} from (
        select ${read} from ${userTable(table.name)} r where ${matches(page)} ${later}
        ${orderBy(order)} ${limitTo(limit + 1, offset)}) r)`;
}

/**
 * Tests each row once, for the page and the count. Of the matching rows it stores only the physical positions and the sort
 * values; beyond `work_mem` Postgres stores those in a temporary file. The statement has one snapshot, in which a row does
 * not move.
 */
function matchedOnce(table: TableMeta, page: Selection): RawBuilder<unknown> {
  const { order, after, limit, offset } = page;
  const from = userTable(table.name);
  const later = after ? sql`where ${isAfter(order, after)}` : sql``;
  return sql`
    matching as materialized (
      select ${sql.join([sql`r.tableoid`, sql`r.ctid`, ...order.columns.map(columnRef)])}
      from ${from} r where ${matches(page)}),
    chosen as materialized (
      select r.tableoid, r.ctid from matching r ${later} ${orderBy(order)} ${limitTo(limit + 1, offset)}),
    page as materialized (
      select ${bodyAndPosition(page)}
      from chosen join ${from} r on r.ctid = chosen.ctid and r.tableoid = chosen.tableoid ${orderBy(order)})`;
}

/**
 * Whether to store which rows match. That halves the time of an expensive condition, such as a search through texts. With a
 * cheap condition or none, reading the page by an index and counting separately is faster.
 */
function isMatchedOnce({ isExpensive, count }: Selection): boolean {
  return isExpensive && count !== 'none';
}

function bodyAndPosition({ columns, order }: Selection): RawBuilder<unknown> {
  const json = columns
    ? sql`(select row_to_json(s.*) from (select ${sql.join(columns.map(columnRef))}) s)`
    : sql`row_to_json(r.*)`;
  const position = order.total ? positionOf(order) : sql`null`;
  return sql`${json}::text as body, ${position}::text as position`;
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
 * As text and without a superfluous `offset`: with a limit as a parameter, Postgres makes a new plan for every call, because
 * it can't estimate the cost of a generic plan. Whole numbers, checked by the route.
 */
function limitTo(limit: number, offset = 0): RawBuilder<unknown> {
  if (!Number.isSafeInteger(limit) || !Number.isSafeInteger(offset))
    throw new TypeError('not a whole number');
  return sql.raw(offset === 0 ? `limit ${limit}` : `limit ${limit} offset ${offset}`);
}
