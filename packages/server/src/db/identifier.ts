import { type RawBuilder, sql } from 'kysely';
import { isStorableText } from '@selfdb/shared/storable-text';

const MAX_BYTES = 63;
const MOST_BYTES_A_CODE_UNIT = 3;
const encoder = new TextEncoder();

/** Whether Postgres takes the text as a name without changing it: 1 to 63 bytes of UTF-8 and no NUL. */
export function isIdentifier(name: string): boolean {
  if (name.length === 0 || !isStorableText(name)) return false;
  if (name.length * MOST_BYTES_A_CODE_UNIT <= MAX_BYTES) return true;
  return encoder.encode(name).length <= MAX_BYTES;
}

/**
 * A name as a quoted SQL identifier: the only way in which a caller's name becomes SQL.
 * Callers have checked it against the catalog, or are about to create it. Throws on what Postgres would cut or refuse.
 */
export function identifier(name: string): RawBuilder<unknown> {
  return sql.raw(quoteIdentifier(name));
}

/** The text form of `identifier`. */
export function quoteIdentifier(name: string): string {
  if (!isIdentifier(name)) throw new TypeError('not an identifier');
  return `"${name.replaceAll('"', '""')}"`;
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
