import { expect, test } from 'vitest';
import { nextDelay } from './backoff.ts';

test('the delay doubles from 100 ms and stays at 3 s', () => {
  const delays: number[] = [];
  for (let count = 0; count < 8; count += 1) delays.push(nextDelay(delays.at(-1), 0));
  expect(delays).toEqual([100, 200, 400, 800, 1600, 3000, 3000, 3000]);
});

test('five healthy seconds reset the delay, fewer do not', () => {
  expect(nextDelay(3000, 5000)).toBe(100);
  expect(nextDelay(1600, 4999)).toBe(3000);
});
