import type { LiveRow, RowWindow } from './row-window.ts';

interface PendingWrite {
  kind: 'insert' | 'update' | 'delete';
  key: string;
  row: LiveRow;
}

/** What this program has written and the list does not have yet. */
export class PendingWrites {
  readonly #writes = new Set<PendingWrite>();

  /** Shows a write until the function that it gives is called. */
  add(kind: PendingWrite['kind'], key: string, row: LiveRow = {}): () => void {
    const write = { kind, key, row };
    this.#writes.add(write);
    return () => {
      this.#writes.delete(write);
    };
  }

  /** The rows of a window with the writes. `atStart` is where a row goes that only Postgres could place. */
  applyTo(window: RowWindow, atStart: boolean): LiveRow[] {
    let rows = [...window.rows];
    for (const { kind, key, row } of this.#writes) {
      const index = rows.findIndex((other) => window.keyOf(other) === key);
      if (kind === 'delete') rows = rows.filter((_, at) => at !== index);
      else if (index >= 0)
        rows[index] = kind === 'update' ? { ...rows[index], ...row } : (rows[index] ?? row);
      else if (kind === 'insert') rows.splice(window.placeOf(row) ?? (atStart ? 0 : rows.length), 0, row);
    }
    return rows;
  }
}
