import { identifier, userTable } from '@selfdb/server/db/identifier';
import { type RawBuilder, sql } from 'kysely';
import type { Column, TableMeta } from '../../../catalog/table-meta.ts';
import { notedNumber, noting } from './marker.ts';
import { allOrNothing, refuseSkipped } from './skipped.ts';
import { type RowInput, recordOf, recordsOf, valueSql } from './write-values.ts';

/** The parts of a statement that writes rows. */
export interface Writing {
  /** Common table expressions, which write only if the condition holds. */
  expressions: RawBuilder<unknown>;
  /** All rows as comma-separated JSON in the order of the input. Refuses if one was skipped. */
  bodies: RawBuilder<unknown>;
}

/**
 * Inserts the rows; a column that a row does not name gets its default. Postgres inserts and returns one row after the other
 * in the order of the select, so if all come back they are in the order of the input.
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

/** The same for an array whose rows name columns. It is slower, but its refusal says which row was skipped. */
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

/** `insert into … (…)`; without columns, every column gets its default. */
function into(table: TableMeta, columns: Column[]): RawBuilder<unknown> {
  const names = columns.map((column) => identifier(column.name));
  return sql`insert into ${userTable(table.name)} as r${names.length > 0 ? sql` (${sql.join(names)})` : sql``}`;
}

function valuesOf(table: TableMeta, input: RowInput, columns: Column[]): RawBuilder<unknown> {
  return columns.length > 0 ? sql.join(columns.map((column) => valueSql(table, input, column))) : sql``;
}
