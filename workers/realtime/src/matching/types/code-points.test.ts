import { value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { compareCodePoints, lowerCase } from './code-points.ts';

it.each<[string, string, number]>([
  ['', '', 0],
  ['a', 'a', 0],
  ['a', 'b', -1],
  ['a', 'aa', -1],
  ['B', 'a', -1],
  ['\uffff', '😀', -1],
  ['\ue000', '😀', -1],
  ['x\ud7ff', 'x😀', -1],
  ['😀', '😁', -1],
  ['é', 'z', 1],
])('%j to %j: %i', (a, b, order) => {
  expect(Math.sign(compareCodePoints(a, b))).toBe(order);
  expect(Math.sign(compareCodePoints(b, a))).toBe(order === 0 ? 0 : -order);
});

it('every letter that Postgres knows becomes lower case as in Postgres', async () => {
  const letters = `select string_agg(chr(n) || chr(10), '' order by n) from generate_series(1, 195101) n
    where n not between 55296 and 57343 and unicode_assigned(chr(n))`;
  const [all, small] = [await value(letters), await value(letters.replace('chr(n)', 'lower(chr(n))'))];
  expect(lowerCase(String(all)) === small).toBe(true);
});

it('a letter becomes lower case regardless of its position', () => {
  expect(lowerCase('ΑΣ ΑΣΑ İI')).toBe('ασ ασα ii');
});
