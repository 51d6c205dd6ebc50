import type { JsonValue } from '@selfdb/server/json/json-value';
import type { Work } from '../work.ts';

/** How values of a Postgres type are read, compared and shown. `V` is their form in memory. */
export interface ColumnType<V = unknown> {
  /** The operators that Postgres has for this type. Others are refused. */
  comparable: 'ordered' | 'equal' | 'no';
  /** Reads a caller's text as the type's input function does; undefined if that refuses it. */
  parse(text: string): V | undefined;
  /** Reads a value from a row's JSON, as to_json writes it; undefined if it is not of this type. */
  decode(json: JsonValue): V | undefined;
  /** Negative, 0 or positive; 0 is Postgres' `=`. */
  compare(a: V, b: V): number;
  /** Its numbers are integers, written without a point or an exponent. */
  isWhole?: true;
  /** to_json does not show the value's text, so conditions on the text are refused. */
  hidesText?: true;
  /** Postgres' `value::text`. */
  text(value: V): string;
  /** The type's output function, as used for items of an array, if it differs from `text`. */
  output?(value: V): string;
  /** `a @> b`, for types that support it. */
  contains?(a: V, b: V, work: Work): boolean;
}

/** Compares numbers, bigints and ASCII texts. */
export function compareValues<V extends number | bigint | string>(a: V, b: V): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
