import type { GridColumn } from '../values/column-kind.ts';
import { type RowValues, valueText } from '../values/show-value.ts';
import type { ApiFilter } from '../view/filter.ts';

/** The columns that identify a row: the primary key, else a unique column that is never NULL. Empty if there is neither. */
export function keyColumnsOf(columns: readonly GridColumn[]): GridColumn[] {
  const primary = columns.filter((column) => column.primaryKey);
  if (primary.length > 0) return primary;
  const unique = columns.find((column) => column.unique && !column.nullable);
  return unique ? [unique] : [];
}

/** What identifies a row, as one text: also the `row` of the URL. */
export function rowKey(row: RowValues, keyColumns: readonly GridColumn[]): string {
  const texts = keyColumns.map((column) => valueText(row[column.name]));
  return texts.length === 1 ? (texts[0] ?? '') : JSON.stringify(texts);
}

/** The filter that only this row passes. */
export function keyFilter(key: string, keyColumns: readonly GridColumn[]): ApiFilter {
  const texts = keyColumns.length === 1 ? [key] : readTexts(key);
  const parts = keyColumns.map((column, i) => ({ [column.name]: { eq: texts[i] ?? '' } }));
  return { and: parts };
}

/** The filter that only these rows pass. */
export function keysFilter(keys: readonly string[], keyColumns: readonly GridColumn[]): ApiFilter {
  const [column, ...more] = keyColumns;
  if (column && more.length === 0) return { [column.name]: { in: keys } };
  return { or: keys.map((key) => keyFilter(key, keyColumns)) };
}

function readTexts(key: string): string[] {
  try {
    const value: unknown = JSON.parse(key);
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}
