import { quoteLiteral } from '@selfdb/shared/db/identifier';
import { invalid } from '@selfdb/shared/errors';

/** Functions that a default may call, for types that have no other use for such a text. */
const FUNCTIONS = new Set([
  'now()',
  'current_timestamp',
  'current_date',
  'current_time',
  'localtimestamp',
  'localtime',
  'clock_timestamp()',
  'gen_random_uuid()',
  'uuidv7()',
  'uuidv4()',
]);

const TEXT_TYPES = new Set(['text', 'varchar', 'json', 'jsonb']);

/**
 * A default of the wire as SQL. A JSON value becomes a literal of the type; a text that names one of FUNCTIONS a
 * call; a text in SQL quotes what it quotes. Nothing else of a caller's text becomes SQL.
 */
export function defaultSql(value: unknown, type: string, loc: (string | number)[]): string {
  if (value === null) return 'null';
  if (typeof value === 'string' && !TEXT_TYPES.has(type) && FUNCTIONS.has(value.toLowerCase())) return value;
  const text = literalText(value, type);
  if (text.includes('\0') || !text.isWellFormed())
    throw invalid(loc, 'must not contain NUL or lone surrogates');
  return quoteLiteral(text);
}

function literalText(value: unknown, type: string): string {
  if (type === 'json' || type === 'jsonb') return JSON.stringify(value);
  if (Array.isArray(value)) return arrayText(value);
  if (typeof value === 'string') return /^'(?:[^']|'')*'$/.test(value) ? unquote(value) : value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function arrayText(values: unknown[]): string {
  const items = values.map((value) => {
    if (value === null) return 'NULL';
    return Array.isArray(value) ? arrayText(value) : `"${String(value).replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}

/** A default of the catalog for the wire: a constant as its value, anything else as its SQL. */
export function defaultOnWire(sql: string): unknown {
  const constant = /^('(?:[^']|'')*')(?:::[a-z ]+(?:\(\d+(?:,\d+)?\))?(\[\])?)?$/.exec(sql);
  if (constant?.[1]) return unquote(constant[1]);
  if (/^-?\d+(\.\d+)?$/.test(sql) && Number.isSafeInteger(Number(sql))) return Number(sql);
  if (sql === 'true' || sql === 'false') return sql === 'true';
  return sql;
}

function unquote(literal: string): string {
  return literal.slice(1, -1).replaceAll("''", "'");
}
