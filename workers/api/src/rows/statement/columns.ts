import { identifier } from '@selfdb/server/db/identifier';
import { unknownColumn } from '@selfdb/server/filter/read-filter';
import { invalid } from '@selfdb/shared/errors';
import { type RawBuilder, sql } from 'kysely';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';

/** The column of a name that a caller gave. Throws ValidationError. */
export function getColumn(table: TableMeta, name: string, loc: (string | number)[]): Column {
  const column = table.columns.get(name);
  if (!column) throw unknownColumn(loc, name);
  return column;
}

/**
 * Column names of a comma list. A name that holds a comma or begins with a quote is written as in SQL:
 * `"last, first"`, with inner quotes doubled.
 */
export function parseColumnList(table: TableMeta, list: string, parameter: string): Column[] {
  const names = splitNames(list);
  if (names.length === 0 || names.includes('')) {
    throw invalid(['query', parameter], 'must be column names separated by commas');
  }
  return [...new Set(names)].map((name) => getColumn(table, name, ['query', parameter]));
}

function splitNames(list: string): string[] {
  const names: string[] = [];
  let rest = list;
  do {
    // Of the quoted form only when a comma or the end follows: `"a"b` is a name as it stands.
    const quoted = /^\s*"((?:[^"]|"")*)"\s*(?:,|$)/.exec(rest);
    const end = quoted ? quoted[0].length : rest.indexOf(',') + 1 || rest.length;
    const plain = rest.slice(0, end).replace(/,$/, '').trim();
    names.push(quoted?.[1]?.replaceAll('""', '"') ?? plain);
    rest = rest.slice(end);
  } while (rest !== '');
  return names;
}

/** The column, of the row `r`. */
export function columnRef(column: Column): RawBuilder<unknown> {
  return sql`r.${identifier(column.name)}`;
}

/**
 * A text of a column, to be searched by a pattern. Where texts that differ are equal Postgres has no ILIKE, before version 18
 * no LIKE and no strpos either: there letters are compared as elsewhere in the database.
 */
export function searchable({ collation }: Column, text: RawBuilder<unknown>): RawBuilder<unknown> {
  return collation?.nondeterministic ? sql`(${text} collate "default")` : text;
}

const BUILT_IN = new Set([
  'text',
  'character varying',
  'uuid',
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'real',
  'double precision',
  'boolean',
  'date',
  'time without time zone',
  'timestamp without time zone',
  'timestamp with time zone',
  'bytea',
  'jsonb',
]);

/**
 * A type as values are read for it. For a timestamp without a zone that is one with: the offset of
 * `2026-01-31T10:00:00+02:00` is then applied, and the column holds UTC, where Postgres alone would drop it unseen.
 */
export function withOffset(type: string): string {
  return type.replace(/^timestamp(\(\d\))? without time zone/, 'timestamp$1 with time zone');
}

/**
 * A value as a parameter of a type that the catalog names. The gateway keeps statements prepared, each with the
 * types of its parameters; of a type that somebody may drop and make anew, the parameter itself is a text.
 */
export function typed(value: string | null, cast: string): RawBuilder<unknown> {
  const isLasting = BUILT_IN.has(cast.replace(/\[\]$/, ''));
  const read = withOffset(cast);
  if (read !== cast) return sql`${value}::${sql.raw(read)}::${sql.raw(cast)}`;
  return isLasting ? sql`${value}::${sql.raw(cast)}` : sql`${value}::text::${sql.raw(cast)}`;
}
