/** Where a tab stands among the others. */
interface PlacedTab {
  id: string;
  position: number;
}

/** Tabs in their order. Two at one position, which two windows can cause, keep the order of the list. */
export function inOrder<T extends PlacedTab>(tabs: T[]): T[] {
  return tabs.toSorted((a, b) => a.position - b.position);
}

/** The positions to change so that a tab stands at an index of the ordered list; as few as possible. */
export function movesTo(tabs: PlacedTab[], id: string, index: number): PlacedTab[] {
  const ordered = inOrder(tabs);
  const from = ordered.findIndex((tab) => tab.id === id);
  const [tab] = from < 0 ? [] : ordered.splice(from, 1);
  if (!tab) return [];
  ordered.splice(Math.max(0, Math.min(index, ordered.length)), 0, tab);
  const places = inOrder(tabs).map(({ position }) => position);
  const distinct = places.every((place, i) => i === 0 || place > (places[i - 1] ?? place));
  return ordered.flatMap((moved, i) => {
    const position = distinct ? (places[i] ?? i) : i;
    return moved.position === position ? [] : [{ id: moved.id, position }];
  });
}

/** The tab that takes the place of a closed one: the next, else the one before. */
export function neighbourOf<T extends PlacedTab>(tabs: T[], id: string): T | undefined {
  const ordered = inOrder(tabs);
  const at = ordered.findIndex((tab) => tab.id === id);
  return ordered[at + 1] ?? ordered[at - 1];
}

/** A name that no tab has: "Query 3". */
export function freshName(names: string[]): string {
  for (let n = 1; ; n++) {
    const name = `Query ${n}`;
    if (!names.includes(name)) return name;
  }
}
