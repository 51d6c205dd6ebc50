import { sql } from 'kysely';
import type { Statement } from '../db/database.ts';

export type Row = Record<string, unknown>;

/** A statement from text with `$1`, `$2` … and their values. */
export function plainSql(text: string, values: unknown[] = []): Statement<Row> {
  const parts = text.split(/\$(\d+)/);
  return sql`${sql.join(
    parts.map((part, i) => (i % 2 === 0 ? sql.raw(part) : values[Number(part) - 1])),
    sql``,
  )}`;
}
