import { isJsonObject, type JsonValue, parseStoredJson } from '@selfdb/shared/json-value';
import type { RowChange } from '../change.ts';
import type { RowFilter } from './compile-filter.ts';
import { MatchRow } from './match-row.ts';
import { Work } from './work.ts';

type Side = 'new' | 'old';

/** What a change made of a row: parsed once, when the first filter asks. */
export class ChangedRows {
  readonly #payload: string;
  readonly #isPartial: boolean;
  #rows: MatchRow[] | undefined;
  #exact: JsonValue | undefined;

  constructor({ payload, isPartial }: Pick<RowChange, 'payload' | 'isPartial'>) {
    this.#payload = payload;
    this.#isPartial = isPartial === true;
  }

  /** The new row and the old one, where there is one. */
  get rows(): MatchRow[] {
    this.#rows ??= this.#parse();
    return this.#rows;
  }

  #parse(): MatchRow[] {
    const payload: Record<Side, { [column: string]: unknown } | null> = JSON.parse(this.#payload);
    const rowOf = (side: Side) => {
      const plain = payload[side];
      return plain
        ? [new MatchRow({ plain, exact: () => this.#exactRow(side), isPartial: this.#isPartial })]
        : [];
    };
    return [...rowOf('new'), ...rowOf('old')];
  }

  /** Throws RangeError when it nests too deeply. */
  #exactRow(side: Side): { [column: string]: JsonValue } {
    this.#exact ??= parseStoredJson(this.#payload);
    const row = isJsonObject(this.#exact) ? this.#exact[side] : undefined;
    return row !== undefined && isJsonObject(row) ? row : {};
  }
}

/**
 * Whether a change is sent to a reader with this filter. An insert is when the new row matches, a delete when the old
 * one does; an update when either does, so that a reader sees a row come into its filter, and leave it. A change
 * that can't be read, or not be decided with little work, is sent: a filter is a wish, not a right, and nothing may get
 * lost. So is one of which a filter asks for values that are not known, as it does of an old row of which the log has
 * the key alone.
 */
export function concerns(filter: RowFilter, change: ChangedRows, work = new Work()): boolean {
  try {
    return change.rows.some((row) => filter(row, work));
  } catch {
    return true;
  }
}
