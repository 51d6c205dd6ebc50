import { describe, expect, it } from 'vitest';
import { parseJson } from '../json/json-value.ts';
import { isOperator, type Operator, readTest } from './read-test.ts';

function read(operator: Operator, cast: string, operand: string) {
  const column = { name: 'c', cast, category: cast.endsWith('[]') ? 'A' : 'X' };
  const loc = ['filter', 'c', operator];
  return readTest(operator, { column, operand: parseJson(operand), loc, maxValues: 10_000 });
}

it.each<[Operator, string, string, ReturnType<typeof read>]>([
  ['eq', 'bigint', '9007199254740993', { operator: 'eq', text: '9007199254740993' }],
  ['eq', 'boolean', 'true', { operator: 'eq', text: 'true' }],
  ['eq', 'integer', 'null', { operator: 'is', state: 'null' }],
  ['neq', 'jsonb', 'null', { operator: 'is', state: 'not_null' }],
  ['gt', 'jsonb', '{"a":1.50}', { operator: 'gt', text: '{"a":1.50}' }],
  ['eq', 'text[]', '["a\\"",[null]]', { operator: 'eq', text: '{"a\\"",{NULL}}' }],
  ['eq', 'text[]', '"{a}"', { operator: 'eq', text: '{a}' }],
  ['in', 'text', '["a",1]', { operator: 'in', texts: ['a', '1'] }],
  ['nin', 'json', '[null,{"a":1}]', { operator: 'nin', texts: ['null', '{"a":1}'] }],
  ['contains', 'text[]', '"{a}"', { operator: 'contains', text: '{"{a}"}' }],
  ['contains', 'text', '"{a}"', { operator: 'contains', text: '{a}' }],
  ['like', 'text', '"a\\\\"', { operator: 'like', pattern: 'a\\\\' }],
  ['is', 'boolean', '"false"', { operator: 'is', state: 'false' }],
])('%s on %s reads %s', (operator, cast, operand, test) => {
  expect(read(operator, cast, operand)).toEqual(test);
});

it.each<[Operator, string, string, string]>([
  ['eq', 'text', '{"a":1}', 'must be a string, number or boolean'],
  ['eq', 'integer', '[1]', 'must be a string, number or boolean'],
  ['gt', 'integer', 'null', 'must be a string, number or boolean'],
  ['eq', 'text[]', '[{"a":1}]', 'must hold strings, numbers or booleans'],
  ['in', 'integer', '1', 'must be an array'],
  ['in', 'integer', '"1,2"', 'must be an array'],
  ['in', 'integer', '[1,null]', 'must not hold null'],
  ['in', 'integer', '[[1,2]]', 'must not hold arrays'],
  ['in', 'text', '[{}]', 'must hold strings, numbers or booleans'],
  ['nin', 'text[]', '["a"]', 'does not work on arrays'],
  ['like', 'text', '5', 'must be a string'],
  ['ilike', 'text', 'null', 'must be a string'],
  ['contains', 'text', '["a"]', 'must be a string'],
  ['is', 'text', '"true"', 'needs a boolean column'],
  ['is', 'text', 'null', 'must be "null", "not_null", "true" or "false"'],
  ['is', 'boolean', 'true', 'must be "null", "not_null", "true" or "false"'],
  ['is', 'boolean', '"toString"', 'must be "null", "not_null", "true" or "false"'],
])('%s on %s refuses %s', (name, type, operand, message) => {
  expect(() => read(name, type, operand)).toThrow(message);
});

it('a list holds as many values as it may, and no more', () => {
  expect(() => read('in', 'integer', `[${Array(10_000).fill('1')}]`)).not.toThrow();
  expect(() => read('in', 'integer', `[${Array(10_001).fill('1')}]`)).toThrow('at most 10000');
});

describe('a name is that of an operator', () => {
  it.each(['eq', 'nin', 'is'])('when it is %s', (name) => expect(isOperator(name)).toBe(true));
  it.each(['EQ', 'toString', '__proto__', '=', ''])('never when it is "%s"', (name) =>
    expect(isOperator(name)).toBe(false),
  );
});
