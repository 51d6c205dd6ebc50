import { expect, it } from 'vitest';
import { compileLike } from './like.ts';

it.each<[string, string, boolean]>([
  ['', '', true],
  ['', 'a', false],
  ['%', '', true],
  ['%%', 'abc', true],
  ['abc', 'abc', true],
  ['a%', 'abc', true],
  ['%c', 'abc', true],
  ['%b%', 'abc', true],
  ['a%a', 'a', false],
  ['ab%ba', 'aba', false],
  ['%ab%ba%', 'aba', false],
  ['a%b%c', 'a-b-b-c', true],
  ['_', '😀', true],
  ['__', '😀', false],
  ['%_', '', false],
  ['_%_', 'a', false],
  ['_%_', 'ab', true],
  ['%_b%c_', 'abxcd', true],
  ['%a_%_c%', 'aac', false],
  ['\\%', '%', true],
  ['\\%', 'a', false],
  ['\\_', 'a', false],
  ['\\\\', '\\', true],
  ['\\a%', 'abc', true],
  ['a.c', 'abc', false],
  ['a\nc%', 'a\nc\n', true],
])('%s on %s: %s', (pattern, text, expected) => {
  expect(compileLike(pattern)(text)).toBe(expected);
});

it('takes no longer for patterns that would send a regular expression astray', () => {
  const text = 'a'.repeat(20_000);
  const start = performance.now();
  expect(compileLike(`${'%a'.repeat(200)}%b`)(text)).toBe(false);
  expect(compileLike(`${'%_a'.repeat(150)}%b`)(text)).toBe(false);
  expect(performance.now() - start).toBeLessThan(500);
});
