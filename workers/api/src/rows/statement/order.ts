import { identifier } from '@selfdb/server/db/identifier';
import type { ListRows } from '@selfdb/shared/rows/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import { columnRef, getColumn, typed } from './columns.ts';

/** A total order of a table's rows: the column asked for, then the primary key, all in one direction. */
export interface Order {
  columns: Column[];
  /** The collation of the first column, if it is not the column's own. */
  collation: string | undefined;
  direction: 'asc' | 'desc';
  /** Whether no two rows are equal in it, so that a cursor can name a position. */
  total: boolean;
}

/** The order that a list asks for; without `sort_by`, by primary key. */
export function orderOf(table: TableMeta, query: Pick<ListRows, 'sort_by' | 'sort_order'>): Order {
  const first = query.sort_by === undefined ? [] : [getColumn(table, query.sort_by, ['query', 'sort_by'])];
  const rest = table.primaryKey.filter((column) => !first.includes(column));
  const total = table.primaryKey.length > 0 && !table.inherited;
  return {
    columns: [...first, ...rest],
    collation: collationOf(first[0]),
    direction: query.sort_order,
    total,
  };
}

/** A primary key keeps its own collation: pages are read by its index. */
function collationOf(column: Column | undefined): string | undefined {
  return column && !column.primary_key ? (column.collation?.sort ?? undefined) : undefined;
}

/** A column as it is sorted. */
function sortKey({ columns, collation }: Order, column: Column): RawBuilder<unknown> {
  const ref = columnRef(column);
  return collation !== undefined && column === columns[0]
    ? sql`${ref} collate ${identifier(collation)}`
    : ref;
}

/** A text that identifies the order. */
export function orderKey(order: Order): string {
  const names = order.columns.map((column) => column.name);
  return JSON.stringify([
    order.direction,
    ...names,
    ...(order.collation ? [{ collation: order.collation }] : []),
  ]);
}

/** `order by …`; without a total order, equal rows come in the order of storage. Nulls come where Postgres puts them. */
export function orderBy(order: Order): RawBuilder<unknown> {
  const { columns, direction, total } = order;
  const keys = columns.map((column) => sql`${sortKey(order, column)} ${sql.raw(direction)}`);
  return sql`order by ${sql.join(total ? keys : [...keys, sql`r.tableoid`, sql`r.ctid`])}`;
}

/** The values that name a row's position, as a JSON array of texts. */
export function positionOf({ columns }: Order): RawBuilder<unknown> {
  return sql`json_build_array(${sql.join(columns.map((column) => sql`${columnRef(column)}::text`))})`;
}

/** Whether the row comes after a position: `(a, b) > (x, y)`, spelled out where nulls are possible, which have a position too. */
export function isAfter(order: Order, values: (string | null)[]): RawBuilder<unknown> {
  const { columns, direction } = order;
  if (columns.every((column) => !column.nullable)) {
    const left = sql.join(columns.map((column) => sortKey(order, column)));
    const right = sql.join(columns.map((column, i) => typed(values[i] ?? null, column.cast)));
    return sql`(${left}) ${sql.raw(direction === 'asc' ? '>' : '<')} (${right})`;
  }
  const alternatives = columns.map((column, i) => {
    const equal = columns.slice(0, i).map((before, j) => isEqual(before, values[j] ?? null));
    return sql`(${sql.join([...equal, isLater(order, column, values[i] ?? null)], sql` and `)})`;
  });
  return sql`(${sql.join(alternatives, sql` or `)})`;
}

function isEqual(column: Column, value: string | null): RawBuilder<unknown> {
  return value === null
    ? sql`${columnRef(column)} is null`
    : sql`${columnRef(column)} = ${typed(value, column.cast)}`;
}

/** Postgres sorts nulls as if they were larger than everything. */
function isLater(order: Order, column: Column, value: string | null): RawBuilder<unknown> {
  const ref = sortKey(order, column);
  if (order.direction === 'asc') {
    return value === null ? sql`false` : sql`(${ref} > ${typed(value, column.cast)} or ${ref} is null)`;
  }
  return value === null ? sql`${ref} is not null` : sql`${ref} < ${typed(value, column.cast)}`;
}
