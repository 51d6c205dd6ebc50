import { expect, it } from 'vitest';
import { closeCodeFor } from './close-code.ts';

it.each([0, 1, 999, 1004, 1006, 1015, 5000, 65_535])(
  'the code %i is answered as a protocol error',
  (code) => {
    expect(closeCodeFor(code, true)).toBe(1002);
  },
);

it('a missing code is answered as a normal close', () => {
  expect(closeCodeFor(1005, true)).toBe(1000);
});

it.each([1000, 1001, 1008, 1014, 3000, 4999])('partyserver answers the code %i', (code) => {
  expect(closeCodeFor(code, true)).toBeUndefined();
});

it.each([1006, 1015])('a connection that broke off (%i) is not answered', (code) => {
  expect(closeCodeFor(code, false)).toBeUndefined();
});
