/** How the entries are laid out, for keys that move among them. */
export interface ListingShape {
  count: number;
  /** Entries beside each other: 1 in a list. */
  columns: number;
  /** Lines in sight. */
  pageLines: number;
}

/** The entry that a key leads to from another; undefined for keys that move nothing. */
export function indexAfterKey(key: string, index: number, shape: ListingShape): number | undefined {
  const { count, columns, pageLines } = shape;
  if (count === 0) return undefined;
  const page = Math.max(1, pageLines - 1) * columns;
  const moves: Record<string, number> = {
    ArrowDown: index + columns,
    ArrowUp: index - columns,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: count - 1,
    ...(columns > 1 ? { ArrowRight: index + 1, ArrowLeft: index - 1 } : {}),
  };
  const next = moves[key];
  if (next === undefined) return undefined;
  // Nothing chosen yet: the first key chooses the first entry.
  if (index < 0) return key === 'End' ? count - 1 : 0;
  const isLastLine = lineOf(index, columns) === lineOf(count - 1, columns);
  if ((key === 'ArrowUp' && next < 0) || (key === 'ArrowDown' && isLastLine)) return index;
  return Math.max(0, Math.min(count - 1, next));
}

function lineOf(index: number, columns: number): number {
  return Math.floor(index / columns);
}
