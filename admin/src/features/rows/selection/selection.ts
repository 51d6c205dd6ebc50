import { createMemo, createSignal } from 'solid-js';
import type { RowValues } from '../values/show-value.ts';
import { boundsOf, type CellPlace, type CellRange, clampPlace, type GridExtent } from './cell-range.ts';

/** The active cell with its range, and the ticked rows, which stay ticked when other rows are shown. */
export function createSelection(extent: () => GridExtent) {
  const [range, setRange] = createSignal<CellRange>({
    anchor: { row: 0, column: 0 },
    focus: { row: 0, column: 0 },
  });
  const [ticked, setTicked] = createSignal<ReadonlyMap<string, RowValues>>(new Map());
  const [tickedAll, setTickedAll] = createSignal(false);
  const active = createMemo(() => clampPlace(range().focus, extent()));
  const bounds = createMemo(() =>
    boundsOf({ anchor: clampPlace(range().anchor, extent()), focus: active() }),
  );

  function setTicks(change: (ticks: Map<string, RowValues>) => void) {
    const next = new Map(ticked());
    change(next);
    setTickedAll(false);
    setTicked(next);
  }

  return {
    active,
    bounds,
    /** Makes a cell the active one, as the only one or as the other corner of the range. */
    moveTo(place: CellPlace, extend = false) {
      const focus = clampPlace(place, extent());
      setRange((old) => ({ anchor: extend ? old.anchor : focus, focus }));
    },
    ticked,
    isTicked: (key: string) => tickedAll() || ticked().has(key),
    /** Whether all rows of the view are meant, also those that are not loaded. */
    tickedAll,
    tickAll: () => setTickedAll(true),
    tick(rows: [string, RowValues][], on: boolean) {
      setTicks((ticks) => {
        for (const [key, row] of rows) {
          if (on) ticks.set(key, row);
          else ticks.delete(key);
        }
      });
    },
    clear() {
      setTickedAll(false);
      setTicked(new Map());
    },
  };
}
