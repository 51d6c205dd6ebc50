import type { JsonValue } from '@selfdb/shared/json-value';
import type { Work } from '../work.ts';

/** How values of a type of Postgres are read, compared and shown. `V` is what they are read into. */
export interface ColumnType<V = unknown> {
  /** What Postgres can compare in this type; what it can't is refused. */
  comparable: 'ordered' | 'equal' | 'no';
  /** Reads what a caller wrote, as the type's input function does; undefined when that refuses it. */
  parse(text: string): V | undefined;
  /** Reads a value of a row's JSON, as to_json writes it; undefined when it is none of this type. */
  decode(json: JsonValue): V | undefined;
  /** Negative, 0 or positive; 0 is Postgres' `=`. */
  compare(a: V, b: V): number;
  /** Its numbers are whole, and written without a point or an exponent. */
  isWhole?: true;
  /** to_json does not tell the value's text: what looks at that is refused. */
  hidesText?: true;
  /** Postgres' `value::text`. */
  text(value: V): string;
  /** The type's output function, as an array shows its items, where that is not `text`. */
  output?(value: V): string;
  /** `a @> b`, of types that have it. */
  contains?(a: V, b: V, work: Work): boolean;
}

/** Order of numbers, bigints, and texts of ASCII. */
export function compareValues<V extends number | bigint | string>(a: V, b: V): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
