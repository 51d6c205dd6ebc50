import { expect, it } from 'vitest';
import { compileLike } from './like.ts';
import { searchFor } from './search.ts';
import { UndecidedError, Work } from './work.ts';

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
  ['%😀_', 'a😀😀', true],
  ['%_😀_', '😀😀', false],
  ['%_', '😀', true],
  ['_%😀', '😀', false],
  [`%${'ab_'.repeat(40)}c%`, `ab${'abx'.repeat(41)}c`, true],
  [`%${'ab_'.repeat(40)}c%`, `ab${'abx'.repeat(39)}c`, false],
  [`%${'ab'.repeat(150)}c%`, `ab${'ab'.repeat(150)}cab`, true],
  [`%${'ab'.repeat(150)}c%`, `${'ab'.repeat(149)}c`, false],
])('%s on %s: %s', (pattern, text, expected) => {
  expect(compileLike(pattern)(text, new Work())).toBe(expected);
});

/** Counts the work and has no limit. */
class CountedWork extends Work {
  steps = 0;

  override spend(steps: number): void {
    this.steps += steps;
  }

  override giveBack(steps: number): void {
    this.steps -= steps;
  }
}

function stepsFor(pattern: string, text: string): number {
  const work = new CountedWork();
  expect(compileLike(pattern)(text, work)).toBe(false);
  return work.steps;
}

it.each([
  ['with _ before its last character', `%${'a'.repeat(487)}_0%`],
  ['with _ at every other position', `%${'a_'.repeat(244)}0%`],
  ['of many parts', `${'%_a'.repeat(150)}%b%`],
  ['of many parts without _', `${'%a'.repeat(240)}%b%`],
])('a pattern %s costs at most 16 steps a character', (_what, pattern) => {
  for (const length of [10_000, 80_000]) {
    expect(stepsFor(pattern, 'a'.repeat(length))).toBeLessThanOrEqual(length * 16);
  }
});

it('a text that would cost too much is not decided, and a smaller one is', () => {
  const matches = compileLike(`%${'a'.repeat(487)}_0%`);
  expect(() => matches('a'.repeat(7_000_000), new Work())).toThrow(UndecidedError);
  expect(() => matches('a'.repeat(20_000), new Work(2000))).toThrow(UndecidedError);
  expect(matches('a'.repeat(20_000), new Work(10))).toBe(false);
  expect(matches('a'.repeat(1000), new Work(100_000))).toBe(false);
});

it('a long literal takes no longer where most of it matches everywhere', () => {
  const text = 'a'.repeat(400_000);
  const durationOf = (pattern: string) => {
    const search = searchFor(pattern);
    const start = performance.now();
    for (let i = 0; i < 3; i++) expect(search(text, 0, new Work())).toBe(-1);
    // The clock of workerd has a resolution of milliseconds.
    return Math.max(1, performance.now() - start);
  };
  const ratios = Array.from(
    { length: 7 },
    () => durationOf(`ab${'a'.repeat(497)}`) / durationOf('c'.repeat(499)),
  );
  // The runtime's own search would take some hundreds.
  expect(ratios.sort((a, b) => a - b)[3]).toBeLessThan(20);
});
