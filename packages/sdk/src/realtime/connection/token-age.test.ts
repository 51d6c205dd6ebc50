import { expect, it } from 'vitest';
import { TokenAge } from './token-age.ts';

/** A token that is valid for so many seconds. */
const tokenFor = (seconds: number, iat = 1_000) =>
  `head.${btoa(JSON.stringify({ iat, exp: iat + seconds })).replaceAll('=', '')}.signature`;

it.each([
  [900, 839_999, false],
  [900, 840_000, true],
  [10, 4_999, false],
  [10, 5_000, true],
])('a token for %i seconds that was known for %i ms is old: %s', (seconds, knownMs, isOld) => {
  const age = new TokenAge();
  const token = tokenFor(seconds);
  // The clock of the client may be years ahead of the server's.
  expect(age.isOld(token, 5e12)).toBe(false);
  expect(age.isOld(token, 5e12 + knownMs)).toBe(isOld);
});

it('a new token is young', () => {
  const age = new TokenAge();
  age.isOld(tokenFor(10), 0);
  expect(age.isOld(tokenFor(10, 2_000), 60_000)).toBe(false);
});

it.each(['', 'x', 'a.b.c', `a.${btoa('{}')}.c`])('%j is never old', (token) => {
  const age = new TokenAge();
  age.isOld(token, 0);
  expect(age.isOld(token, 1e12)).toBe(false);
});
