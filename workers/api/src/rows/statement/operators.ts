import { invalid } from '@selfdb/shared/errors';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Column } from '../../catalog/table-meta.ts';
import { type JsonValue, scalarText, toJsonText } from '../json-value.ts';
import { typed } from './columns.ts';

interface Operation {
  /** The column as SQL. */
  left: Sql;
  /** The type to which values are cast; deparsed by Postgres, so it may stand in SQL. */
  cast: string;
  column: Column;
  operand: JsonValue;
  loc: (string | number)[];
}

type Operator = (operation: Operation) => Sql;

const MAX_LIST = 10_000;

/** The operators of `filter`, by their name on the wire. */
export const OPERATORS = {
  eq: (operation) => (operation.operand === null ? sql`${operation.left} is null` : compare('=')(operation)),
  neq: (operation) =>
    operation.operand === null ? sql`${operation.left} is not null` : compare('<>')(operation),
  gt: compare('>'),
  gte: compare('>='),
  lt: compare('<'),
  lte: compare('<='),
  in: (operation) => sql`${operation.left} = any(${list(operation)})`,
  nin: (operation) => sql`${operation.left} <> all(${list(operation)})`,
  like: (operation) => sql`${operation.left}::text like ${pattern(operation)}`,
  ilike: (operation) => sql`${operation.left}::text ilike ${pattern(operation)}`,
  contains,
  is: isState,
} as const satisfies Record<string, Operator>;

export function isOperator(name: string): name is keyof typeof OPERATORS {
  return Object.hasOwn(OPERATORS, name);
}

function compare(symbol: string): Operator {
  return (operation) => sql`${operation.left} ${raw(symbol)} ${single(operation, operation.operand)}`;
}

/** `contains`: a text holds the text, literally; an array all of the values; jsonb the document. */
function contains({ left, cast, column, operand, loc }: Operation): Sql {
  if (cast === 'jsonb') return sql`${left} @> ${toJsonText(operand)}::jsonb`;
  if (column.category === 'A') {
    const items = Array.isArray(operand) ? operand : [operand];
    return sql`${left} @> ${typed(arrayText(items, loc), cast)}`;
  }
  const text = scalarText(operand);
  if (text === undefined) throw invalid(loc, 'must be a text');
  return sql`strpos(${left}::text, ${text}) > 0`;
}

const STATES: Record<string, string> = {
  null: 'is null',
  not_null: 'is not null',
  true: 'is true',
  false: 'is false',
};

function isState({ left, column, operand, loc }: Operation): Sql {
  const state = typeof operand === 'string' && Object.hasOwn(STATES, operand) ? STATES[operand] : undefined;
  if (!state) throw invalid(loc, 'must be "null", "not_null", "true" or "false"');
  if ((operand === 'true' || operand === 'false') && column.cast !== 'boolean') {
    throw invalid(loc, 'needs a boolean column');
  }
  return sql`${left} ${raw(state)}`;
}

function single({ cast, column, loc }: Operation, value: JsonValue): Sql {
  if (cast === 'jsonb') return sql`${toJsonText(value)}::jsonb`;
  if (column.category === 'A' && Array.isArray(value)) return typed(arrayText(value, loc), cast);
  const text = scalarText(value);
  if (text === undefined) throw invalid(loc, 'must be a text, number or boolean');
  return typed(text, cast);
}

function list(operation: Operation): Sql {
  const { operand, cast, column, loc } = operation;
  if (!Array.isArray(operand)) throw invalid(loc, 'must be an array');
  if (operand.length > MAX_LIST) throw invalid(loc, `must hold at most ${MAX_LIST} values`);
  if (column.category === 'A') throw invalid(loc, 'does not work on arrays; use "contains"');
  if (cast === 'jsonb') return sql`${operand.map(toJsonText)}::jsonb[]`;
  if (operand.includes(null)) throw invalid(loc, 'must not hold null; use {"is": "null"}');
  if (operand.some(Array.isArray)) throw invalid(loc, 'must not hold arrays');
  return typed(arrayText(operand, loc), `${cast}[]`);
}

function pattern({ operand, loc }: Operation): string {
  if (typeof operand !== 'string') throw invalid(loc, 'must be a text');
  // A pattern that ends in its escape character is an error to LIKE; here the backslash then means itself.
  return /(^|[^\\])(\\\\)*\\$/.test(operand) ? `${operand}\\` : operand;
}

/** A JSON array as Postgres' array text. */
function arrayText(values: JsonValue[], loc: (string | number)[]): string {
  const items = values.map((value) => {
    if (value === null) return 'NULL';
    if (Array.isArray(value)) return arrayText(value, loc);
    const text = scalarText(value);
    if (text === undefined) throw invalid(loc, 'must hold texts, numbers or booleans');
    return `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}
