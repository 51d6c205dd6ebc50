import type { PlacedColumn } from '../columns/column-layout.ts';

/** A column to draw and its place among the visible ones. */
export interface DrawnColumn {
  placed: PlacedColumn;
  index: number;
}

/** Pixels beside what is seen in which columns are drawn, too. */
const BESIDE = 300;

/** The columns of a table with many of them that are in sight, or nearly so. */
export function columnsInSight(columns: PlacedColumn[], left: number, width: number): DrawnColumn[] {
  return columns
    .map((placed, index) => ({ placed, index }))
    .filter(
      ({ placed: { start, width: own } }) => start + own >= left - BESIDE && start <= left + width + BESIDE,
    );
}
