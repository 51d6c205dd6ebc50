import { describeError } from '../../../ui/display/describe-error.ts';
import { formatCount } from '../../../ui/format/numbers.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import type { RowsModel } from '../rows-model.ts';
import { keysFilter } from '../source/row-key.ts';
import type { RowValues } from '../values/show-value.ts';

/** Rows whose deletion can be taken back by inserting them again. */
export const UNDO_ROWS = 1000;
/** The filter of a deletion travels in the URL, which is bounded; a filter of several columns has at most 500 conditions. */
const KEYS_AT_ONCE = 200;
const PAGE = 1000;

/** Deletes the ticked rows, or all rows of the view. Answers how many are gone. */
export async function deleteTicked(rows: RowsModel, onProgress: (deleted: number) => void): Promise<number> {
  const deleted = rows.selection.tickedAll()
    ? await deleteView(rows, onProgress)
    : await deleteKeys(rows, [...rows.selection.ticked().keys()], onProgress);
  const undoable = rows.selection.tickedAll() ? [] : [...rows.selection.ticked().values()];
  rows.selection.clear();
  await rows.source.refresh();
  tell(rows, deleted, undoable);
  return deleted;
}

async function deleteKeys(rows: RowsModel, keys: string[], onProgress: (deleted: number) => void) {
  const columns = rows.keyColumns();
  const size = Math.floor(KEYS_AT_ONCE / columns.length);
  let deleted = 0;
  for (let start = 0; start < keys.length; start += size) {
    const { count } = await rows.api.deleteByFilter(keysFilter(keys.slice(start, start + size), columns));
    deleted += count;
    onProgress(deleted);
  }
  return deleted;
}

/** A filter deletes at once. A search can't, so its rows are deleted by their keys. */
async function deleteView(rows: RowsModel, onProgress: (deleted: number) => void): Promise<number> {
  const view = rows.source.current();
  const [column] = rows.keyColumns();
  if (view.search === '' && column) {
    const filter = view.filter ?? { [column.name]: { is: 'not_null' } };
    return (await rows.api.deleteByFilter(filter)).count;
  }
  let deleted = 0;
  for (;;) {
    const page = await rows.api.page(view, { pageSize: PAGE });
    if (page.rows.length === 0) return deleted;
    const before = deleted;
    deleted += await deleteKeys(rows, page.rows.map(rows.keyOf), (count) => onProgress(before + count));
    if (deleted === before) return deleted;
  }
}

function tell(rows: RowsModel, deleted: number, undoable: RowValues[]): void {
  const canUndo = undoable.length > 0 && undoable.length <= UNDO_ROWS;
  showToast({
    kind: 'success',
    title: `Deleted ${formatCount(deleted)} ${deleted === 1 ? 'row' : 'rows'}.`,
    ...(canUndo ? { action: { label: 'Undo', run: () => void insertAgain(rows, undoable) } } : {}),
  });
}

async function insertAgain(rows: RowsModel, deleted: RowValues[]): Promise<void> {
  try {
    await rows.api.insert(deleted);
    await rows.source.refresh();
    showToast({ kind: 'success', title: 'The rows are back.' });
  } catch (error) {
    showToast({
      kind: 'danger',
      title: 'The rows could not be inserted again.',
      detail: describeError(error).message,
    });
  }
}
