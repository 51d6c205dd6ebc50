import { identifier, userTable } from '@selfdb/server/db/identifier';
import { type RawBuilder, sql } from 'kysely';
import { relation } from '../../../catalog/repository.ts';
import { type Column, effectiveDefault, type TableMeta, takesNull } from '../../../catalog/table-meta.ts';
import { insertInto, type Writing } from './insert.ts';
import { notedFlag, notedNumber, noting } from './marker.ts';
import { allOrNothing, refuseSkipped } from './skipped.ts';
import { isGiven, isGivenByAll, type RowInput, recordsOf, valueSql } from './write-values.ts';

interface Upsert {
  table: TableMeta;
  /** The columns of `input`: values as v0, v1 …, and as g0, g1 … whether the row names the column. */
  columns: Column[];
  conflict: Column[];
  /** Columns that only some of the rows name. */
  mixed: Column[];
}

/**
 * An insert that updates rows that exist, by the columns of a unique constraint. A column that a row of the input does not
 * name keeps its value in an existing row and gets its default in a new one. Rows are written in the order of their keys,
 * so that two upserts of the same rows wait for each other and do not deadlock.
 */
export function upsertInto(
  table: TableMeta,
  input: RowInput,
  written: Column[],
  conflict: Column[],
  condition: RawBuilder<unknown>,
): Writing {
  const columns = [
    ...written,
    ...conflict.filter((column) => !written.includes(column) && !column.generated),
  ];
  // The database generates every key, so no row can exist.
  if (columns.length === 0) return insertInto(table, input, columns, condition);
  const mixed = written.filter((column) => !conflict.includes(column) && !isGivenByAll(input.rows, column));
  const upsert: Upsert = { table, columns, conflict, mixed };
  const values = columns.map((column, i) => sql`${valueSql(table, input, column)} as ${value(i)}`);
  const flags = columns.map((column, i) => sql`${isGiven(column)} as ${flag(i)}`);
  const read = sql`input as materialized (
    select ${sql.join([sql`j.n`, ...values, ...flags])} ${recordsOf(input, columns)} where ${condition})`;
  const bodies = input.isArray
    ? allOrNothing(sql.raw('results'), input.rows.length)
    : sql`coalesce((select body from results), ${refuseSkipped})`;
  if (!mayFailAsNew(upsert, input)) {
    return { expressions: sql`${read}, results as (${insertOrUpdate(upsert, sql`from input`)})`, bodies };
  }
  const expressions = sql.join([read, ...updateExisting(upsert)]);
  const isDone = sql`${isUnambiguous} and ${isCheckedAtOnce(upsert)}`;
  return { expressions, bodies: sql`case when ${isDone} then ${bodies} end` };
}

/**
 * Whether a row of the input could fail as a new row because of a column that it does not name. Postgres checks that before
 * it checks whether the row exists.
 */
function mayFailAsNew({ table, columns, conflict }: Upsert, { rows }: RowInput): boolean {
  if (conflict.some((column) => !columns.includes(column))) return false;
  return [...table.columns.values()].some((column) => {
    if (column.generated || column.identity || isGivenByAll(rows, column)) return false;
    const isNeeded = !takesNull(column) && effectiveDefault(column) === null;
    return isNeeded || column.checks.length > 0 || column.domain !== null;
  });
}

/**
 * Locks the existing rows in the order of their keys, updates them, and then inserts the others. The insert finds a row that
 * another transaction adds in between; one that is deleted in between is not locked, so it is inserted again.
 */
