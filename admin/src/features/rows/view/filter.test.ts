import { expect, it } from 'vitest';
import { type ConditionList, parseFilterText, splitList, toConditions, toFilter } from './filter.ts';

const never = () => false;

it.each<[string, ConditionList]>([
  ['{"age":{"gte":"18"}}', { joiner: 'and', conditions: [{ column: 'age', operator: 'gte', value: '18' }] }],
  [
    '{"or":[{"a":{"in":["x","y, z"]}},{"b":{"is":"null"}}]}',
    {
      joiner: 'or',
      conditions: [
        { column: 'a', operator: 'in', value: 'x, "y, z"' },
        { column: 'b', operator: 'null', value: '' },
      ],
    },
  ],
])('shows %s as conditions and back', (text, list) => {
  expect(toConditions(parseFilterText(text))).toEqual(list);
  expect(JSON.stringify(toFilter(list, never))).toBe(text);
});

it('reads what others wrote: bare values, several columns, exact numbers', () => {
  expect(toConditions(parseFilterText('{"a":9007199254740993,"b":null}'))).toEqual({
    joiner: 'and',
    conditions: [
      { column: 'a', operator: 'eq', value: '9007199254740993' },
      { column: 'b', operator: 'null', value: '' },
    ],
  });
});

it.each(['{"and":[{"or":[]}]}', '{"not":{"a":1}}', '{"a":{"gt":1,"lt":3}}'])('leaves %s as JSON', (text) => {
  expect(toConditions(parseFilterText(text))).toBeUndefined();
});

it('compares documents as documents', () => {
  const list: ConditionList = {
    joiner: 'and',
    conditions: [{ column: 'j', operator: 'contains', value: '{"a":1}' }],
  };
  expect(toFilter(list, () => true)).toEqual({ j: { contains: { a: 1 } } });
});

it('splits a list at commas outside of quotes', () => {
  expect(splitList('a, "b, ""c""" ,d,')).toEqual(['a', 'b, "c"', 'd']);
});
