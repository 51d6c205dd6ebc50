import { type RawBuilder, sql } from 'kysely';

/** A timestamptz column as RFC 3339 text in UTC with milliseconds. `column` is ours, never a caller's. */
export function wireTime(column: string): RawBuilder<unknown> {
  return sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
}
