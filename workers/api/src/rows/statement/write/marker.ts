import { type RawBuilder, sql } from 'kysely';

/**
 * Holds which row of the input is being written. Postgres writes the rows of an `insert … select` one after the other, and
 * `returning` and `do update` see only the table's own columns, which triggers may change. So the select notes the row in a
 * setting of the transaction: flags for some columns, followed by the row's number.
 */
const SETTING = 'selfdb.row';

/** The values of a select, the first of which notes the row. Postgres evaluates volatile expressions after sorting. */
export function noting(
  values: RawBuilder<unknown>[],
  number: RawBuilder<unknown>,
  flags: RawBuilder<unknown>[] = [],
): RawBuilder<unknown> {
  const [first = sql`null`, ...others] = values;
  const note = flags.length === 0 ? sql`${number}::text` : sql`concat(${sql.join([...flags, number])})`;
  return sql.join([
    sql`case when set_config('${sql.raw(SETTING)}', ${note}, true) is not null then ${first} end`,
    ...others,
  ]);
}

/** The number of the row noted last. */
export function notedNumber(flags = 0): RawBuilder<unknown> {
  const noted = `current_setting('${SETTING}')`;
  return sql.raw(flags === 0 ? `${noted}::int` : `substr(${noted}, ${flags + 1})::int`);
}

/** Whether the flag at the index was 1. */
export function notedFlag(index: number): RawBuilder<unknown> {
  return sql.raw(`substr(current_setting('${SETTING}'), ${index + 1}, 1) = '1'`);
}
