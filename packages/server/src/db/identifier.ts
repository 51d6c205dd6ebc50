import { quoteIdentifier } from '@selfdb/shared/identifier';
import { type RawBuilder, sql } from 'kysely';

/**
 * A name as a quoted SQL identifier: the only way in which a caller's name becomes SQL. Call it with names that the catalog
 * has or that are about to be created. Throws a TypeError for a name that Postgres would cut or refuse.
 */
export function identifier(name: string): RawBuilder<unknown> {
  return sql.raw(quoteIdentifier(name));
}

/** A user's table, by its name in the schema `public`. */
export function userTable(name: string): RawBuilder<unknown> {
  return sql.raw(`public.${quoteIdentifier(name)}`);
}

/** A text as a quoted SQL literal, where Postgres accepts no parameter (DDL, `'…'::regclass`). */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new TypeError('not a literal');
  const escaped = text.replaceAll("'", "''");
  return escaped.includes('\\') ? `E'${escaped.replaceAll('\\', '\\\\')}'` : `'${escaped}'`;
}
