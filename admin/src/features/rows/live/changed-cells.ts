import { createSignal, onCleanup } from 'solid-js';
import type { RowValues } from '../values/show-value.ts';

const SHOWN_MS = 1600;

/** The cells that somebody else has just changed. Each is forgotten after a moment. */
export function createChangedCells(keyOf: (row: RowValues) => string) {
  const [cells, setCells] = createSignal<ReadonlySet<string>>(new Set());
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const id = (row: RowValues, column: string) => `${keyOf(row)}\n${column}`;
  return {
    has: (row: RowValues | undefined, column: string) =>
      row !== undefined && cells().size > 0 && cells().has(id(row, column)),
    add(row: RowValues, columns: string[]) {
      setCells((old) => new Set([...old, ...columns.map((column) => id(row, column))]));
      clearTimeout(timer);
      timer = setTimeout(() => setCells(new Set<string>()), SHOWN_MS);
    },
  };
}
