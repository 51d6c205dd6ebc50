/** A cell by the place of its row and of its visible column. */
export interface CellPlace {
  row: number;
  column: number;
}

/** A rectangle of cells. `focus` is the active cell; `anchor` the corner where it began. */
export interface CellRange {
  anchor: CellPlace;
  focus: CellPlace;
}

/** The sides of a range, each included. */
export interface RangeBounds {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export function boundsOf({ anchor, focus }: CellRange): RangeBounds {
  return {
    top: Math.min(anchor.row, focus.row),
    bottom: Math.max(anchor.row, focus.row),
    left: Math.min(anchor.column, focus.column),
    right: Math.max(anchor.column, focus.column),
  };
}

export function isInRange(bounds: RangeBounds, row: number, column: number): boolean {
  return row >= bounds.top && row <= bounds.bottom && column >= bounds.left && column <= bounds.right;
}

/** The number of cells. */
export function cellCount({ top, bottom, left, right }: RangeBounds): number {
  return (bottom - top + 1) * (right - left + 1);
}

/** The size of the grid that cells move in. */
export interface GridExtent {
  rows: number;
  columns: number;
  /** Rows that a page has. */
  pageRows: number;
}

/** Where a key moves the active cell; undefined for other keys. `jump` is Ctrl, on a Mac Command. */
export function movedBy(
  key: string,
  jump: boolean,
  { row, column }: CellPlace,
  extent: GridExtent,
): CellPlace | undefined {
  const lastRow = extent.rows - 1;
  const lastColumn = extent.columns - 1;
  const moves: Record<string, () => CellPlace> = {
    ArrowUp: () => ({ row: jump ? 0 : row - 1, column }),
    ArrowDown: () => ({ row: jump ? lastRow : row + 1, column }),
    ArrowLeft: () => ({ row, column: jump ? 0 : column - 1 }),
    ArrowRight: () => ({ row, column: jump ? lastColumn : column + 1 }),
    Home: () => ({ row: jump ? 0 : row, column: 0 }),
    End: () => ({ row: jump ? lastRow : row, column: lastColumn }),
    PageUp: () => ({ row: row - extent.pageRows, column }),
    PageDown: () => ({ row: row + extent.pageRows, column }),
  };
  const moved = Object.hasOwn(moves, key) ? moves[key]?.() : undefined;
  return moved && clampPlace(moved, extent);
}

/** The nearest cell that exists. */
export function clampPlace({ row, column }: CellPlace, extent: GridExtent): CellPlace {
  return {
    row: Math.max(0, Math.min(row, extent.rows - 1)),
    column: Math.max(0, Math.min(column, extent.columns - 1)),
  };
}
