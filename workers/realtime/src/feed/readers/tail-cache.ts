import type { Batch, Cursor } from '../../change.ts';
import type { LoggedItem } from '../log/chunk-text.ts';

const MAX_CHARACTERS = 4 * 1024 * 1024;
const BATCH_ITEMS = 2000;
const BATCH_CHARACTERS = 256 * 1024;

interface Entry {
  items: LoggedItem[];
  through: Cursor;
  characters: number;
}

/** The end of the log in memory, so that readers who keep up do not read from disk. */
export class TailCache {
  #after: Cursor;
  #entries: Entry[] = [];
  #characters = 0;

  constructor(after: Cursor) {
    this.#after = after;
  }

  /** Adds what comes next. Without items, the changes are only in the log. */
  add(items: LoggedItem[] | undefined, through: Cursor): void {
    if (!items) {
      this.restart(through);
      return;
    }
    const characters = items.reduce((sum, item) => sum + (item.type === 'row' ? item.payload.length : 64), 0);
    this.#entries.push({ items, through, characters });
    this.#characters += characters;
    while (this.#characters > MAX_CHARACTERS) this.#forgetOldest();
  }

  restart(after: Cursor): void {
    this.#after = after;
    this.#entries = [];
    this.#characters = 0;
  }

  /**
   * What comes after a cursor, several commits at once if there are several; undefined if only the log has it.
   */
  next(cursor: Cursor): Batch | undefined {
    if (cursor < this.#after) return undefined;
    const first = this.#firstAfter(cursor);
    const entry = this.#entries[first];
    if (!entry) return undefined;
    let { items, through, characters } = entry;
    for (let i = first + 1; i < this.#entries.length; i += 1) {
      const more = this.#entries[i];
      if (!more || characters + more.characters > BATCH_CHARACTERS || items.length >= BATCH_ITEMS) break;
      items = items.concat(more.items);
      through = more.through;
      characters += more.characters;
    }
    return { items, through };
  }

  /** Binary search: readers mostly want the last of thousands. */
  #firstAfter(cursor: Cursor): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const through = this.#entries[middle]?.through ?? '';
      if (through > cursor) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #forgetOldest(): void {
    const oldest = this.#entries.shift();
    if (!oldest) return;
    this.#after = oldest.through;
    this.#characters -= oldest.characters;
  }
}
