import { expect, it } from 'vitest';
import { createLineBudget } from './line-budget.ts';

it('lets a burst pass, then so many a second, and counts what it refused', () => {
  const take = createLineBudget({ burst: 3, perSecond: 10 });
  expect([1000, 1000, 1000, 1000, 1000].map(take)).toEqual([0, 0, 0, undefined, undefined]);
  expect([1100, 1100, 1150, 1200].map(take)).toEqual([2, undefined, undefined, 2]);
});

it('does not pass more when the clock went backwards', () => {
  const take = createLineBudget({ burst: 1, perSecond: 10 });
  expect([1000, 500, 500].map(take)).toEqual([0, undefined, undefined]);
});
