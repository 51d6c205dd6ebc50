import { expect, it } from 'vitest';
import { indexAfterKey } from './move-in-listing.ts';

const list = { count: 10, columns: 1, pageLines: 4 };
const tiles = { count: 10, columns: 4, pageLines: 2 };

it.each([
  ['ArrowDown', -1, 0],
  ['End', -1, 9],
  ['ArrowDown', 0, 1],
  ['ArrowDown', 9, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 1, 4],
  ['PageDown', 8, 9],
  ['PageUp', 8, 5],
  ['Home', 8, 0],
  ['ArrowRight', 3, undefined],
  ['x', 3, undefined],
])('in a list, %s leads from %i to %s', (key, from, to) => {
  expect(indexAfterKey(key, from, list)).toBe(to);
});

it.each([
  ['ArrowRight', 3, 4],
  ['ArrowLeft', 4, 3],
  ['ArrowDown', 1, 5],
  // The last line is short: from above its gap to its end, and from it nowhere.
  ['ArrowDown', 7, 9],
  ['ArrowDown', 8, 8],
  ['ArrowUp', 2, 2],
  ['ArrowUp', 6, 2],
])('among tiles, %s leads from %i to %i', (key, from, to) => {
  expect(indexAfterKey(key, from, tiles)).toBe(to);
});

it('leads nowhere in an empty folder', () => {
  expect(indexAfterKey('ArrowDown', -1, { ...list, count: 0 })).toBeUndefined();
});
