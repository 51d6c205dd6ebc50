import { expect, it } from 'vitest';
import { hasSeen, parseSnapshot } from './snapshot.ts';

it.each<[string, number, boolean]>([
  ['10:20:10,15', 9, true],
  ['10:20:10,15', 10, false],
  ['10:20:10,15', 14, true],
  ['10:20:10,15', 15, false],
  ['10:20:10,15', 19, true],
  ['10:20:10,15', 20, false],
  ['10:10:', 9, true],
  ['10:10:', 10, false],
  // After the 32 bits wrapped around.
  ['4294967300:4294967310:4294967305', 4_294_967_295, true],
  ['4294967300:4294967310:4294967305', 8, true],
  ['4294967300:4294967310:4294967305', 9, false],
  ['4294967300:4294967310:4294967305', 14, false],
  ['4294967290:4294967294:', 1, false],
])('%s and %i: %s', (snapshot, xid, isSeen) => {
  expect(hasSeen(parseSnapshot(snapshot), xid)).toBe(isSeen);
});

it.each(['', '10:20', 'x:y:', null])('%j is not a snapshot', (text) => {
  expect(() => parseSnapshot(text)).toThrow(TypeError);
});
