import sql, { join, raw, type Sql } from 'sql-template-tag';

/**
 * Which row of the input is being written. Postgres writes the rows of an `insert … select` one after the other, and
 * neither `returning` nor `do update` sees more of one than the table's own columns, which triggers may change. So the
 * select notes the row in a setting of the transaction: its number, with a flag for each of some columns before it.
 */
const SETTING = 'selfdb.row';

/** The values of a select, the first of which notes the row. Postgres evaluates what is volatile after it has sorted. */
export function noting(values: Sql[], number: Sql, flags: Sql[] = []): Sql {
  const [first = sql`null`, ...others] = values;
  const note = flags.length === 0 ? sql`${number}::text` : sql`concat(${join([...flags, number])})`;
  return join([
    sql`case when set_config('${raw(SETTING)}', ${note}, true) is not null then ${first} end`,
    ...others,
  ]);
}

/** The number of the row that was noted last. */
export function notedNumber(flags = 0): Sql {
  const noted = `current_setting('${SETTING}')`;
  return raw(flags === 0 ? `${noted}::int` : `substr(${noted}, ${flags + 1})::int`);
}

/** Whether the flag of that place, from 0, was 1. */
export function notedFlag(place: number): Sql {
  return raw(`substr(current_setting('${SETTING}'), ${place + 1}, 1) = '1'`);
}
