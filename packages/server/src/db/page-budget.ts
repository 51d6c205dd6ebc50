import { type RawBuilder, sql } from 'kysely';

/** Half of the default of PG_MAX_RESPONSE_BYTES. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;
const MAX_ITEMS = 1000;

/** The bytes that columns of a row take as JSON. The names are ours, never a caller's. */
export function jsonBytes(...columns: string[]): RawBuilder<unknown> {
  return sql.join(
    columns.map((column) => sql.raw(`coalesce(octet_length(to_json(${column}::text)::text), 0)`)),
    sql` + `,
  );
}

/** The beginning of a text column, shown instead of the whole text. The name is ours, never a caller's. */
export function beginningOf(column: string): RawBuilder<unknown> {
  return sql.raw(`left(${column}, 500) || case when length(${column}) > 500 then '…' else '' end`);
}

/**
 * Whether a row with `bytes` is shown whole: if its page fits in an answer, or the row is no larger than its share of one. So
 * no row can make a list of up to MAX_ITEMS rows fail.
 */
export const isShownWhole = sql.raw(
  `(sum(bytes) over () <= ${MAX_PAGE_BYTES} or bytes <= ${Math.floor(MAX_PAGE_BYTES / MAX_ITEMS)})`,
);
