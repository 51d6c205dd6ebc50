import { ValidationError } from '@selfdb/shared/errors';
import { expect, it } from 'vitest';
import { parseJson } from '../json/json-value.ts';
import { readFilter } from './read-filter.ts';
import type { FilterColumn } from './tree.ts';

const columns = new Map<string, FilterColumn>(
  [
    ['age', 'integer'],
    ['name', 'text'],
    ['not', 'boolean'],
    ['and', 'text'],
    ['__proto__', 'text'],
  ].map(([name = '', cast = '']) => [name, { name, cast, category: 'X' }]),
);
const read = (text: string) => readFilter(parseJson(text), columns, ['filter']);

function condition(name: string, text: string) {
  return { type: 'condition', column: { name }, test: { operator: 'eq', text } };
}

it('joins conditions side by side by "and"', () => {
  expect(read('{"age":1,"name":{"eq":"x","neq":"y"}}').root).toMatchObject({
    type: 'and',
    parts: [condition('age', '1'), condition('name', 'x'), { test: { operator: 'neq', text: 'y' } }],
  });
});

it('nests and, or and not', () => {
  expect(read('{"or":[{"age":1},{"and":[{"not":{"name":"x"}}]}]}').root).toMatchObject({
    type: 'and',
    parts: [
      {
        type: 'or',
        parts: [
          { type: 'and', parts: [condition('age', '1')] },
          {
            type: 'and',
            parts: [
              {
                type: 'and',
                parts: [
                  {
                    type: 'and',
                    parts: [{ type: 'not', part: { type: 'and', parts: [condition('name', 'x')] } }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
});

it('takes `and` for a column of that name if the value is a condition', () => {
  expect(read('{"and":{"eq":"x"}}').root).toMatchObject({ parts: [condition('and', 'x')] });
  expect(read('{"not":{"age":1}}').root).toMatchObject({ parts: [{ type: 'not' }] });
});

it('gives the conditions in order, with their locations and operands', () => {
  expect(read('{"or":[{"age":{"gt":"x"}},{"__proto__":"y"}]}').conditions).toMatchObject([
    { column: { name: 'age' }, operand: 'x', loc: ['filter', 'age', 'gt'] },
    { column: { name: '__proto__' }, operand: 'y', loc: ['filter', '__proto__', 'eq'] },
  ]);
});

it.each([
  ['[]', 'must be an object of conditions'],
  ['"x"', 'must be an object of conditions'],
  ['5', 'must be an object of conditions'],
  ['null', 'must be an object of conditions'],
  ['{"or":[]}', 'must be an array of conditions'],
  ['{"or":{"age":1}}', 'must be an array of conditions'],
  ['{"or":[1]}', 'must be an object of conditions'],
  ['{"not":[]}', 'must be an object of conditions'],
  ['{"age":{}}', 'must hold an operator'],
  ['{"age":{"$gt":1}}', 'must be one of eq, neq'],
  ['{"age":{"toString":1}}', 'must be one of eq, neq'],
  ['{"age":[1]}', 'must be a string, number or boolean'],
  ['{"toString":1}', 'no column "toString"'],
  ['{"constructor":1}', 'no column "constructor"'],
  ['{"AGE":1}', 'no column "AGE"'],
])('refuses %s', (text, message) => {
  expect(() => read(text)).toThrow(message);
  expect(() => read(text)).toThrow(ValidationError);
});

it.each([
  ['[]', ['filter']],
  ['{"or":{}}', ['filter', 'or']],
  ['{"nope":1}', ['filter', 'nope']],
  ['{"age":{"between":1}}', ['filter', 'age', 'between']],
])('says where %s is wrong', (text, loc) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ loc })] }));
});

it.each(['{}', '{"and":[{}]}', '{"or":[{},{"age":1}]}', '{"not":{"not":{"or":[{}]}}}'])(
  '%s has no condition, and is refused where there must be one',
  (text) => {
    expect(() => read(text)).not.toThrow();
    const required = () => readFilter(parseJson(text), columns, ['filter'], { allowsEmpty: false });
    expect(required).toThrow('must hold at least one condition');
  },
);

it('nests 20 deep and no deeper', () => {
  const nest = (depth: number) => `${'{"not":'.repeat(depth)}{"age":1}${'}'.repeat(depth)}`;
  expect(() => read(nest(20))).not.toThrow();
  expect(() => read(nest(21))).toThrow('must not nest deeper');
});

it('holds 500 conditions and no more', () => {
  const many = (count: number) => JSON.stringify({ or: Array(count).fill({ age: 1 }) });
  expect(() => read(many(500))).not.toThrow();
  expect(() => read(many(501))).toThrow('at most 500');
  expect(() => read(JSON.stringify({ or: Array(501).fill({}) }))).toThrow('at most 500');
});
