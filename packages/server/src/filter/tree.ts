import type { JsonValue } from '../json/json-value.ts';

/** What the filter language has to know of a column. */
export interface FilterColumn {
  name: string;
  /** The type without modifiers, as `format_type(oid, null)` gives it. */
  cast: string;
  /** pg_type.typcategory: A for arrays. */
  category: string;
  /** Of a domain, or an array of one: the type under it, with its modifiers where they are known. */
  base?: string | null | undefined;
}

/** A filter as read: conditions on columns `C`, and logic over them. */
export type FilterNode<C extends FilterColumn> = Logic<C> | Negation<C> | Condition<C>;

interface Logic<C extends FilterColumn> {
  type: 'and' | 'or';
  /** None in an `and` without conditions, which holds for every row. */
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
  /** Where it stands, for errors, and the value there as it came. */
  loc: (string | number)[];
  operand: JsonValue;
}

export type Comparison = 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte';

export type State = 'null' | 'not_null' | 'true' | 'false';

/**
 * What is asked of a column. Its texts are values in the syntax that Postgres reads for the column's type, for json
 * and jsonb that of jsonb.
 */
export type Test =
  | { operator: Comparison; text: string }
  | { operator: 'in' | 'nin'; texts: string[] }
  | { operator: 'like' | 'ilike'; pattern: string }
  /** A text holds the text, literally; an array all values of the array; jsonb the document. */
  | { operator: 'contains'; text: string }
  | { operator: 'is'; state: State };
