import { invalid } from '@selfdb/shared/errors';
import { isDeeperThan } from '@selfdb/shared/http/read-body';
import sql, { join, type Sql } from 'sql-template-tag';
import type { TableMeta } from '../../catalog/table-meta.ts';
import { type Candidate, JSON_TYPES } from '../blame.ts';
import { JsonNumber, type JsonValue, parseJson } from '../json-value.ts';
import { columnRef, getColumn } from './columns.ts';
import { isOperator, OPERATORS } from './operators.ts';

const MAX_DEPTH = 20;
const MAX_JSON_DEPTH = 200;
const MAX_CONDITIONS = 500;

/** A filter as SQL on the row `r`, with the values it compares, for naming the column of a bad one. */
export interface Filter {
  where: Sql;
  candidates: Candidate[];
}

/**
 * Reads the `filter` parameter: `{"age": {"gte": 18}, "or": [{"a": {"eq": 1}}, {"not": {"b": {"is": "null"}}}]}`.
 * Conditions side by side are joined by and. A bare scalar means `eq`. Throws ValidationError.
 */
export function parseFilter(table: TableMeta, text: string): Filter {
  const value = readJson(text);
  const reader: Reader = { table, candidates: [] };
  return { where: readGroup(reader, value, 0), candidates: reader.candidates };
}

function readJson(text: string): JsonValue {
  if (isDeeperThan(text, MAX_JSON_DEPTH)) {
    throw invalid(['query', 'filter'], `must not nest deeper than ${MAX_JSON_DEPTH}`, 'nesting');
  }
  try {
    return parseJson(text);
  } catch {
    throw invalid(['query', 'filter'], 'must be JSON, without NUL and lone surrogates', 'json_invalid');
  }
}

interface Reader {
  table: TableMeta;
  candidates: Candidate[];
}

function readGroup(reader: Reader, value: JsonValue, depth: number): Sql {
  if (!isObject(value)) throw invalid(['query', 'filter'], 'must be an object of conditions');
  if (depth > MAX_DEPTH) throw invalid(['query', 'filter'], `must not nest deeper than ${MAX_DEPTH}`);
  const parts = Object.entries(value).map(([key, item]) => readEntry(reader, key, item, depth));
  // An empty one would hold for every row, and in an "or" hide all others.
  if (parts.length === 0) throw invalid(['query', 'filter'], 'must hold at least one condition');
  return sql`(${join(parts, ' and ')})`;
}

/** `and`, `or` and `not` are logic unless their value has the form of a condition on a column of that name. */
function readEntry(reader: Reader, key: string, value: JsonValue, depth: number): Sql {
  const isColumn = reader.table.columns.has(key) && isCondition(value);
  if (!isColumn && (key === 'and' || key === 'or')) {
    if (!Array.isArray(value) || value.length === 0) {
      throw invalid(['query', 'filter', key], 'must be an array of conditions');
    }
    const parts = value.map((item) => readGroup(reader, item, depth + 1));
    return sql`(${join(parts, ` ${key} `)})`;
  }
  if (!isColumn && key === 'not') return sql`(not ${readGroup(reader, value, depth + 1)})`;
  return readColumn(reader, key, value);
}

function readColumn(reader: Reader, name: string, value: JsonValue): Sql {
  const loc = ['query', 'filter', name];
  const column = getColumn(reader.table, name, loc);
  const operations: [string, JsonValue][] = isObject(value) ? Object.entries(value) : [['eq', value]];
  if (operations.length === 0) throw invalid(loc, 'must hold an operator');
  const isJson = JSON_TYPES.has(column.cast);
  const parts = operations.map(([operator, operand]) => {
    if (!isOperator(operator)) {
      throw invalid(
        [...loc, operator],
        `must be one of ${Object.keys(OPERATORS).join(', ')}`,
        'unknown_operator',
      );
    }
    reader.candidates.push({ column, value: operand, loc: [...loc, operator] });
    if (reader.candidates.length > MAX_CONDITIONS) {
      throw invalid(['query', 'filter'], `must hold at most ${MAX_CONDITIONS} conditions`);
    }
    const left = column.cast === 'json' ? sql`${columnRef(column)}::jsonb` : columnRef(column);
    return OPERATORS[operator]({
      left,
      cast: isJson ? 'jsonb' : column.cast,
      column,
      operand,
      loc: [...loc, operator],
    });
  });
  return join(parts, ' and ');
}

function isCondition(value: JsonValue): boolean {
  return isObject(value) && Object.keys(value).every(isOperator);
}

function isObject(value: JsonValue): value is { [key: string]: JsonValue } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}
