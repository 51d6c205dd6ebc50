import { expect, it } from 'vitest';
import { isDeeperThan } from './read-body.ts';

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
