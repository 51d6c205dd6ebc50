import { type RawBuilder, sql } from 'kysely';

/** Half of what the gateway answers, by its default. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;
const MAX_ITEMS = 1000;

/** The bytes that columns of a row take as JSON, in the answer and for themselves. The names are ours, never a caller's. */
export function jsonBytes(...columns: string[]): RawBuilder<unknown> {
  return sql.join(
    columns.map((column) => sql.raw(`coalesce(octet_length(to_json(${column}::text)::text), 0)`)),
    sql` + `,
  );
}

/** What is shown of a text column instead of the whole of it. The name is ours, never a caller's. */
export function beginningOf(column: string): RawBuilder<unknown> {
  return sql.raw(`left(${column}, 500) || case when length(${column}) > 500 then '…' else '' end`);
}

/**
 * Whether a row with `bytes` is shown whole: when its page fits in an answer, or else when the row is no larger than
 * its share of one. So no row can make a list of up to MAX_ITEMS fail for all who see it.
 */
export const isShownWhole = sql.raw(
  `(sum(bytes) over () <= ${MAX_PAGE_BYTES} or bytes <= ${Math.floor(MAX_PAGE_BYTES / MAX_ITEMS)})`,
);
