import { expect, it } from 'vitest';
import { boundsOf, cellCount, isInRange, movedBy } from './cell-range.ts';

const extent = { rows: 1_000_000, columns: 5, pageRows: 20 };
const at = (row: number, column: number) => ({ row, column });

it.each([
  ['ArrowDown', false, at(0, 0), at(1, 0)],
  ['ArrowDown', true, at(0, 3), at(999_999, 3)],
  ['ArrowUp', false, at(0, 0), at(0, 0)],
  ['ArrowRight', false, at(4, 4), at(4, 4)],
  ['Home', false, at(9, 3), at(9, 0)],
  ['Home', true, at(9, 3), at(0, 0)],
  ['End', true, at(9, 3), at(999_999, 4)],
  ['PageDown', false, at(999_990, 1), at(999_999, 1)],
  ['PageUp', false, at(30, 1), at(10, 1)],
])('%s (with Ctrl: %s) moves from %o to %o', (key, jump, from, to) => {
  expect(movedBy(key, jump, from, extent)).toEqual(to);
});

it('leaves other keys alone, also the names of methods', () => {
  expect(movedBy('a', false, at(0, 0), extent)).toBeUndefined();
  expect(movedBy('toString', false, at(0, 0), extent)).toBeUndefined();
});

it('spans a rectangle in any direction', () => {
  const bounds = boundsOf({ anchor: at(5, 3), focus: at(2, 1) });
  expect(bounds).toEqual({ top: 2, bottom: 5, left: 1, right: 3 });
  expect(cellCount(bounds)).toBe(12);
  expect(isInRange(bounds, 3, 3)).toBe(true);
  expect(isInRange(bounds, 3, 4)).toBe(false);
});
