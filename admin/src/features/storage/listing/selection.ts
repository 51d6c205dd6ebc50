import { createSignal } from 'solid-js';
import type { StorageEntry } from '../entries/entry.ts';
import type { Listing } from './listing.ts';

/** How a click or a key changes the selection: alone, one more or less, or all from the last one. */
export type SelectHow = 'only' | 'toggle' | 'range';

/** What is selected, and where the keyboard is. */
export type Selection = ReturnType<typeof createEntrySelection>;

/** What a modifier key makes of a click. */
export function howOf(event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): SelectHow {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only';
}

/** The selection of a listing. It holds entries, so that it survives another order, and pages that are no longer in sight. */
export function createEntrySelection(listing: Listing) {
  const [selected, setSelected] = createSignal<ReadonlyMap<string, StorageEntry>>(new Map());
  const [active, setActive] = createSignal(-1);
  // The far end of a selection with Shift.
  let anchor = 0;
  let asked = 0;

  async function range(from: number, to: number) {
    asked += 1;
    const ask = asked;
    const entries = await listing.gather(Math.min(from, to), Math.max(from, to));
    // A later click counts more than an earlier one whose pages came late.
    if (ask === asked) setSelected(new Map(entries.map((entry) => [entry.path, entry])));
  }

  return {
    selected,
    entries: () => [...selected().values()],
    has: (path: string) => selected().has(path),
    active,
    /** Moves the keyboard without a change of what is selected. */
    setActive(index: number) {
      setActive(index);
    },
    async select(index: number, how: SelectHow): Promise<void> {
      setActive(index);
      if (how === 'range') return range(anchor, index);
      anchor = index;
      asked += 1;
      const ask = asked;
      // The End key may lead to an entry whose page is still to be read.
      const entry = listing.entryAt(index) ?? (await listing.gather(index, index))[0];
      if (!entry || ask !== asked) return;
      const next = new Map(how === 'only' ? [] : selected());
      if (!next.delete(entry.path)) next.set(entry.path, entry);
      setSelected(next);
    },
    async selectAll(): Promise<void> {
      const count = listing.count() ?? 0;
      if (count > 0) await range(0, count - 1);
    },
    clear() {
      asked += 1;
      setSelected(new Map());
    },
    /** For another folder: nothing is selected, and the keyboard is at the start. */
    reset() {
      anchor = 0;
      setActive(-1);
      this.clear();
    },
  };
}
