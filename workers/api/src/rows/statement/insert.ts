import { identifier, userTable } from '@selfdb/shared/db/identifier';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import { notedNumber, noting } from './marker.ts';
import { allOrNothing, refuseSkipped } from './skipped.ts';
import { elementsOf, type RowInput, recordsOf, valueSql } from './write-values.ts';

/** How rows are written. */
export interface Writing {
  /** Common table expressions; they write only where the condition holds that they were made with. */
  expressions: Sql;
  /** An expression: all rows as one text of JSON, with commas between them, in the order of the input. Refuses when one was left out. */
  bodies: Sql;
}

/** Inserts the rows; a column that some of them leave out gets its default there. `count` says how many they are. */
export function insertInto(
  table: TableMeta,
  input: RowInput,
  columns: Column[],
  condition: Sql,
  count: string | number = input.rows.length,
): Writing {
  const insert = sql`insert into ${userTable(table.name)} as r`;
  // A `select` of no column at all: every column gets its default, and the rows are all the same.
  if (columns.length === 0) {
    const numbered = sql`row_number() over ()::int as n`;
    return {
      expressions: sql`
        made as (${insert} select ${elementsOf(input)} where ${condition} returning row_to_json(r.*)::text as body),
        written as (select body, ${numbered} from made)`,
      bodies: allOrNothing(raw('written'), sql`${count}`),
    };
  }
  const values = columns.map((column) => valueSql(table, input, column));
  const names = join(columns.map((column) => identifier(column.name)));
  const rows = sql`${recordsOf(input, columns)} where ${condition}`;
  if (!input.isArray) {
    return {
      expressions: sql`
        written as (${insert} (${names}) select ${join(values)} ${rows} returning row_to_json(r.*)::text as body)`,
      bodies: sql`coalesce((select body from written), ${refuseSkipped})`,
    };
  }
  return {
    expressions: sql`
      written as (${insert} (${names}) select ${noting(values, raw('j.n'))} ${rows} order by j.n
        returning row_to_json(r.*)::text as body, ${notedNumber()} as n)`,
    bodies: allOrNothing(raw('written'), sql`${count}`),
  };
}
