import { startEditing } from '../editing/start-editing.ts';
import { useRows } from '../rows-model.ts';
import type { CellPlace } from '../selection/cell-range.ts';

/** The cell under the pointer, by the marks that rows and cells carry. */
function placeAt(target: EventTarget | null): CellPlace | undefined {
  if (!(target instanceof Element)) return undefined;
  const cell = target.closest('[data-cell]');
  const row = target.closest('[data-row]');
  if (!(cell instanceof HTMLElement) || !(row instanceof HTMLElement)) return undefined;
  return { row: Number(row.dataset.row), column: Number(cell.dataset.cell) };
}

function rowAt(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest('[data-row]') : null;
  return row instanceof HTMLElement ? Number(row.dataset.row) : undefined;
}

/** A press selects a cell, dragging selects a range, Shift extends it; a click on a box ticks the row. */
export function createGridPointer(focusGrid: () => void) {
  const rows = useRows();
  let dragging = false;
  let lastTicked: number | undefined;

  async function tick(index: number, extend: boolean, on: boolean) {
    const from = extend && lastTicked !== undefined ? lastTicked : index;
    lastTicked = index;
    const found = await rows.source.rows(Math.min(from, index), Math.max(from, index));
    rows.selection.tick(
      found.map((row) => [rows.keyOf(row), row]),
      on,
    );
  }

  return {
    onPointerDown(event: PointerEvent) {
      const place = placeAt(event.target);
      if (!place || event.button !== 0) return;
      dragging = event.pointerType === 'mouse';
      if (dragging) event.preventDefault();
      focusGrid();
      rows.selection.moveTo(place, event.shiftKey);
      const stop = () => {
        dragging = false;
      };
      window.addEventListener('pointerup', stop, { once: true });
    },
    onPointerMove(event: PointerEvent) {
      const place = dragging ? placeAt(event.target) : undefined;
      const active = rows.selection.active();
      if (place && (place.row !== active.row || place.column !== active.column)) {
        rows.selection.moveTo(place, true);
      }
    },
    onDoubleClick(event: MouseEvent) {
      if (placeAt(event.target)) startEditing(rows);
    },
    onClick(event: MouseEvent) {
      const index = rowAt(event.target);
      const { target } = event;
      if (index === undefined || !(target instanceof Element)) return;
      if (target instanceof HTMLInputElement && target.dataset.tick !== undefined) {
        void tick(index, event.shiftKey, target.checked);
      } else if (target.closest('[data-open]')) {
        const row = rows.source.rowAt(index);
        if (row) rows.openRow(row);
      }
    },
  };
}
