import { formatCount } from '../../../ui/format/numbers.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { type RowFormat, writeRows } from '../export/write-rows.ts';
import type { RowsModel } from '../rows-model.ts';
import type { RowValues } from '../values/show-value.ts';

const MAX_ROWS = 10_000;

/** Copies the ticked rows with their visible columns, or else the selected cells. */
export async function copySelection(rows: RowsModel, format: RowFormat): Promise<void> {
  const placed = rows.layout.placed().map(({ column }) => column);
  const ticked = [...rows.selection.ticked().values()];
  const { top, bottom, left, right } = rows.selection.bounds();
  const columns = ticked.length > 0 ? placed : placed.slice(left, right + 1);
  if (ticked.length === 0 && bottom - top >= MAX_ROWS) {
    showToast({
      title: `${formatCount(MAX_ROWS)} rows can be copied at once.`,
      detail: 'Select fewer, or export the table.',
    });
    return;
  }
  const found = ticked.length > 0 ? Promise.resolve(ticked) : rows.source.rows(top, bottom);
  const text = found.then((list) => textOf(rows, format, list, columns));
  try {
    await writeClipboard(text);
    showToast({ title: `Copied ${formatCount((await found).length)} rows.`, kind: 'success' });
  } catch {
    showToast({
      kind: 'danger',
      title: 'Nothing was copied.',
      detail: 'The browser refused, or the rows could not be read. Try again.',
    });
  }
}

function textOf(
  rows: RowsModel,
  format: RowFormat,
  list: RowValues[],
  columns: { name: string; kind: string }[],
) {
  const arrays = new Set(columns.filter(({ kind }) => kind === 'array').map(({ name }) => name));
  const names = columns.map(({ name }) => name);
  return writeRows(format, list, names, { name: rows.table().name, arrays });
}

/** Browsers allow a copy only in answer to a key or click, so the clipboard is opened before the rows have been read. */
async function writeClipboard(text: Promise<string>): Promise<void> {
  if (typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(await text);
  const blob = text.then((content) => new Blob([content], { type: 'text/plain' }));
  await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
}
