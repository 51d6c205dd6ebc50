import { identifier } from '@selfdb/shared/db/identifier';
import { invalid } from '@selfdb/shared/errors';
import sql, { type Sql } from 'sql-template-tag';
import { UnknownColumnError } from '../../catalog/catalog.ts';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';

/** The column of a name that a caller gave. Throws UnknownColumnError, which reads the catalog anew once. */
export function getColumn(table: TableMeta, name: string, loc: (string | number)[]): Column {
  const column = table.columns.get(name);
  if (!column) throw new UnknownColumnError(loc, name);
  return column;
}

/**
 * Column names of a comma list. A name that holds a comma or begins with a quote is written as in SQL:
 * `"last, first"`, with inner quotes doubled.
 */
export function parseColumnList(table: TableMeta, list: string, parameter: string): Column[] {
  const names: string[] = [];
  for (const match of list.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*(?:,|$)/gy)) {
    if (match[1] === undefined && match[2] === '' && match.index === list.length) break;
    names.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  }
  if (names.length === 0 || names.includes('')) {
    throw invalid(['query', parameter], 'must be column names separated by commas');
  }
  return [...new Set(names)].map((name) => getColumn(table, name, ['query', parameter]));
}

/** The column, of the row `r`. */
export function columnRef(column: Column): Sql {
  return sql`r.${identifier(column.name)}`;
}
