import type { FilterColumn } from '@selfdb/server/filter/tree';
import { arrayOf, arrayOfDocuments } from './array/array.ts';
import { boolean } from './boolean.ts';
import { bytea, uuid } from './bytes.ts';
import type { ColumnType } from './column-type.ts';
import { json } from './json/json.ts';
import { numeric } from './number/decimal.ts';
import { float } from './number/float.ts';
import { bigint, integer, oid } from './number/whole-numbers.ts';
import { blankPadded, caseless, enumOf, inet, opaque, plainText } from './text.ts';
import { date, time, zonedTime } from './time/date-and-time.ts';
import { timestamp } from './time/timestamp.ts';

/** A column that a filter can name. */
export interface MatchColumn extends FilterColumn {
  /** As Postgres prints it with modifiers, for messages. */
  type: string;
  /** For a domain, or an array of one: the base type without modifiers. */
  base?: string | undefined;
  /**
   * The JSON of its values does not show their text: composite types, their arrays, and arrays with another
   * delimiter.
   */
  hidesText?: boolean | undefined;
  /** For an enum, or an array of one: its labels in order. */
  labels?: string[] | undefined;
  /** For texts that do not sort by code point; `nondeterministic`: also not equal by code point. */
  collation?: 'linguistic' | 'nondeterministic' | null | undefined;
}

const arrayOfJson = arrayOfDocuments(json);

const TYPES: Record<string, ColumnType> = {
  text: plainText,
  'character varying': plainText,
  name: plainText,
  bpchar: blankPadded,
  character: blankPadded,
  citext: caseless,
  smallint: integer(16),
  integer: integer(32),
  bigint,
  numeric,
  real: float(32),
  'double precision': float(64),
  boolean,
  'timestamp with time zone': timestamp('+00'),
  'timestamp without time zone': timestamp(''),
  date,
  'time without time zone': time,
  'time with time zone': zonedTime,
  oid,
  uuid,
  bytea,
  inet,
  json,
  jsonb: json,
};

/** For regclass and similar types, whose output depends on the reader's search path. */
const PRINTED_BY_PATH = /^reg[a-z]+$/;

/**
 * The type of a column. Unknown types, such as types of extensions, are not compared; their text can be
 * searched if it is in the JSON. Checks of domains are not known here.
 */
export function typeOf(column: MatchColumn): ColumnType {
  const type = plainTypeOf(column);
  if (!column.collation || type.comparable === 'no') return type;
  return { ...type, comparable: column.collation === 'linguistic' ? 'equal' : 'no' };
}

function plainTypeOf(column: MatchColumn): ColumnType {
  const cast = column.base ?? column.cast;
  const item = cast.replace(/\[\]$/, '');
  // Category A, but not arrays: int2vector, oidvector.
  const isLikeArray = item === cast && column.category === 'A';
  if (column.hidesText || isLikeArray || PRINTED_BY_PATH.test(item)) return { ...opaque, hidesText: true };
  if (item === cast) return scalarType(column, cast);
  if (item === 'jsonb') return arrayOfJson;
  if (item === 'json') return { ...arrayOfJson, comparable: 'no', hidesText: true };
  return arrayOf(scalarType({ ...column, category: '' }, item));
}

function scalarType({ category, labels }: MatchColumn, cast: string): ColumnType {
  const known = TYPES[cast.replace(/^.*\.(?=citext$)/, '')];
  if (known) return known;
  if (category === 'E' || labels) return enumOf(labels);
  return opaque;
}
