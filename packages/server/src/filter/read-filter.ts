import { invalid, type ValidationError } from '@selfdb/shared/errors';
import { isJsonObject, type JsonValue } from '../json/json-value.ts';
import { isOfIntegers, withPlainIntegers } from '../json/whole-number.ts';
import { isOperator, OPERATORS, readTest } from './read-test.ts';
import type { Condition, FilterColumn, FilterNode } from './tree.ts';

const MAX_DEPTH = 20;
const MAX_CONDITIONS = 500;

type Loc = (string | number)[];

/** A parsed filter, and its conditions in order. */
interface ReadFilter<C extends FilterColumn> {
  root: FilterNode<C>;
  conditions: Condition<C>[];
}

interface FilterReader<C extends FilterColumn> {
  columns: ReadonlyMap<string, C>;
  /** The location of the filter in the request. */
  loc: Loc;
  conditions: Condition<C>[];
  /** The number of `{}` so far. */
  empty: number;
  maxValues: number;
  allowsEmpty: boolean;
}

interface FilterOptions {
  /** The most values of `in` and `nin`. */
  maxValues?: number;
  /** Whether `{}`, which is true for every row, is allowed. */
  allowsEmpty?: boolean;
}

/**
 * Reads the filter language of the rows API and of realtime:
 * `{"age": {"gte": 18}, "or": [{"a": {"eq": 1}}, {"not": {"b": {"is": "null"}}}]}`.
 * Conditions side by side are joined by `and`. A bare scalar means `eq`; `{}` is true for every row. Throws a ValidationError
 * with locations under `loc`.
 */
export function readFilter<C extends FilterColumn>(
  value: JsonValue,
  columns: ReadonlyMap<string, C>,
  loc: Loc,
  { maxValues = 10_000, allowsEmpty = true }: FilterOptions = {},
): ReadFilter<C> {
  const reader: FilterReader<C> = { columns, loc, conditions: [], empty: 0, maxValues, allowsEmpty };
  return { root: readGroup(reader, value, 0), conditions: reader.conditions };
}

export function unknownColumn(loc: Loc, name: string): ValidationError {
  return invalid(loc, `The table has no column ${JSON.stringify(name)}`, 'unknown_field');
}

function readGroup<C extends FilterColumn>(
  reader: FilterReader<C>,
  value: JsonValue,
  depth: number,
): FilterNode<C> {
  if (!isJsonObject(value)) throw invalid(reader.loc, 'must be an object of conditions');
  if (depth > MAX_DEPTH) throw invalid(reader.loc, `must not nest deeper than ${MAX_DEPTH}`);
  const parts = Object.entries(value).flatMap(([key, item]) => readEntry(reader, key, item, depth));
  if (parts.length === 0) {
    if (!reader.allowsEmpty) throw invalid(reader.loc, 'must hold at least one condition');
    requireRoom(reader);
    reader.empty += 1;
  }
  return { type: 'and', parts };
}

/** `and`, `or` and `not` are logic, unless a column has that name and the value has the form of a condition. */
function readEntry<C extends FilterColumn>(
  reader: FilterReader<C>,
  key: string,
  value: JsonValue,
  depth: number,
): FilterNode<C>[] {
  const isColumn = reader.columns.has(key) && isCondition(value);
  if (!isColumn && (key === 'and' || key === 'or')) {
    if (!Array.isArray(value) || value.length === 0) {
      throw invalid([...reader.loc, key], 'must be an array of conditions');
    }
    return [{ type: key, parts: value.map((item) => readGroup(reader, item, depth + 1)) }];
  }
  if (!isColumn && key === 'not') return [{ type: 'not', part: readGroup(reader, value, depth + 1) }];
  return readColumn(reader, key, value);
}

function readColumn<C extends FilterColumn>(
  reader: FilterReader<C>,
  name: string,
  value: JsonValue,
): Condition<C>[] {
  const loc = [...reader.loc, name];
  const column = reader.columns.get(name);
  if (!column) throw unknownColumn(loc, name);
  const operations: [string, JsonValue][] = isJsonObject(value) ? Object.entries(value) : [['eq', value]];
  if (operations.length === 0) throw invalid(loc, 'must hold an operator');
  return operations.map(([operator, operand]) => readCondition(reader, column, operator, operand));
}

function readCondition<C extends FilterColumn>(
  reader: FilterReader<C>,
  column: C,
  operator: string,
  given: JsonValue,
): Condition<C> {
  const loc = [...reader.loc, column.name, operator];
  if (!isOperator(operator)) throw invalid(loc, `must be one of ${OPERATORS.join(', ')}`, 'unknown_operator');
  requireRoom(reader);
  const operand = isOfIntegers(column) ? withPlainIntegers(given) : given;
  const test = readTest(operator, { column, operand, loc, maxValues: reader.maxValues });
  const condition: Condition<C> = { type: 'condition', column, test, loc, operand };
  reader.conditions.push(condition);
  return condition;
}

function requireRoom<C extends FilterColumn>({ conditions, empty, loc }: FilterReader<C>): void {
  if (conditions.length + empty < MAX_CONDITIONS) return;
  throw invalid(loc, `must hold at most ${MAX_CONDITIONS} conditions`);
}

function isCondition(value: JsonValue): boolean {
  const operators = isJsonObject(value) ? Object.keys(value) : [];
  return operators.length > 0 && operators.every(isOperator);
}
