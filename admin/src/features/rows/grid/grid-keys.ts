import { clearCells, startEditing } from '../editing/start-editing.ts';
import { openReference } from '../panel/references.ts';
import { useRows } from '../rows-model.ts';
import { movedBy } from '../selection/cell-range.ts';
import { copySelection } from '../selection/copy.ts';
import { pageRowsOf } from './metrics.ts';

/** What the keys do while the grid has the focus. Keys that write text start an edit with it. */
export function createGridKeys(focusGrid: () => void): (event: KeyboardEvent) => void {
  const rows = useRows();
  const extent = () => ({
    rows: Math.max(1, rows.source.total()),
    columns: Math.max(1, rows.layout.placed().length),
    pageRows: pageRowsOf(rows.viewHeight()),
  });

  function tickActive() {
    const row = rows.source.rowAt(rows.selection.active().row);
    if (!row || !rows.edits.canEdit()) return;
    const key = rows.keyOf(row);
    rows.selection.tick([[key, row]], !rows.selection.isTicked(key));
  }

  function openActive() {
    const row = rows.source.rowAt(rows.selection.active().row);
    if (row && rows.edits.canEdit()) rows.openRow(row);
  }

  function openMenu() {
    const name = rows.layout.placed()[rows.selection.active().column]?.column.name;
    const header = document.querySelector(`[data-column="${CSS.escape(name ?? '')}"] .column-menu`);
    if (header instanceof HTMLElement) {
      header.focus();
      header.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
    }
  }

  const plain: Record<string, () => void> = {
    Enter: () => startEditing(rows),
    F2: () => startEditing(rows),
    Delete: () => void clearCells(rows),
    Backspace: () => void clearCells(rows),
    ' ': openActive,
    Escape: () => rows.selection.clear(),
  };
  const modified: Record<string, () => void> = {
    c: () => void copySelection(rows, 'tsv'),
    z: () => void rows.edits.undo(),
    Enter: () => openReference(rows),
    a: () => {
      rows.selection.moveTo({ row: 0, column: 0 });
      rows.selection.moveTo({ row: extent().rows - 1, column: extent().columns - 1 }, true);
    },
  };

  function action(event: KeyboardEvent): (() => void) | undefined {
    const { key, shiftKey } = event;
    const jump = event.ctrlKey || event.metaKey;
    if (event.altKey) return key === 'ArrowDown' ? openMenu : undefined;
    const place = movedBy(key, jump, rows.selection.active(), extent());
    if (place) return () => rows.selection.moveTo(place, shiftKey);
    if (key === ' ' && shiftKey) return tickActive;
    if (jump) return Object.hasOwn(modified, key) ? modified[key] : undefined;
    if (Object.hasOwn(plain, key)) return plain[key];
    return key.length === 1 ? () => startEditing(rows, key) : undefined;
  }

  return (event) => {
    // Editors and buttons within the grid have keys of their own.
    if (event.target !== event.currentTarget || event.isComposing) return;
    const run = action(event);
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
    if (event.key === 'Escape') focusGrid();
  };
}
