import { invalid } from '@selfdb/shared/errors';
import { type JsonValue, scalarText, toJsonText } from '../json/json-value.ts';
import { arrayLiteral } from './array-literal.ts';
import type { Comparison, FilterColumn, State, Test } from './tree.ts';

/** The operand of an operator, its column, and its location for errors. */
interface Operation {
  column: FilterColumn;
  operand: JsonValue;
  loc: (string | number)[];
  /** The most values of a list. */
  maxValues: number;
}

const READERS = {
  eq: (operation) =>
    operation.operand === null ? { operator: 'is', state: 'null' } : compare('eq')(operation),
  neq: (operation) =>
    operation.operand === null ? { operator: 'is', state: 'not_null' } : compare('neq')(operation),
  gt: compare('gt'),
  gte: compare('gte'),
  lt: compare('lt'),
  lte: compare('lte'),
  in: (operation) => ({ operator: 'in', texts: list(operation) }),
  nin: (operation) => ({ operator: 'nin', texts: list(operation) }),
  like: (operation) => ({ operator: 'like', pattern: pattern(operation) }),
  ilike: (operation) => ({ operator: 'ilike', pattern: pattern(operation) }),
  contains: (operation) => ({ operator: 'contains', text: contained(operation) }),
  is: (operation) => ({ operator: 'is', state: state(operation) }),
} as const satisfies Record<string, (operation: Operation) => Test>;

export type Operator = keyof typeof READERS;

/** The operators of `filter`, by their names on the wire. */
export const OPERATORS = Object.keys(READERS);

export function isOperator(name: string): name is Operator {
  return Object.hasOwn(READERS, name);
}

/** Whether columns of the type are read, and compared, as jsonb. */
export function isJson({ cast }: FilterColumn): boolean {
  return cast === 'json' || cast === 'jsonb';
}

/** Checks the form of an operand, but not whether its texts fit the column's type. Throws a ValidationError. */
export function readTest(operator: Operator, operation: Operation): Test {
  return READERS[operator](operation);
}

function compare(operator: Comparison): (operation: Operation) => Test {
  return (operation) => ({ operator, text: single(operation) });
}

function single({ column, operand, loc }: Operation): string {
  if (isJson(column)) return toJsonText(operand);
  if (column.category === 'A' && Array.isArray(operand)) return arrayLiteral(operand, loc);
  const text = scalarText(operand);
  if (text === undefined) throw invalid(loc, 'must be a string, number or boolean');
  return text;
}

function list({ column, operand, loc, maxValues }: Operation): string[] {
  if (!Array.isArray(operand)) throw invalid(loc, 'must be an array');
  if (operand.length > maxValues) throw invalid(loc, `must hold at most ${maxValues} values`);
  if (column.category === 'A') throw invalid(loc, 'does not work on arrays; use "contains"');
  if (isJson(column)) return operand.map(toJsonText);
  if (operand.includes(null)) throw invalid(loc, 'must not hold null; use {"is": "null"}');
  if (operand.some(Array.isArray)) throw invalid(loc, 'must not hold arrays');
  return operand.map((value) => {
    const text = scalarText(value);
    if (text === undefined) throw invalid(loc, 'must hold strings, numbers or booleans');
    return text;
  });
}

function pattern({ operand, loc }: Operation): string {
  if (typeof operand !== 'string') throw invalid(loc, 'must be a string');
  // A pattern that ends in its escape character is an error to LIKE; here the backslash then means itself.
  return /(^|[^\\])(\\\\)*\\$/.test(operand) ? `${operand}\\` : operand;
}

function contained({ column, operand, loc }: Operation): string {
  if (isJson(column)) return toJsonText(operand);
  if (column.category === 'A') return arrayLiteral(Array.isArray(operand) ? operand : [operand], loc);
  const text = scalarText(operand);
  if (text === undefined) throw invalid(loc, 'must be a string');
  return text;
}

const STATES = ['null', 'not_null', 'true', 'false'] as const satisfies State[];

function state({ column, operand, loc }: Operation): State {
  const found = STATES.find((name) => name === operand);
  if (!found) throw invalid(loc, 'must be "null", "not_null", "true" or "false"');
  if ((found === 'true' || found === 'false') && column.cast !== 'boolean') {
    throw invalid(loc, 'needs a boolean column');
  }
  return found;
}
