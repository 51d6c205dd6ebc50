import { quoteIdentifier } from '@selfdb/shared/identifier';
import { type RawBuilder, sql } from 'kysely';

/**
 * A name as a quoted SQL identifier: the only way in which a caller's name becomes SQL.
 * Callers have checked it against the catalog, or are about to create it. Throws on what Postgres would cut or refuse.
 */
export function identifier(name: string): RawBuilder<unknown> {
  return sql.raw(quoteIdentifier(name));
}

/** A user's table, by its name in the schema `public`. */
export function userTable(name: string): RawBuilder<unknown> {
  return sql.raw(`public.${quoteIdentifier(name)}`);
}

/** A text as a quoted SQL literal, for places where Postgres takes no parameter (DDL, `'…'::regclass`). */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new TypeError('not a literal');
  const escaped = text.replaceAll("'", "''");
  return escaped.includes('\\') ? `E'${escaped.replaceAll('\\', '\\\\')}'` : `'${escaped}'`;
}
