import { expect, it } from 'vitest';
import { containsPattern } from './like.ts';

it.each([
  ['abc', '%abc%'],
  ['', '%%'],
  ['50%', '%50\\%%'],
  ['a_b', '%a\\_b%'],
  ['a\\b', '%a\\\\b%'],
  ['\\%_', '%\\\\\\%\\_%'],
  ["it's", "%it's%"],
])('finds %j literally', (search, pattern) => {
  expect(containsPattern(search)).toBe(pattern);
});
