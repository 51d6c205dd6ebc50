import type { FilterColumn } from '@selfdb/shared/filter/tree';
import { arrayOf, arrayOfDocuments } from './array.ts';
import { boolean } from './boolean.ts';
import { bytea, uuid } from './bytes.ts';
import type { ColumnType } from './column-type.ts';
import { date, time, zonedTime } from './date-and-time.ts';
import { numeric } from './decimal.ts';
import { float } from './float.ts';
import { json } from './json.ts';
import { blankPadded, caseless, enumOf, inet, opaque, text } from './text.ts';
import { timestamp } from './timestamp.ts';
import { bigint, integer, oid } from './whole-numbers.ts';

/** A column that a filter may name. */
export interface MatchColumn extends FilterColumn {
  /** As Postgres prints it, with its modifiers: for messages. */
  type: string;
  /** Of a domain, or an array of one: the type without modifiers under it. */
  base?: string | undefined;
  /** Its values' JSON does not tell their text: they are composite, or arrays of such, or arrays with another delimiter. */
  hidesText?: boolean | undefined;
  /** Of an enum, or an array of one: its labels in order. */
  labels?: string[] | undefined;
  /** Of texts that are not in the order of code points; nondeterministic: nor equal by them. */
  collation?: 'linguistic' | 'nondeterministic' | null | undefined;
}

const arrayOfJson = arrayOfDocuments(json);

const TYPES: Record<string, ColumnType> = {
  text,
  'character varying': text,
  name: text,
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

/** Of regclass and its like: they are printed by the search path of who asks. */
const PRINTED_BY_PATH = /^reg[a-z]+$/;

/**
 * The type of a column. What is not known here, as are types of extensions, is not compared, and looked at as a text where
 * that is in its JSON. A domain's own checks, of what is compared, are not known here.
 */
export function typeOf(column: MatchColumn): ColumnType {
  const type = plainTypeOf(column);
  if (!column.collation || type.comparable === 'no') return type;
  return { ...type, comparable: column.collation === 'linguistic' ? 'equal' : 'no' };
}

function plainTypeOf(column: MatchColumn): ColumnType {
  const cast = column.base ?? column.cast;
  const item = cast.replace(/\[\]$/, '');
  // Of category A without being one: int2vector, oidvector.
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
