import { identifier, userTable } from '@selfdb/shared/db/identifier';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import { insertInto, isGiven, isGivenByAll, type RowInput, recordsOf, valueSql } from './write-values.ts';

interface Upsert {
  /** Common table expressions that `insert` reads, each with a comma behind it. */
  expressions: Sql;
  insert: Sql;
}

/**
 * An insert that updates the rows which are there already, by the columns of a unique constraint. What a row of the
 * input leaves out stays as it is in a row that is there, and gets its default in a new one.
 */
export function upsertInto(
  table: TableMeta,
  input: RowInput,
  columns: Column[],
  conflict: Column[],
  condition: Sql,
): Upsert {
  const target = join(conflict.map(({ name }) => identifier(name)));
  const onConflict = (changes: Sql[]) => sql`on conflict (${target}) do update set ${join(changes)}`;
  const others = columns.filter((column) => !conflict.includes(column));
  // Setting a column to itself, so that a row which is there already comes back too.
  const changed = others.length > 0 ? others : conflict;
  const isUniform = columns.every((column) => isGivenByAll(input.rows, column));
  if (isUniform || !conflict.every((column) => columns.includes(column))) {
    const insert = insertInto(table, input, columns, condition);
    return { expressions: sql``, insert: sql`${insert} ${onConflict(changed.map(toExcluded))}` };
  }
  const values = columns.map((column, i) => sql`${valueSql(table, input, column)} as ${raw(`v${i}`)}`);
  const flags = columns.map((column, i) => sql`${isGiven(column)} as ${raw(`g${i}`)}`);
  const key = conflict.map((column) => raw(`v${columns.indexOf(column)}`));
  const changes = changed.map((column) =>
    isGivenByAll(input.rows, column)
      ? toExcluded(column)
      : toExcludedIf(
          column,
          conflict,
          sql`select ${join(key)} from input where ${raw(`g${columns.indexOf(column)}`)}`,
        ),
  );
  return {
    expressions: sql`input as materialized (
      select j.n, ${join([...values, ...flags])} ${recordsOf(input, columns)} where ${condition}),`,
    insert: sql`insert into ${userTable(table.name)} as r (${join(columns.map(({ name }) => identifier(name)))})
      select ${raw(columns.map((_, i) => `v${i}`).join(', '))} from input order by n ${onConflict(changes)}`,
  };
}

function toExcluded({ name }: Column): Sql {
  return sql`${identifier(name)} = excluded.${identifier(name)}`;
}

/** Only for the keys whose rows name the column; Postgres hashes the query, as it does not depend on the row. */
function toExcludedIf({ name }: Column, conflict: Column[], keys: Sql): Sql {
  const key = join(conflict.map((column) => sql`excluded.${identifier(column.name)}`));
  const column = identifier(name);
  return sql`${column} = case when (${key}) in (${keys}) then excluded.${column} else r.${column} end`;
}
