import { JsonNumber, type JsonValue } from '@selfdb/server/json/json-value';

/** A value read from a row: once for all filters that ask for the same `key`. */
export interface Reading<V> {
  key: string;
  of(row: MatchRow): V;
}

/** A row as JSON, in two forms. */
export interface RowSource {
  /** From JSON.parse, whose numbers may have lost digits. */
  plain: { [column: string]: unknown };
  /** The same with all digits, which takes longer. */
  exact(): { [column: string]: JsonValue };
  /** Whether a missing column is unknown. Otherwise it was added later, and is null. */
  isPartial?: boolean;
}

/** A row as to_json writes it. Remembers what filters have read. */
export class MatchRow {
  readonly #source: RowSource;
  readonly #readings = new Map<string, unknown>();

  constructor(source: RowSource) {
    this.#source = source;
  }

  /** Whether the row has an unknown value there. It reads as null. */
  lacks(column: string): boolean {
    return this.#source.isPartial === true && !Object.hasOwn(this.#source.plain, column);
  }

  /** Null also for a column that the row lacks, because it was added later. */
  isNull(column: string): boolean {
    return this.#plain(column) === null;
  }

  /** A value with all its digits. `isWhole` marks a number of an integer type, which has only one spelling. */
  value(column: string, isWhole = false): JsonValue {
    const plain = this.#plain(column);
    if (plain === null || typeof plain === 'string' || typeof plain === 'boolean') return plain;
    if (isWhole && Number.isSafeInteger(plain)) return new JsonNumber(String(plain));
    return this.#source.exact()[column] ?? null;
  }

  #plain(column: string): unknown {
    return Object.hasOwn(this.#source.plain, column) ? this.#source.plain[column] : null;
  }

  read<V>(reading: Reading<V>): V {
    const known = this.#readings.get(reading.key);
    if (known !== undefined) return known as V;
    const value = reading.of(this);
    this.#readings.set(reading.key, value);
    return value;
  }
}
