import { containsPattern } from '@selfdb/server/db/like';
import { type RawBuilder, sql } from 'kysely';

const LAST_CODE_POINT = 0x10ffff;

/**
 * That the path of the file `f` holds a text, in small or large letters. The column's own collation, "C", knows those of ASCII
 * only.
 */
export function pathContains(search: string): RawBuilder<unknown> {
  return sql`f.path collate "default" ilike ${containsPattern(search)}`;
}

/** That the path of the file `f` begins with a text; by a range, which the index on paths can answer. */
export function beginsWith(prefix: string): RawBuilder<unknown> {
  return inRange(sql`f.path`, prefix);
}

/** The same of a folder. */
export function folderBeginsWith(prefix: string): RawBuilder<unknown> {
  return inRange(sql`f.folder`, prefix);
}

function inRange(column: RawBuilder<unknown>, prefix: string): RawBuilder<unknown> {
  if (prefix === '') return sql`true`;
  const end = firstTextAfter(prefix);
  return end === undefined ? sql`${column} >= ${prefix}` : sql`${column} >= ${prefix} and ${column} < ${end}`;
}

/**
 * The first text, in the order of code points, that comes behind all that begin with the prefix; undefined: there is none.
 * UTF-8 has the same order (RFC 3629, 1), and so has the collation "C".
 */
export function firstTextAfter(prefix: string): string | undefined {
  const characters = [...prefix];
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const code = last.codePointAt(0) ?? 0;
    if (code >= LAST_CODE_POINT) continue;
    const next = code + 1 >= 0xd800 && code + 1 <= 0xdfff ? 0xe000 : code + 1;
    return `${characters.join('')}${String.fromCodePoint(next)}`;
  }
  return undefined;
}
