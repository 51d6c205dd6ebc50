import { createStore, type SetStoreFunction } from 'solid-js/store';
import type { DraftColumn, TableDraft } from './draft.ts';

let lastKey = 0;

/** An empty line of the columns. */
export function blankColumn(): DraftColumn {
  lastKey += 1;
  return {
    key: lastKey,
    name: '',
    type: 'text',
    default: '',
    required: false,
    unique: false,
    primary: false,
    reference: undefined,
  };
}

function emptyDraft(): TableDraft {
  return { name: '', description: '', access: 'owner', realtime: false, columns: [blankColumn()] };
}

/** A draft that is being edited, and what can be done with its columns. */
export interface DraftStore {
  draft: TableDraft;
  set: SetStoreFunction<TableDraft>;
  setColumn: (key: number, change: Partial<DraftColumn>) => void;
  /** Adds an empty line after the column, and returns its key. */
  addAfter: (key: number | undefined) => number;
  remove: (key: number) => void;
  /** Moves a column up (-1) or down (1). */
  move: (key: number, by: number) => void;
  /** Puts a column in the place of another. */
  moveTo: (key: number, place: number) => void;
  reset: () => void;
}

export function createDraftStore(): DraftStore {
  const [draft, set] = createStore(emptyDraft());
  const placeOf = (key: number) => draft.columns.findIndex((column) => column.key === key);
  function moveTo(key: number, place: number) {
    const from = placeOf(key);
    const moved = draft.columns[from];
    if (!moved || place < 0 || place >= draft.columns.length || place === from) return;
    set('columns', draft.columns.toSpliced(from, 1).toSpliced(place, 0, moved));
  }
  return {
    draft,
    set,
    setColumn: (key, change) => set('columns', (column) => column.key === key, change),
    addAfter(key) {
      const added = blankColumn();
      const place = key === undefined ? draft.columns.length : placeOf(key) + 1;
      set('columns', draft.columns.toSpliced(place, 0, added));
      return added.key;
    },
    remove: (key) => set('columns', (columns) => columns.filter((column) => column.key !== key)),
    move: (key, by) => moveTo(key, placeOf(key) + by),
    moveTo,
    reset: () => set(emptyDraft()),
  };
}
