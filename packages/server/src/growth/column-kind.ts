import { isJson } from '../filter/read-test.ts';
import type { FilterColumn } from '../filter/tree.ts';

/** A column, with its type as Postgres prints it: `numeric(10,2)`. */
export interface GrowingColumn extends FilterColumn {
  type: string;
}

/**
 * What becomes `numeric` in a column: nothing (`steady`); the numbers of a `document`, but not those in its texts; the numbers of
 * `documents`, whose texts may be documents themselves; or all `numbers`, in texts, too. An unknown type counts as `numbers`.
 */
export type ColumnKind = 'steady' | 'document' | 'documents' | 'numbers';

/** pg_type.typcategory: texts, dates, intervals, booleans, enums, addresses, shapes (of floats), bit strings. */
const STEADY_CATEGORIES = new Set([...'SDTBEIGV']);
const STEADY_TYPES = new Set([
  'text',
  'character varying',
  'character',
  'bpchar',
  '"char"',
  'name',
  'real',
  'double precision',
  'boolean',
  'uuid',
  'bytea',
  'xml',
  'tsvector',
  'tsquery',
  'pg_lsn',
  'date',
  'timestamp with time zone',
  'timestamp without time zone',
  'time with time zone',
  'time without time zone',
  'interval',
  'inet',
  'cidr',
  'macaddr',
  'macaddr8',
  'bit',
  '"bit"',
  'bit varying',
  'point',
  'box',
  'path',
  'polygon',
]);

export function columnKind(column: GrowingColumn): ColumnKind {
  if (isJson(column)) return 'document';
  const element = elementOf(column);
  if (element === 'json' || element === 'jsonb') return 'documents';
  return STEADY_CATEGORIES.has(column.category) || STEADY_TYPES.has(element) ? 'steady' : 'numbers';
}

/** The element or base type of arrays and domains, without modifiers. */
function elementOf({ cast, base }: GrowingColumn): string {
  const [element = ''] = (base ?? cast).split('[]', 1);
  return element.replace(/^([a-z ]+)\([\d,-]+\)/, '$1');
}

/** The most characters with which Postgres pads a value of the column: `char(n)` with blanks, `numeric(p,s)` with zeros. */
export function paddingOf({ type, base }: GrowingColumn): number {
  const printed = base ?? type;
  const length = /^(?:character|bpchar)\((\d+)\)/.exec(printed)?.[1];
  const scale = /^numeric\(\d+,(\d+)\)/.exec(printed)?.[1];
  return Number(length ?? scale ?? 0);
}

/** In a document. Postgres needs up to 700 bytes for each while it reads them. */
const MAX_VALUES = 250_000;
/** In an array of documents, or a multirange. Each takes some kilobytes until the statement ends. */
const MAX_ITEMS = 10_000;
const NUMBER_TYPES = new Set(['numeric', 'smallint', 'integer', 'bigint', 'money', 'oid']);

/** How many values one value of the column may contain. */
export function mostValues(column: GrowingColumn): number {
  const kind = columnKind(column);
  if (kind === 'document' || kind === 'documents') return MAX_VALUES;
  return kind === 'numbers' && !isOfNumbers(column) ? MAX_ITEMS : Number.POSITIVE_INFINITY;
}

/** How many items one value of the column may contain: values that are not part of another value in it. */
export function mostItems(column: GrowingColumn): number {
  const isArrayOfDocuments = columnKind(column) === 'documents' && column.category === 'A';
  return isArrayOfDocuments && elementOf(column) === 'jsonb' ? MAX_ITEMS : mostValues(column);
}

function isOfNumbers(column: GrowingColumn): boolean {
  return column.category === 'N' || NUMBER_TYPES.has(elementOf(column));
}
