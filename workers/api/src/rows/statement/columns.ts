import { identifier } from '@selfdb/shared/db/identifier';
import { invalid, type ValidationError } from '@selfdb/shared/errors';
import sql, { type Sql } from 'sql-template-tag';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';

/** The column of a name that a caller gave. Throws ValidationError. */
export function getColumn(table: TableMeta, name: string, loc: (string | number)[]): Column {
  const column = table.columns.get(name);
  if (!column) throw unknownColumn(loc, name);
  return column;
}

export function unknownColumn(loc: (string | number)[], name: string): ValidationError {
  return invalid(loc, `The table has no column ${JSON.stringify(name)}`, 'unknown_field');
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
export function columnRef(column: Column): Sql {
  return sql`r.${identifier(column.name)}`;
}
