import { readFilter } from '@selfdb/server/filter/read-filter';
import type { Operator } from '@selfdb/server/filter/read-test';
import type { FilterNode } from '@selfdb/server/filter/tree';
import { isDeeperThan } from '@selfdb/server/json/json-extent';
import { type JsonValue, parseJson } from '@selfdb/server/json/json-value';
import { invalid } from '@selfdb/shared/errors';
import { type RawBuilder, sql } from 'kysely';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import type { Candidate } from '../errors/locate-bad-value.ts';
import { conditionSql } from './conditions.ts';

const MAX_JSON_DEPTH = 200;
/** Of `in` and `nin`. They are one parameter for Postgres, so only the size of the body would bound them. */
const MAX_VALUES = 100_000;
const SEARCHING = new Set<Operator>(['like', 'ilike', 'contains']);

/** A filter as SQL on the row `r`, with its values, so that an error can name the column of a bad one. */
export interface Filter {
  where: RawBuilder<unknown>;
  candidates: Candidate[];
  /** Whether a condition searches within values. */
  isExpensive: boolean;
  /** Whether the filter is `{}`. */
  isEmpty: boolean;
}

/** Reads a filter (see `readFilter`) from JSON or from its text. Throws ValidationError. */
export function parseFilter(table: TableMeta, filter: JsonValue, { allowsEmpty = true } = {}): Filter {
  const value = typeof filter === 'string' ? readJson(filter) : filter;
  const loc = ['query', 'filter'];
  const { root, conditions } = readFilter(value, table.columns, loc, { maxValues: MAX_VALUES, allowsEmpty });
  return {
    where: nodeSql(root),
    candidates: conditions.map(({ column, operand, loc }) => ({ column, value: operand, loc })),
    isExpensive: conditions.some(({ test }) => SEARCHING.has(test.operator)),
    isEmpty: root.type === 'and' && root.parts.length === 0,
  };
}

function readJson(text: string): JsonValue {
  if (isDeeperThan(text, MAX_JSON_DEPTH)) {
    throw invalid(['query', 'filter'], `must not nest deeper than ${MAX_JSON_DEPTH}`, 'nesting');
  }
  try {
    return parseJson(text);
  } catch {
    throw invalid(['query', 'filter'], 'must be JSON without NUL or lone surrogates', 'json_invalid');
  }
}

function nodeSql(node: FilterNode<Column>): RawBuilder<unknown> {
  if (node.type === 'condition') return conditionSql(node);
  if (node.type === 'not') return sql`(not ${nodeSql(node.part)})`;
  if (node.parts.length === 0) return sql`true`;
  return sql`(${sql.join(node.parts.map(nodeSql), sql.raw(` ${node.type} `))})`;
}
