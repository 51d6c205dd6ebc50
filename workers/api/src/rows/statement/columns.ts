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
 * The columns of a comma-separated list. A name that contains a comma or begins with a quote is written as in SQL:
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
    // A quoted name ends at a comma or at the end of the list; `"a"b` is a plain name.
    const quoted = /^\s*"((?:[^"]|"")*)"\s*(?:,|$)/.exec(rest);
    const end = quoted ? quoted[0].length : rest.indexOf(',') + 1 || rest.length;
    const plain = rest.slice(0, end).replace(/,$/, '').trim();
    names.push(quoted?.[1]?.replaceAll('""', '"') ?? plain);
    rest = rest.slice(end);
  } while (rest !== '');
  return names;
}

/** The column of the row `r`. */
export function columnRef(column: Column): RawBuilder<unknown> {
  return sql`r.${identifier(column.name)}`;
}

/**
 * A column's text, to be searched by a pattern. Postgres has no ILIKE for nondeterministic collations, and before version 18
 * no LIKE and no strpos: such a column is searched in the collation of the database.
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
 * The type that values are parsed as. A timestamp without time zone is parsed as one with it: the offset of
 * `2026-01-31T10:00:00+02:00` is then applied and the column holds UTC. Postgres would silently drop the offset.
 */
export function withOffset(type: string): string {
  return type.replace(/^timestamp(\(\d\))? without time zone/, 'timestamp$1 with time zone');
}

/**
 * A value as a parameter of a type that the catalog names. The gateway keeps statements prepared with the types of their
 * parameters. A type that is not built in can be dropped and created again, so such a parameter is sent as text.
 */
export function typed(value: string | null, cast: string): RawBuilder<unknown> {
  const isLasting = BUILT_IN.has(cast.replace(/\[\]$/, ''));
  const read = withOffset(cast);
  if (read !== cast) return sql`${value}::${sql.raw(read)}::${sql.raw(cast)}`;
  return isLasting ? sql`${value}::${sql.raw(cast)}` : sql`${value}::text::${sql.raw(cast)}`;
}
