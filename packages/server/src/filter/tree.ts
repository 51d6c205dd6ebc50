import type { JsonValue } from '../json/json-value.ts';

/** What the filter language needs to know about a column. */
export interface FilterColumn {
  name: string;
  /** The type without modifiers, as `format_type(oid, null)` gives it. */
  cast: string;
  /** pg_type.typcategory: A for arrays. */
  category: string;
  /** For a domain, or an array of one: its base type, with modifiers if they are known. */
  base?: string | null | undefined;
}

/** A parsed filter: conditions on columns `C`, and logic over them. */
export type FilterNode<C extends FilterColumn> = Logic<C> | Negation<C> | Condition<C>;

interface Logic<C extends FilterColumn> {
  type: 'and' | 'or';
  /** Empty in an `and` without conditions, which is true for every row. */
  parts: FilterNode<C>[];
}

interface Negation<C extends FilterColumn> {
  type: 'not';
  part: FilterNode<C>;
}

export interface Condition<C extends FilterColumn> {
  type: 'condition';
  column: C;
  test: Test;
  /** The location in the request, for errors, and the value there, unchanged. */
  loc: (string | number)[];
  operand: JsonValue;
}

export type Comparison = 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte';

export type State = 'null' | 'not_null' | 'true' | 'false';

/**
 * A test of a column's value. The texts are values in the syntax that Postgres reads for the column's type, and jsonb's for json
 * and jsonb.
 */
export type Test =
  | { operator: Comparison; text: string }
  | { operator: 'in' | 'nin'; texts: string[] }
  | { operator: 'like' | 'ilike'; pattern: string }
  /** A text contains the text literally, an array all values of the array, jsonb the document. */
  | { operator: 'contains'; text: string }
  | { operator: 'is'; state: State };
