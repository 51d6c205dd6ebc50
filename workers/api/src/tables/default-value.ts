import { quoteLiteral } from '@selfdb/server/db/identifier';
import { columnKind } from '@selfdb/server/growth/column-kind';
import { numbersIn } from '@selfdb/server/growth/numbers';
import { table } from '@selfdb/settings';
import { invalid } from '@selfdb/shared/errors';
import { requireStorable } from './storable.ts';

const MAX_DIGITS = table.MAX_NUMERIC_DIGITS.default;

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

const TYPES_WITH_FUNCTIONS = new Set([
  'timestamp without time zone',
  'timestamp with time zone',
  'date',
  'time without time zone',
  'time with time zone',
  'uuid',
]);

/**
 * A default from a request as SQL, for a column of a type as Postgres prints it. A JSON value becomes a literal of the
 * type; a string that names one of FUNCTIONS becomes a call; a string in SQL quotes becomes what it quotes. Nothing else
 * of a caller's text becomes SQL.
 */
export function defaultSql(value: unknown, type: string, loc: (string | number)[]): string {
  if (value === null) return 'null';
  const plain = type.replace(MODIFIERS, '');
  if (typeof value === 'string' && TYPES_WITH_FUNCTIONS.has(plain) && FUNCTIONS.has(value.toLowerCase()))
    return value;
  requireStorable(value, loc);
  const text = literalText(value, plain, loc);
  if (columnKind({ name: '', cast: plain, type, category: '' }) !== 'steady') requireFewDigits(text, loc);
  return quoteLiteral(text);
}

const MODIFIERS = /\([\d,-]+\)/;

/** Every row that does not name the column gets all the digits. */
function requireFewDigits(text: string, loc: (string | number)[]): void {
  if (numbersIn(text, { isJson: false }).mostDigits <= MAX_DIGITS) return;
  throw invalid(loc, `holds a number of more than ${MAX_DIGITS} digits`, 'too_long');
}

function literalText(value: unknown, type: string, loc: (string | number)[]): string {
  if (typeof value === 'string') {
    const text = /^'(?:[^']|'')*'$/.test(value) ? unquote(value) : value;
    return isJson(type) ? jsonText(text, loc) : text;
  }
  if (isJson(type)) return JSON.stringify(value);
  if (Array.isArray(value)) return arrayText(value, type.replace(/\[\]$/, ''));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A text that is an object or array of JSON is that document, with all its digits; any other is a string. */
function jsonText(text: string, loc: (string | number)[]): string {
  try {
    const document: unknown = JSON.parse(text, (_key, item) => (typeof item === 'number' ? 0 : item));
    if (typeof document !== 'object' || document === null) return JSON.stringify(text);
    requireStorable(document, loc);
    return text;
  } catch (error) {
    if (error instanceof SyntaxError) return JSON.stringify(text);
    throw error;
  }
}

function arrayText(values: unknown[], type: string): string {
  const items = values.map((value) => {
    if (value === null) return 'NULL';
    if (Array.isArray(value) && !isJson(type)) return arrayText(value, type);
    const text = isJson(type) || typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}

function isJson(type: string): boolean {
  return type === 'json' || type === 'jsonb';
}

const CONSTANT = /^('[^']*(?:''[^']*)*')::([a-z][a-z0-9_ ]*(?:\(\d+(?:,\d+)?\)[a-z ]*)?(?:\[\])?)$/;

/** A default from the catalog for an answer: a constant as its value, anything else as its SQL. */
export function defaultOnWire(sql: string): unknown {
  const [, text, type] = CONSTANT.exec(sql) ?? [];
  if (text !== undefined && type !== undefined) return constant(unquote(text), type);
  if (sql === 'true' || sql === 'false') return sql === 'true';
  return exactNumber(sql) ?? sql;
}

const NUMBER = /^(?:smallint|integer|bigint|numeric|real|double precision)(?:\([\d,]+\))?$/;

function constant(text: string, type: string): unknown {
  if (isJson(type)) return JSON.parse(text);
  return (NUMBER.test(type) ? exactNumber(text) : undefined) ?? text;
}

/** The number that is written like this; undefined if JavaScript would write it differently. */
function exactNumber(text: string): number | undefined {
  return /^-?\d/.test(text) && String(Number(text)) === text ? Number(text) : undefined;
}

function unquote(literal: string): string {
  return literal.slice(1, -1).replaceAll("''", "'");
}
