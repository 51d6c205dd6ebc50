import type { FilterColumn } from '@selfdb/shared/filter/tree';
import { arrayOf, arrayOfDocuments } from './array.ts';
import { boolean } from './boolean.ts';
import { bytea, uuid } from './bytes.ts';
import type { ColumnType } from './column-type.ts';
import { date, time, zonedTime } from './date-and-time.ts';
import { numeric } from './decimal.ts';
import { float } from './float.ts';
import { json } from './json.ts';
import { blankPadded, caseless, enumOf, opaque, text } from './text.ts';
import { timestamp } from './timestamp.ts';
import { bigint, integer } from './whole-numbers.ts';

/** A column that a filter may name. */
export interface MatchColumn extends FilterColumn {
  /** As Postgres prints it, with its modifiers: for messages. */
  type: string;
  /** Of a domain, or an array of one: the type without modifiers under it. */
  base?: string | undefined;
  /** Of an enum, or an array of one: its labels in order. */
  labels?: string[] | undefined;
}

const arrayOfJson = arrayOfDocuments(json);

const TYPES: Record<string, ColumnType> = {
  text,
  'character varying': text,
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
  uuid,
  bytea,
  json,
  jsonb: json,
};

/** Of what stands for a type that is not among these, by its category. */
const BY_CATEGORY: Record<string, ColumnType> = { S: text, N: numeric, B: boolean };

/**
 * The type of a column. Of a domain without `base` the category has to do: then its values are compared as texts,
 * numerics or booleans. A domain's own checks, of what is compared, are not known here.
 */
export function typeOf(column: MatchColumn): ColumnType {
  const cast = column.base ?? column.cast;
  if (!cast.endsWith('[]')) return scalarType(column, cast);
  const item = cast.slice(0, -2);
  if (item === 'jsonb') return arrayOfJson;
  if (item === 'json') return { ...arrayOfJson, comparable: 'no', hidesText: true };
  return arrayOf(scalarType({ ...column, category: '' }, item));
}

function scalarType({ category, labels }: MatchColumn, cast: string): ColumnType {
  const known = TYPES[cast.replace(/^.*\.(?=citext$)/, '')];
  if (known) return known;
  if (category === 'E' || labels) return enumOf(labels);
  return BY_CATEGORY[category] ?? opaque;
}
