import { isJson } from '@selfdb/server/filter/read-test';
import type { Comparison, Condition, State } from '@selfdb/server/filter/tree';
import { invalid, type ValidationError } from '@selfdb/shared/errors';
import { compileLike } from './like.ts';
import type { MatchRow, Reading } from './match-row.ts';
import { lowerTextReading, textReading, valueReading } from './readings.ts';
import { searchFor } from './search.ts';
import { lowerCase } from './types/code-points.ts';
import type { ColumnType } from './types/column-type.ts';
import { type MatchColumn, typeOf } from './types/type-of.ts';
import type { Work } from './work.ts';

/** SQL's three truth values: null is neither. */
export type Truth = boolean | null;

export type Predicate = (row: MatchRow, work: Work) => Truth;

const HOLDS: Record<Comparison, (order: number) => boolean> = {
  eq: (order) => order === 0,
  neq: (order) => order !== 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

/** Compiles a condition. Throws ValidationError if its values do not fit the column's type. */
export function compileTest(condition: Condition<MatchColumn>): Predicate {
  const { column, test } = condition;
  const type = typeOf(column);
  switch (test.operator) {
    case 'is':
      return isState(column, test.state);
    case 'in':
    case 'nin':
      return isListed(condition, type, test.texts, test.operator === 'in');
    case 'like':
    case 'ilike':
      return isLike(condition, type, test.pattern, test.operator === 'ilike');
    case 'contains':
      return contains(condition, type, test.text);
    default:
      return compares(condition, type, test.operator, test.text);
  }
}

function ofReading<V>(reading: Reading<V | null>, holds: (value: V, work: Work) => boolean): Predicate {
  return (row, work) => {
    const value = row.read(reading);
    return value === null ? null : holds(value, work);
  };
}

function isState({ name }: MatchColumn, state: State): Predicate {
  const holds = (row: MatchRow) => {
    if (state === 'null') return row.isNull(name);
    return state === 'not_null' ? !row.isNull(name) : row.value(name) === (state === 'true');
  };
  return (row) => (row.lacks(name) ? null : holds(row));
}

function isLike<V>(
  condition: Condition<MatchColumn>,
  type: ColumnType<V>,
  pattern: string,
  ignoresCase: boolean,
): Predicate {
  if (type.hidesText) throw notComparable(condition);
  return ignoresCase
    ? ofReading(lowerTextReading(condition.column, type), compileLike(lowerCase(pattern)))
    : ofReading(textReading(condition.column, type), compileLike(pattern));
}

function compares<V>(
  condition: Condition<MatchColumn>,
  type: ColumnType<V>,
  operator: Comparison,
  text: string,
): Predicate {
  const isOrder = operator !== 'eq' && operator !== 'neq';
  if (type.comparable === 'no' || (isOrder && type.comparable !== 'ordered')) throw notComparable(condition);
  const operand = parse(condition, type, text);
  const holds = HOLDS[operator];
  return ofReading(valueReading(condition.column, type), (value) => holds(type.compare(value, operand)));
}

/** Without values, `in` is false and `nin` true, even for null. */
function isListed<V>(
  condition: Condition<MatchColumn>,
  type: ColumnType<V>,
  texts: string[],
  isIn: boolean,
): Predicate {
  if (type.comparable === 'no') throw notComparable(condition);
  const operands = texts.map((text) => parse(condition, type, text)).sort(type.compare);
  if (operands.length === 0) return () => !isIn;
  return ofReading(valueReading(condition.column, type), (value) => isAmong(operands, value, type) === isIn);
}

function isAmong<V>(sorted: V[], value: V, type: ColumnType<V>): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const candidate = sorted[middle];
    const order = candidate === undefined ? 0 : type.compare(candidate, value);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

function contains<V>(condition: Condition<MatchColumn>, type: ColumnType<V>, text: string): Predicate {
  const { column } = condition;
  if (!isJson(column) && column.category !== 'A') {
    if (type.hidesText) throw notComparable(condition);
    const search = searchFor(text);
    return ofReading(textReading(column, type), (value, work) => search(value, 0, work) >= 0);
  }
  const holds = type.contains;
  if (!holds || type.comparable === 'no') throw notComparable(condition);
  const operand = parse(condition, type, text);
  return ofReading(valueReading(column, type), (value, work) => holds(value, operand, work));
}

function parse<V>({ column, loc }: Condition<MatchColumn>, type: ColumnType<V>, text: string): V {
  const value = type.parse(text);
  if (value !== undefined) return value;
  throw invalid(loc, `The value for "${column.name}" does not fit its type ${column.type}.`, 'type_error');
}

function notComparable({ column, loc }: Condition<MatchColumn>): ValidationError {
  return invalid(loc, `does not work on "${column.name}": its type is ${column.type}`);
}
