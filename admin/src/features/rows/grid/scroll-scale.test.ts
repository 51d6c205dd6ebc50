import { expect, it } from 'vitest';
import { afterScroll, MAX_HEIGHT, offsetOf, scrollHeight, scrollTopOf } from './scroll-scale.ts';

const small = { rows: 10_000, view: 500 };
const huge = { rows: 100_000_000 * 32, view: 500 };

it('is the identity where the browser can draw all rows', () => {
  expect(scrollHeight(small)).toBe(10_000);
  expect(afterScroll({ scrollTop: 0, offset: 0 }, 1234, small)).toEqual({ scrollTop: 1234, offset: 1234 });
});

it('reaches the first and the last row of more rows than the browser can draw', () => {
  expect(scrollHeight(huge)).toBe(MAX_HEIGHT);
  expect(offsetOf(0, huge)).toBe(0);
  expect(offsetOf(MAX_HEIGHT - 500, huge)).toBe(huge.rows - 500);
  const end = { scrollTop: MAX_HEIGHT - 900, offset: huge.rows - 90_000 };
  expect(afterScroll(end, MAX_HEIGHT - 500, huge).offset).toBe(huge.rows - 500);
});

it('moves the rows pixel by pixel under the wheel, and to the named place when the scrollbar is dragged', () => {
  const middle = { scrollTop: 1_000_000, offset: offsetOf(1_000_000, huge) };
  expect(afterScroll(middle, 1_000_100, huge).offset).toBe(middle.offset + 100);
  expect(afterScroll(middle, 2_000_000, huge).offset).toBe(offsetOf(2_000_000, huge));
});

it('finds the place of the scrollbar for an offset', () => {
  expect(offsetOf(scrollTopOf(123_456_789, huge), huge)).toBeCloseTo(123_456_789, 0);
});
