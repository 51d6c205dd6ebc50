import { compareValues, isSame } from './compare.ts';
import type { TableShape } from './table-shape.ts';

/** What SQL says of a condition; null is its `unknown`. Undefined if only Postgres can tell. */
type Truth = boolean | null | undefined;
type Row = Record<string, unknown>;

/** Whether a row meets a filter of the rows API. Undefined if only Postgres can tell. */
export function matches(shape: TableShape, filter: object | undefined, row: Row): boolean | undefined {
  const truth = filter === undefined ? true : ofFilter(shape, filter, row);
  return truth === null ? false : truth;
}

function ofFilter(shape: TableShape, filter: object, row: Row): Truth {
  const truths = Object.entries(filter).map(([name, condition]): Truth => {
    if (name === 'and' || name === 'or') {
      if (!Array.isArray(condition)) return undefined;
      const parts = condition.map((part: object) => ofFilter(shape, part, row));
      return name === 'and' ? all(parts) : not(all(parts.map(not)));
    }
    if (name === 'not') return not(ofFilter(shape, Object(condition), row));
    return ofColumn(shape.types[name], row[name], condition);
  });
  return all(truths);
}

function ofColumn(type: string | undefined, value: unknown, condition: unknown): Truth {
  if (type === undefined || value === undefined) return undefined;
  const tests = isTests(condition) ? Object.entries(condition) : [['eq', condition] as const];
  return all(tests.map(([operator, operand]) => test(type, operator, value, operand)));
}

function isTests(condition: unknown): condition is Record<string, unknown> {
  return typeof condition === 'object' && condition !== null && !Array.isArray(condition);
}

const ORDERS: Record<string, (order: number) => boolean> = {
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

function test(type: string, operator: string, value: unknown, operand: unknown): Truth {
  if (operator === 'is') return ofState(value, operand);
  if (operator === 'neq') return not(test(type, 'eq', value, operand));
  if (operator === 'nin') return not(test(type, 'in', value, operand));
  if (operator === 'eq' && operand === null) return value === null;
  if (value === null) return null;
  if (operator === 'eq') return isSame(type, value, operand);
  if (operator === 'in' && Array.isArray(operand)) {
    return not(all(operand.map((one) => not(isSame(type, value, one)))));
  }
  const order = ORDERS[operator] && compareValues(type, value, operand);
  return order === undefined ? undefined : ORDERS[operator]?.(order);
}

function ofState(value: unknown, state: unknown): Truth {
  if (state === 'null') return value === null;
  if (state === 'not_null') return value !== null;
  if (state === 'true' || state === 'false') return value === (state === 'true');
  return undefined;
}

/** `and` with three values, and a fourth for what is not known here. */
function all(truths: Truth[]): Truth {
  if (truths.includes(false)) return false;
  if (truths.includes(undefined)) return undefined;
  return truths.includes(null) ? null : true;
}

function not(truth: Truth): Truth {
  return typeof truth === 'boolean' ? !truth : truth;
}
