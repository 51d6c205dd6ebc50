import type { FilterColumn } from '../filter/tree.ts';

/** A column, with its type as Postgres prints it: `numeric(10,2)`. */
export interface GrowingColumn extends FilterColumn {
  type: string;
}

/**
 * How values of a column may grow on the way into it: numbers, in texts too, become `numeric`; so do the numbers of a
 * document, but not its texts. Of types that are not known, texts are taken to stand for themselves.
 */
export type ColumnKind = 'steady' | 'numbers' | 'document';

/** pg_type.typcategory: texts, dates, intervals, booleans, enums, addresses, shapes (of floats), bit strings. */
const STEADY_CATEGORIES = new Set([...'SDTBEIGV']);
const STEADY_TYPES = new Set([
  'text',
  'character varying',
  'character',
  'bpchar',
  'name',
  'real',
  'double precision',
  'boolean',
  'uuid',
  'bytea',
  'xml',
  'tsvector',
  'date',
  'timestamp with time zone',
  'timestamp without time zone',
  'time with time zone',
  'time without time zone',
  'interval',
  'inet',
  'cidr',
]);
/** Numbers, arrays, composites, ranges. */
const NUMBER_CATEGORIES = new Set([...'NACR']);

export function columnKind({ cast, category }: FilterColumn): ColumnKind {
  const element = cast.replace(/\[\]$/, '');
  if (element === 'json' || element === 'jsonb') return 'document';
  if (STEADY_CATEGORIES.has(category) || STEADY_TYPES.has(element)) return 'steady';
  return NUMBER_CATEGORIES.has(category) ? 'numbers' : 'document';
}

/** How many characters a value of the column is filled up with at most: `char(n)` with blanks, `numeric(p,s)` with zeros. */
export function paddingOf({ type }: GrowingColumn): number {
  const length = /^(?:character|bpchar)\((\d+)\)/.exec(type)?.[1];
  const scale = /^numeric\(\d+,(\d+)\)/.exec(type)?.[1];
  return Number(length ?? scale ?? 0);
}

/** Of a document: each takes Postgres up to 700 bytes while it is read. */
const MAX_VALUES = 250_000;
/** Of an array of documents, or a multirange: each takes some kilobytes until the statement ends. */
const MAX_ITEMS = 10_000;

/** How many values one value of the column may hold. */
export function mostValues(column: FilterColumn): number {
  return columnKind(column) === 'document' ? MAX_VALUES : Number.POSITIVE_INFINITY;
}

/** How many items one value of the column may hold, that is values that are not part of others but of the whole. */
export function mostItems({ cast }: FilterColumn): number {
  return cast === 'jsonb[]' || cast.endsWith('multirange') ? MAX_ITEMS : Number.POSITIVE_INFINITY;
}
