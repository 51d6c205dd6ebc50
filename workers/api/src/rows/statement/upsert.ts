import { identifier, userTable } from '@selfdb/shared/db/identifier';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import {
  insertInto,
  isGiven,
  isGivenByAll,
  type RowInput,
  recordsOf,
  valueSql,
  type Writing,
} from './write-values.ts';

/**
 * An insert that updates the rows which are there already, by the columns of a unique constraint. What a row of the
 * input leaves out stays as it is in a row that is there, and gets its default in a new one. Rows are written in the
 * order of their keys, so that two upserts of the same rows wait for each other instead of locking each other out.
 */
export function upsertInto(
  table: TableMeta,
  input: RowInput,
  columns: Column[],
  conflict: Column[],
  condition: Sql,
): Writing {
  const onConflict = (changes: Sql[]) =>
    sql`on conflict (${join(conflict.map(({ name }) => identifier(name)))}) do update set ${join(changes)}`;
  if (columns.length === 0) {
    const ofDefaults = insertInto(table, input, columns, condition);
    return { ...ofDefaults, insert: sql`${ofDefaults.insert} ${onConflict(conflict.map(toExcluded))}` };
  }
  const values = columns.map((column, i) => sql`${valueSql(table, input, column)} as ${value(i)}`);
  const flags = columns.map((column, i) => sql`${isGiven(column)} as ${flag(i)}`);
  const keys = conflict.flatMap((column) =>
    columns.includes(column) ? [value(columns.indexOf(column))] : [],
  );
  const others = columns.filter((column) => !conflict.includes(column));
  // Setting a column to itself, so that a row which is there already comes back too.
  const changed = others.length > 0 ? others : conflict;
  const changes = changed.map((column) =>
    isGivenByAll(input.rows, column) || keys.length < conflict.length
      ? toExcluded(column)
      : toExcludedIf(
          column,
          conflict,
          sql`select ${join(keys)} from input where ${flag(columns.indexOf(column))}`,
        ),
  );
  return {
    expressions: sql`input as materialized (
        select j.n, ${join([...values, ...flags])} ${recordsOf(input, columns)} where ${condition}),
      ordered as materialized (
        select input.*, row_number() over (order by ${join([...keys, raw('n')])}) as place from input),`,
    insert: sql`insert into ${userTable(table.name)} as r (${join(columns.map(({ name }) => identifier(name)))})
      select ${join(columns.map((_, i) => value(i)))} from ordered order by place ${onConflict(changes)}`,
    bodies: sql`select string_agg(w.body, ',' order by o.n)
      from (select body, row_number() over () as place from written) w join ordered o using (place)`,
  };
}

const value = (i: number): Sql => raw(`v${i}`);
const flag = (i: number): Sql => raw(`g${i}`);

function toExcluded({ name }: Column): Sql {
  return sql`${identifier(name)} = excluded.${identifier(name)}`;
}

/** Only for the keys whose rows name the column; Postgres hashes the query, as it does not depend on the row. */
function toExcludedIf({ name }: Column, conflict: Column[], keys: Sql): Sql {
  const key = join(conflict.map((column) => sql`excluded.${identifier(column.name)}`));
  const column = identifier(name);
  return sql`${column} = case when (${key}) in (${keys}) then excluded.${column} else r.${column} end`;
}
