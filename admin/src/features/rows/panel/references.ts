import { showToast } from '../../../ui/overlays/toast.tsx';
import type { RowsModel } from '../rows-model.ts';
import type { GridColumn } from '../values/column-kind.ts';
import { valueText } from '../values/show-value.ts';

/** The page of the rows that a value refers to. */
export function referencePath(column: GridColumn, value: unknown): string | undefined {
  if (!column.references || value === null || value === undefined) return undefined;
  const filter = JSON.stringify({ [column.references.column]: { eq: valueText(value) } });
  return `/tables/${encodeURIComponent(column.references.table)}?filter=${encodeURIComponent(filter)}`;
}

/** Goes to the row that the active cell refers to. */
export function openReference(rows: RowsModel): void {
  const { row: index, column: columnIndex } = rows.selection.active();
  const row = rows.source.rowAt(index);
  const column = rows.layout.placed()[columnIndex]?.column;
  const path = row && column && referencePath(column, row[column.name]);
  if (path) rows.navigate(path);
  else showToast({ title: 'This cell refers to no row.', detail: 'Columns with a link in their header do.' });
}

const TELLING = ['name', 'title', 'label', 'email', 'slug', 'code', 'description'];

/** The column that tells a person most about a row, besides its key. */
export function tellingColumn(
  columns: readonly { name: string; type: string }[],
  key: string,
): string | undefined {
  const texts = columns.filter(({ name, type }) => name !== key && /^(text|character|citext)/.test(type));
  const rank = (name: string) => TELLING.findIndex((word) => name.toLowerCase().includes(word));
  const named = texts.filter(({ name }) => rank(name) >= 0).toSorted((a, b) => rank(a.name) - rank(b.name));
  return (named[0] ?? texts[0])?.name;
}
