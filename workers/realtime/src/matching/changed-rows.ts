import { isJsonObject, type JsonValue, parseStoredJson } from '@selfdb/server/json/json-value';
import type { RowChange } from '../change.ts';
import type { RowFilter } from './compile-filter.ts';
import { MatchRow } from './match-row.ts';
import { Work } from './work.ts';

type Side = 'new' | 'old';

/** The rows of a change, parsed once, when the first filter asks. */
export class ChangedRows {
  readonly #payload: string;
  readonly #isPartial: boolean;
  #rows: MatchRow[] | undefined;
  #exact: JsonValue | undefined;

  constructor({ payload, isPartial }: Pick<RowChange, 'payload' | 'isPartial'>) {
    this.#payload = payload;
    this.#isPartial = isPartial === true;
  }

  /** The new row and the old one, if there is one. */
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

  /** Throws RangeError if it nests too deeply. */
  #exactRow(side: Side): { [column: string]: JsonValue } {
    this.#exact ??= parseStoredJson(this.#payload);
    const row = isJsonObject(this.#exact) ? this.#exact[side] : undefined;
    return row !== undefined && isJsonObject(row) ? row : {};
  }
}

/**
 * Whether a change is sent to a reader with this filter. An insert needs a matching new row, a delete a
 * matching old row, an update either one, so that readers see a row enter and leave the filter. A change is
 * also sent if it cannot be read, or not be decided with little work, or if the log lacks a value that the
 * filter needs (an old row may contain only the key): a filter is a wish, not a right, and no change may get
 * lost.
 */
export function concerns(filter: RowFilter, change: ChangedRows, work = new Work()): boolean {
  try {
    return change.rows.some((row) => filter(row, work));
  } catch {
    return true;
  }
}
