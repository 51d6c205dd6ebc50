import { expect, test } from 'vitest';
import { formatElapsed } from './elapsed.ts';
import { unitOf, wordAt } from './run-sql.ts';

test('a position after an emoji is counted in UTF-16 units', () => {
  const source = "select '👍', nope";
  expect(source.slice(unitOf(source, 13))).toBe('nope');
  expect(unitOf(source, 1)).toBe(0);
  expect(unitOf(source, 99)).toBe(source.length);
});

test('the mark covers the word at a place, and at the end of the text its last character', () => {
  expect(wordAt('select nope from x', 7)).toEqual({ from: 7, to: 11 });
  expect(wordAt('select "a b" from', 7)).toEqual({ from: 7, to: 12 });
  expect(wordAt('select', 6)).toEqual({ from: 5, to: 6 });
  expect(wordAt('a = )', 4)).toEqual({ from: 4, to: 5 });
});

test('elapsed time is told in tenths of a second, then in minutes', () => {
  expect([0, 940, 12_340, 61_000].map(formatElapsed)).toEqual(['0.0 s', '0.9 s', '12.3 s', '1:01 min']);
});
