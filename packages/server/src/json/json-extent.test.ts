import { expect, it } from 'vitest';
import { hasMoreFieldsThan, isDeeperThan } from './json-extent.ts';

it('counts how deep arrays and objects nest', () => {
  expect(isDeeperThan('[[[]]]', 3)).toBe(false);
  expect(isDeeperThan('[[[]]]', 2)).toBe(true);
  expect(isDeeperThan('{"a":[{"b":1}]}', 2)).toBe(true);
  expect(isDeeperThan('[],[],[]', 1)).toBe(false);
});

it('does not count brackets inside strings', () => {
  expect(isDeeperThan('["[[[[", "\\"[[["]', 1)).toBe(false);
  expect(isDeeperThan('["\\\\", [[]]]', 2)).toBe(true);
});

it('stops at the limit of a text of brackets', () => {
  expect(isDeeperThan('['.repeat(100_000), 200)).toBe(true);
});

it.each([
  ['{"a":1,"b":2}', 2, false],
  ['{"a":1,"b":2,"c":3}', 2, true],
  ['{"a":{"x":1,"y":2,"z":3}}', 2, false],
  ['{"a":[1,2,3,4]}', 2, false],
  [' \n[{"a":1,"b":2},{"a":1,"b":2},{"a":1}]', 2, false],
  ['[{"a":1},{"a":1,"b":2,"c":3}]', 2, true],
  ['\ufeff[{"a":1,"b":[1,2,3]},{}]', 2, false],
  ['{"a,b,c,d":"x,\\",y,z","b":","}', 2, false],
  ['"a,b,c', 2, false],
  ['', 2, false],
])('counts the fields of %s against %d', (text, limit, expected) => {
  expect(hasMoreFieldsThan(text, limit)).toBe(expected);
});
