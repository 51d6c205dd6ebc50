import { containsPattern } from '@selfdb/server/db/text/like';
import { type RawBuilder, sql } from 'kysely';

const LAST_CODE_POINT = 0x10ffff;

/**
 * Whether the path of the file `f` contains a text, in any case. The column's own collation, "C", folds the case of ASCII
 * letters only.
 */
export function pathContains(search: string): RawBuilder<unknown> {
  return sql`f.path collate "default" ilike ${containsPattern(search)}`;
}

/** Whether the path of the file `f` begins with a text: a range condition, which can use the index on paths. */
export function beginsWith(prefix: string): RawBuilder<unknown> {
  return inRange(sql`f.path`, prefix);
}

/** Whether the folder of the file `f` begins with a text. */
export function folderBeginsWith(prefix: string): RawBuilder<unknown> {
  return inRange(sql`f.folder`, prefix);
}

function inRange(column: RawBuilder<unknown>, prefix: string): RawBuilder<unknown> {
  if (prefix === '') return sql`true`;
  const end = firstTextAfter(prefix);
  return end === undefined ? sql`${column} >= ${prefix}` : sql`${column} >= ${prefix} and ${column} < ${end}`;
}

/**
 * The first text, in code point order, after all texts that begin with the prefix. Undefined if there is none. UTF-8
 * (RFC 3629, 1) and the collation "C" have the same order.
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
