import { identifier, userTable } from '@selfdb/server/db/identifier';
import { type RawBuilder, sql } from 'kysely';
import type { Column, TableMeta } from '../../../catalog/table-meta.ts';
import { notedNumber, noting } from './marker.ts';
import { allOrNothing, refuseSkipped } from './skipped.ts';
import { type RowInput, recordOf, recordsOf, valueSql } from './write-values.ts';

/** How rows are written. */
export interface Writing {
  /** Common table expressions; they write only where the condition holds that they were made with. */
  expressions: RawBuilder<unknown>;
  /** An expression: all rows as one text of JSON, with commas between them, in the order of the input. Refuses when one was left out. */
  bodies: RawBuilder<unknown>;
}

/**
 * Inserts the rows; a column that some of them leave out gets its default there. Postgres inserts, and returns, one row after
 * the other in the order of the select: when all have come back, they are in the order of the input.
 */
export function insertInto(
  table: TableMeta,
  input: RowInput,
  columns: Column[],
  condition: RawBuilder<unknown>,
): Writing {
  const from = input.isArray || columns.length === 0 ? recordsOf(input, columns) : recordOf(input, columns);
  const order = input.isArray && columns.length > 0 ? sql` order by j.n` : sql``;
  const expressions = sql`written as (${into(table, columns)} select ${valuesOf(table, input, columns)} ${from}
    where ${condition}${order} returning row_to_json(r.*)::text as body)`;
  const bodies = input.isArray
    ? sql`(select case when count(*) = ${input.rows.length}::int then string_agg(body, ',') else ${refuseSkipped} end from written)`
    : sql`coalesce((select body from written), ${refuseSkipped})`;
  return { expressions, bodies };
}

/** The same of an array whose rows name columns; it takes longer, and when a row is left out says which one. */
export function insertNoting(
  table: TableMeta,
  input: RowInput,
  columns: Column[],
  condition: RawBuilder<unknown>,
): Writing {
  const values = columns.map((column) => valueSql(table, input, column));
  return {
    expressions: sql`
      written as (${into(table, columns)} select ${noting(values, sql.raw('j.n'))} ${recordsOf(input, columns)}
        where ${condition} order by j.n returning row_to_json(r.*)::text as body, ${notedNumber()} as n)`,
    bodies: allOrNothing(sql.raw('written'), input.rows.length),
  };
}

/** Without a name for none at all: every column gets its default. */
function into(table: TableMeta, columns: Column[]): RawBuilder<unknown> {
  const names = columns.map((column) => identifier(column.name));
  return sql`insert into ${userTable(table.name)} as r${names.length > 0 ? sql` (${sql.join(names)})` : sql``}`;
}

function valuesOf(table: TableMeta, input: RowInput, columns: Column[]): RawBuilder<unknown> {
  return columns.length > 0 ? sql.join(columns.map((column) => valueSql(table, input, column))) : sql``;
}
