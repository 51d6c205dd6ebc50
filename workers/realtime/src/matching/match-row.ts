import { JsonNumber, type JsonValue } from '@selfdb/shared/json-value';

/** Something that is read out of a row: once, for all filters that ask for the same `key`. */
export interface Reading<V> {
  key: string;
  of(row: MatchRow): V;
}

/** A row in JSON, in two forms. */
export interface RowSource {
  /** As JSON.parse gives it, whose numbers may have lost digits. */
  plain: { [column: string]: unknown };
  /** The same with all digits; takes longer to get. */
  exact(): { [column: string]: JsonValue };
  /** Whether a column that is not there has a value that is not known. Else it was added later, and is null. */
  isPartial?: boolean;
}

/** A row as to_json writes it. What filters read out of it is remembered. */
export class MatchRow {
  readonly #source: RowSource;
  readonly #readings = new Map<string, unknown>();

  constructor(source: RowSource) {
    this.#source = source;
  }

  /** Whether the row has a value there that is not known. It reads as null. */
  lacks(column: string): boolean {
    return this.#source.isPartial === true && !Object.hasOwn(this.#source.plain, column);
  }

  /** Null also of a column that the row does not have: it was added later. */
  isNull(column: string): boolean {
    return this.#plain(column) === null;
  }

  /** A value with all its digits. `isWhole` tells that a number is one of an integer type, which has only one spelling. */
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
