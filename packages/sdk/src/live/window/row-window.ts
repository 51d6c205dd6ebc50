import type { ChangePayload } from '../../realtime/channel/events.ts';
import type { RowRead } from '../../rows/read-rows.ts';
import { compareValues } from './compare.ts';
import { matches } from './matches.ts';
import type { TableShape } from './table-shape.ts';

export type LiveRow = Record<string, unknown>;

/** What a change did to the rows; `unclear` if only another read can tell. */
export type Effect = 'none' | 'changed' | 'unclear';

/**
 * The first rows of a list, in its order, kept current by the changes of the table. Applying a change twice, or one that the rows
 * already contain, is harmless as long as the later ones follow.
 */
export class RowWindow {
  rows: LiveRow[];
  /** Whether the list goes on after the rows. */
  hasMore: boolean;
  /** Where the list goes on; undefined if the last row has changed since, or there was none. */
  cursor: string | undefined;
  readonly #shape: TableShape;
  readonly #read: RowRead;
  /** The most rows. Undefined: as many as there are. */
  limit: number | undefined;

  constructor(shape: TableShape, read: RowRead, limit: number | undefined) {
    this.#shape = shape;
    this.#read = read;
    this.limit = limit;
    this.rows = [];
    this.hasMore = true;
  }

  /** The rows that follow in the list, as they were read. */
  append(rows: LiveRow[], cursor: string | null, hasMore: boolean): void {
    const keys = new Set(rows.map((row) => this.keyOf(row)));
    const isKeyed = this.#shape.key.length > 0;
    const before = isKeyed ? this.rows.filter((row) => !keys.has(this.keyOf(row))) : this.rows;
    this.rows = [...before, ...rows];
    this.cursor = cursor ?? undefined;
    this.hasMore = hasMore;
  }

  /** Keeps those of the earlier rows that are the same, so that they are the same objects. */
  reuse(earlier: readonly LiveRow[]): void {
    const known = new Map(earlier.map((row) => [JSON.stringify(row), row]));
    this.rows = this.rows.map((row) => known.get(JSON.stringify(row)) ?? row);
  }

  keyOf(row: LiveRow): string {
    return JSON.stringify(this.#shape.key.map((column) => row[column]));
  }

  apply({ event, new: after, old }: ChangePayload): Effect {
    if (this.#shape.key.length === 0) return 'unclear';
    const twinAt = after ? this.#indexOf(after) : -1;
    const index = twinAt >= 0 || event === 'INSERT' ? twinAt : this.#indexOf(old ?? after ?? {});
    const before = this.#take(index);
    if (!after) return before ? this.#afterLoss() : 'none';
    // A change has no generated columns.
    const whole = this.#selected({ ...before, ...after });
    const place = this.#placeIn(after, whole);
    if (place === undefined) {
      // It stays until the next read.
      if (before) this.rows.splice(index, 0, whole);
      return 'unclear';
    }
    if (place < 0) return before ? this.#afterLoss() : 'none';
    this.rows.splice(place, 0, whole);
    this.#cut();
    return this.#columns().every((column) => column in after) ? 'changed' : 'unclear';
  }

  /** Where a row belongs. Undefined if only Postgres can tell. */
  placeOf(row: LiveRow): number | undefined {
    for (const [index, other] of this.rows.entries()) {
      const order = this.#compare(row, other);
      if (order === undefined) return undefined;
      if (order < 0) return index;
    }
    return this.rows.length;
  }

  #indexOf(row: LiveRow): number {
    const key = this.keyOf(row);
    return this.rows.findIndex((other) => this.keyOf(other) === key);
  }

  #take(index: number): LiveRow | undefined {
    if (index < 0) return undefined;
    if (index === this.rows.length - 1) this.cursor = undefined;
    return this.rows.splice(index, 1)[0];
  }

  /** Rows that were behind the window move into it. */
  #afterLoss(): Effect {
    const isShort = this.rows.length < (this.limit ?? 1);
    return this.hasMore && isShort ? 'unclear' : 'changed';
  }

  /** Where a row comes to stand; -1 if it is not among the rows. */
  #placeIn(after: LiveRow, whole: LiveRow): number | undefined {
    const isMatch = this.#read.search ? undefined : matches(this.#shape, this.#read.filter, after);
    if (isMatch !== true) return isMatch === false ? -1 : undefined;
    const place = this.placeOf(whole);
    if (place !== this.rows.length || !this.hasMore) return place;
    return this.rows.length === 0 ? undefined : -1;
  }

  #cut(): void {
    if (this.limit === undefined || this.rows.length <= this.limit) return;
    this.rows.length = this.limit;
    this.hasMore = true;
    this.cursor = undefined;
  }

  #columns(): string[] {
    const { select } = this.#read;
    if (select === undefined) return Object.keys(this.#shape.types);
    return typeof select === 'string' ? select.split(',') : [...select];
  }

  #selected(row: LiveRow): LiveRow {
    if (this.#read.select === undefined) return row;
    return Object.fromEntries(this.#columns().map((column) => [column, row[column]]));
  }

  /** The order of the rows API: the column asked for, then the primary key, all in one direction, nulls as the largest. */
  #compare(a: LiveRow, b: LiveRow): number | undefined {
    const { sortBy, sortOrder = 'desc' } = this.#read;
    const columns = sortBy === undefined ? this.#shape.key : [sortBy, ...this.#shape.key];
    for (const column of columns) {
      const order = this.#compareIn(column, a[column], b[column]);
      if (order !== 0) return order === undefined || sortOrder === 'asc' ? order : -order;
    }
    return 0;
  }

  #compareIn(column: string, a: unknown, b: unknown): number | undefined {
    if (a === undefined || b === undefined) return undefined;
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return compareValues(this.#shape.types[column] ?? '', a, b);
  }
}