function updateExisting(upsert: Upsert): RawBuilder<unknown>[] {
  const { table, columns, conflict } = upsert;
  const name = sql`${sql.raw(table.inherited ? 'only ' : '')}${userTable(table.name)}`;
  const keys = conflict.map((column) => value(columns.indexOf(column)));
  const isThere = sql.join(
    conflict.map((column, i) => sql`r.${identifier(column.name)} = i.${keys[i] ?? sql`null`}`),
    sql` and `,
  );
  const changes = changedColumns(upsert).map((column) => {
    const [i, ref] = [columns.indexOf(column), identifier(column.name)];
    return sql`${ref} = case when i.${flag(i)} then i.${value(i)} else r.${ref} end`;
  });
  return [
    sql`locked as materialized (
      select i.n, r.tableoid as of, r.ctid as tid from input i join ${name} r on ${isThere}
      order by ${sql.join([...keys.map((key) => sql`i.${key}`), sql.raw('i.n')])} for update of r)`,
    sql`updated as (
      update ${name} r set ${sql.join(changes)} from input i join locked l on l.n = i.n where ${isThere}
      returning row_to_json(r.*)::text as body, i.n::int as n)`,
    // The count makes Postgres finish all updates before it inserts the first row.
    sql`inserted as (${insertOrUpdate(
      upsert,
      sql`from input where n not in (select n from locked) and (select count(*) from updated) >= 0`,
    )})`,
    sql`results as (select body, n from updated union all select body, n from inserted)`,
  ];
}

/** Refuses as Postgres does (cardinality_violation) if two rows of the input match one row of the table, or the reverse. */
const isUnambiguous = sql`(select case
  when count(*) > count(distinct n) then selfdb_api.refuse('21000', 'several rows of one key')::boolean
  when count(*) > count(distinct (of, tid)) then selfdb_api.refuse('21000', 'ON CONFLICT with one row twice')::boolean
  else true end from locked)`;

/** Refuses a deferrable constraint, as Postgres does as soon as it inserts a row. Here every row may be an update. */
function isCheckedAtOnce({ table, conflict }: Upsert): RawBuilder<unknown> {
  const names = conflict.map(({ name }) => name);
  return sql`(select case when count(*) > 0
      then selfdb_api.refuse('55000', 'ON CONFLICT does not support deferrable constraints')::boolean else true end
    from pg_catalog.pg_index i where i.indrelid = ${relation(table)} and i.indisunique and not i.indimmediate
      and (select count(*) = ${names.length}::int and bool_and(a.attname::text = any(${names}::text[]))
        from pg_catalog.pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey)))`;
}

function insertOrUpdate(upsert: Upsert, from: RawBuilder<unknown>): RawBuilder<unknown> {
  const { table, columns, conflict, mixed } = upsert;
  const keys = conflict.flatMap((column) =>
    columns.includes(column) ? [value(columns.indexOf(column))] : [],
  );
  const changes = changedColumns(upsert).map((column) => {
    const name = identifier(column.name);
    const index = mixed.indexOf(column);
    return index < 0
      ? sql`${name} = excluded.${name}`
      : sql`${name} = case when ${notedFlag(index)} then excluded.${name} else r.${name} end`;
  });
  const flags = mixed.map((column) => sql`${flag(columns.indexOf(column))}::int`);
  const values = noting(
    columns.map((_, i) => value(i)),
    sql.raw('n'),
    flags,
  );
  return sql`
    insert into ${userTable(table.name)} as r (${sql.join(columns.map(({ name }) => identifier(name)))})
    select ${values} ${from} order by ${sql.join([...keys, sql.raw('n')])}
    on conflict (${sql.join(conflict.map(({ name }) => identifier(name)))}) do update set ${sql.join(changes)}
    returning row_to_json(r.*)::text as body, ${notedNumber(mixed.length)} as n`;
}

/** The columns to set in an existing row. If the rows name only the key, it is set to itself, so that the row is returned. */
function changedColumns({ columns, conflict }: Upsert): Column[] {
  const others = columns.filter((column) => !conflict.includes(column));
  return others.length > 0 ? others : conflict;
}

const value = (i: number): RawBuilder<unknown> => sql.raw(`v${i}`);
const flag = (i: number): RawBuilder<unknown> => sql.raw(`g${i}`);
