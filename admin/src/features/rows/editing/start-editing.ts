import { showToast } from '../../../ui/overlays/toast.tsx';
import type { RowsModel } from '../rows-model.ts';
import { takesEmptyText } from '../values/column-kind.ts';
import { valueText } from '../values/show-value.ts';

const LONG_CHARACTERS = 200;

/** Edits the active cell in its place, or in the side panel if it holds a document or a long text. */
export function startEditing(rows: RowsModel, typed?: string): void {
  const { row: index, column: columnIndex } = rows.selection.active();
  const row = rows.source.rowAt(index);
  const column = rows.layout.placed()[columnIndex]?.column;
  if (!row || !column) return;
  if (!rows.edits.canEdit()) {
    showToast({
      title: 'These rows can only be read here.',
      detail:
        'The table has no primary key, so no single row can be named. Add one, or change the rows with SQL.',
    });
    return;
  }
  const text = valueText(row[column.name]);
  const isLong = text.length > LONG_CHARACTERS || text.includes('\n');
  if (typed === undefined && (column.kind === 'json' || isLong)) rows.openRow(row, column.name);
  else rows.setEditing({ row: index, column: column.name, typed });
}

/** Empties the selected cells: NULL where the column allows it, else an empty text. */
export async function clearCells(rows: RowsModel): Promise<void> {
  const { top, bottom, left, right } = rows.selection.bounds();
  const columns = rows.layout
    .placed()
    .slice(left, right + 1)
    .map(({ column }) => column);
  const values = Object.fromEntries(
    columns
      .filter((column) => column.nullable || takesEmptyText(column))
      .map((column) => [column.name, column.nullable ? null : '']),
  );
  if (Object.keys(values).length === 0) {
    showToast({ title: 'This column needs a value.', detail: 'It can be changed, but not emptied.' });
    return;
  }
  for (let index = top; index <= bottom; index++) {
    const row = rows.source.rowAt(index);
    if (row && !(await rows.edits.save(row, values))) return;
  }
}
