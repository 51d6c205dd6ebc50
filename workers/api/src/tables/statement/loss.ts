import { identifier, quoteLiteral, userTable } from '@selfdb/server/db/identifier';
import { type ColumnType, parseColumnType } from '@selfdb/shared/column-types/parse-type';
import { quoteIdentifier } from '@selfdb/shared/identifier';
import { type RawBuilder, sql } from 'kysely';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';

const TEXTS = new Set(['text', 'character varying', 'bpchar']);

/** Refuses (SD409) a change of type after which a value would not be the same when cast back. */
export function refuseLoss(table: TableMeta, column: Column, type: string): RawBuilder<unknown> {
  const name = identifier(column.name);
  const message = sql.raw(
    quoteLiteral(`Some values of ${quoteIdentifier(column.name)} would be lost or changed as ${type}.`),
  );
  return sql`select selfdb_api.refuse('SD409', ${message}) from (
    select from ${userTable(table.name)} where ${name} is not null and ${isLost(name, column, type)} limit 1) as lost`;
}

function isLost(name: RawBuilder<unknown>, column: Column, type: string): RawBuilder<unknown> {
  const parsed = parseColumnType(type);
  const target = sql.raw(parsed.sql);
  if (TEXTS.has(column.cast)) return isLostFromText(name, parsed, target);
  if (column.cast === 'json') {
    return parsed.sql === 'jsonb'
      ? isLostFromJson(name)
      : sql`${name}::text is distinct from ${name}::${target}::text`;
  }
  return sql`${name} is distinct from ${name}::${target}::${sql.raw(column.cast)}`;
}

const TIME_OF_DAY = String.raw`^\s*\d\d?:\d\d(:\d\d(\.\d{1,6})?)?\s*([AaPp][Mm])?\s*$`;

/** As numeric, a few such characters take kilobytes. */
const LARGE_EXPONENT = '[0-9.][eE][+-]?[0-9_]*[1-9][0-9_]{3}';

const FINER_THAN_MICROSECONDS = String.raw`\.\d{6}\d*[1-9]`;

/** Words that mean the time at which they are read. */
const MOVING_TIME = 'now|today|tomorrow|yesterday';

const JSON_STRING = String.raw`"(?:[^"\\]|\\.)*"`;

/** Types that accept a text completely or not at all, but may print it differently. */
const EXACT = new Set([
  ...['smallint', 'integer', 'bigint', 'boolean', 'uuid', 'bytea', 'json', 'xml', 'text'],
  ...['inet', 'cidr', 'macaddr', 'macaddr8', 'pg_lsn'],
]);

/** If an object has a key twice, jsonb keeps one. Outside of strings, each key has a colon. */
function isLostFromJson(name: RawBuilder<unknown>): RawBuilder<unknown> {
  const outside = (json: RawBuilder<unknown>) =>
    sql`regexp_replace(${json}, ${sql.raw(quoteLiteral(JSON_STRING))}, '', 'g')`;
  const keys = (json: RawBuilder<unknown>) => sql`cardinality(string_to_array(${outside(json)}, ':'))`;
  return sql`case when ${outside(sql`${name}::text`)} ~ ${sql.raw(quoteLiteral(LARGE_EXPONENT))} then true
    else ${keys(sql`${name}::text`)} <> ${keys(sql`${name}::jsonb::text`)} end`;
}

function isNoFixedTime(name: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${name} ~ ${sql.raw(quoteLiteral(FINER_THAN_MICROSECONDS))} or ${name} ~* ${sql.raw(quoteLiteral(MOVING_TIME))})`;
}

/** A text may look different afterwards but must mean the same: no digit, time of day or offset may be lost. */
function isLostFromText(
  name: RawBuilder<unknown>,
  { sql: type, element, isArray }: ColumnType,
  target: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const isWhole = type === (isArray ? `${element}[]` : element);
  switch (isArray ? 'array' : element) {
    case 'numeric':
    case 'real':
    case 'double precision':
      return sql`case when ${name} ~ ${sql.raw(quoteLiteral(LARGE_EXPONENT))} then true
        else ${name}::numeric <> ${name}::${target}::numeric end`;
    case 'jsonb':
      return isLostFromJson(name);
    case 'date':
      return sql`(${isNoFixedTime(name)} or ${name}::timestamp <> ${name}::date or ${name}::timestamptz::timestamp <> ${name}::date)`;
    case 'timestamp without time zone':
      return sql`(${isNoFixedTime(name)} or ${name}::timestamptz::timestamp <> ${name}::${target})`;
    case 'timestamp with time zone':
    case 'interval':
      return sql`(${isNoFixedTime(name)} or ${name}::${sql.raw(element)} <> ${name}::${target})`;
    case 'time without time zone':
      return sql`(${name} !~ ${sql.raw(quoteLiteral(TIME_OF_DAY))} or ${name}::time <> ${name}::${target})`;
    default:
      if (isWhole && EXACT.has(element)) return sql`${name}::${target} is null`;
      return sql`${name} is distinct from ${name}::${target}::text`;
  }
}
