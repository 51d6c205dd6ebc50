import { expect, test } from 'vitest';
import { placeAfterKey } from './grid-keys.ts';

const press = (key: string, ctrlKey = false) =>
  placeAfterKey({ key, ctrlKey, metaKey: false }, { row: 5, column: 1 }, { rows: 10, columns: 3 }, 4);

test('keys move the active cell and stop at the edges', () => {
  expect(press('ArrowDown')).toEqual({ row: 6, column: 1 });
  expect(press('ArrowLeft', true)).toEqual({ row: 5, column: 0 });
  expect(press('PageDown')).toEqual({ row: 9, column: 1 });
  expect(press('PageUp')).toEqual({ row: 1, column: 1 });
  expect(press('End')).toEqual({ row: 5, column: 2 });
  expect(press('Home', true)).toEqual({ row: 0, column: 0 });
  expect(press('End', true)).toEqual({ row: 9, column: 2 });
  expect(press('x')).toBeUndefined();
});
