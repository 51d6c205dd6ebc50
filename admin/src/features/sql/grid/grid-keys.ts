/** A cell of a result. */
export interface ResultPlace {
  row: number;
  column: number;
}

/** Where a key moves the active cell; undefined for keys that move nothing. */
export function placeAfterKey(
  event: { key: string; ctrlKey: boolean; metaKey: boolean },
  place: ResultPlace,
  size: { rows: number; columns: number },
  pageRows: number,
): ResultPlace | undefined {
  const far = event.ctrlKey || event.metaKey;
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const moves: Record<string, ResultPlace> = {
    ArrowDown: { row: far ? last.row : place.row + 1, column: place.column },
    ArrowUp: { row: far ? 0 : place.row - 1, column: place.column },
    ArrowRight: { row: place.row, column: far ? last.column : place.column + 1 },
    ArrowLeft: { row: place.row, column: far ? 0 : place.column - 1 },
    PageDown: { row: place.row + pageRows, column: place.column },
    PageUp: { row: place.row - pageRows, column: place.column },
    Home: { row: far ? 0 : place.row, column: 0 },
    End: { row: far ? last.row : place.row, column: last.column },
  };
  const next = moves[event.key];
  return (
    next && {
      row: Math.max(0, Math.min(last.row, next.row)),
      column: Math.max(0, Math.min(last.column, next.column)),
    }
  );
}
