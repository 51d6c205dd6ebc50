import { describe, expect, it } from 'vitest';
import type { MeasuredPair, MeasuredRun } from '../pairs/measure.ts';
import type { Target } from '../pairs/pair.ts';
import { fullTiming } from '../timing.ts';
import type { Verdict } from './compare.ts';
import { rowVerdicts } from './row-verdicts.ts';
import { median, milliseconds, quantile } from './table.ts';
import { verdictsOf } from './verdicts.ts';

const run = (perSecond: number, faults: string[] = []): MeasuredRun => ({
  requests: perSecond * 3,
  perSecond,
  p50Ms: 1,
  p99Ms: 2,
  faults,
  cpu: new Map(),
  note: undefined,
});

function verdict(a: MeasuredRun[], b: MeasuredRun[], target: Target): Verdict | undefined {
  const pair = { name: 'x', title: 'x', figure: 'perSecond' as const, target, open: () => Promise.reject() };
  const measured: MeasuredPair = { pair, a: { title: 'a', runs: a }, b: { title: 'b', runs: b } };
  const timing = {
    rounds: 3,
    seconds: 3,
    warmUpSeconds: 1,
    restSeconds: 1,
    transferBytes: 1,
    backup: fullTiming.backup,
    realtime: fullTiming.realtime,
  };
  const none = {
    transfers: [],
    growth: undefined,
    parallel: undefined,
    rows: [],
    calls: [],
    memory: undefined,
  };
  const rest = { date: new Date(0), machine: [], ...none, restarted: [] };
  return verdictsOf({ ...rest, timing, pairs: [measured] })[0];
}

describe('the verdict on a pair', () => {
  it('is the median of the ratios of its rounds, not the ratio of the medians', () => {
    const slowRound = [run(100), run(10), run(30)];
    const found = verdict(slowRound, [run(200), run(20), run(100)], { atLeast: 0.5 });
    expect(found).toMatchObject({ a: '30/s', b: '100/s', ratio: '0.50 (0.30 to 0.50)', outcome: 'reached' });
  });

  it('is short on the wrong side of the target', () => {
    expect(verdict([run(40)], [run(100)], { atLeast: 0.5 })?.outcome).toBe('short');
    expect(verdict([run(40)], [run(100)], { atMost: 0.3 })?.outcome).toBe('short');
  });

  it('is void after a fault, whatever the ratio', () => {
    expect(verdict([run(90, ['1 connections broke'])], [run(100)], { atLeast: 0.5 })?.outcome).toBe('void');
  });
});

it('The median of an even number of values lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
});

it('A quantile is the least value that such a share does not exceed', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect([quantile(values, 0.5), quantile(values, 0.99), quantile([7], 0.99)]).toEqual([100, 198, 7]);
});

describe('the verdicts on rows that compare no requests', () => {
  const figure = (a: number) => ({ work: 'w', a, below: 25, show: milliseconds });
  const ratio = { work: 'r', a: [4, 6], b: [10, 10], target: { atLeast: 0.4 }, show: String };

  it('hold a figure against its bound, and a ratio against its target', () => {
    const findings = [figure(24.9), figure(25), figure(Number.NaN), { ...figure(1), b: 2 }, ratio];
    const verdicts = rowVerdicts({ name: 'n', findings, faults: [] });
    expect(verdicts.map(({ outcome }) => outcome)).toEqual([
      'reached',
      'short',
      'short',
      'reached',
      'reached',
    ]);
    expect(verdicts.slice(3)).toMatchObject([
      { a: '1.0 ms', b: '2.0 ms', target: '< 25.0 ms' },
      { a: '5', b: '10', ratio: '0.50 (0.40 to 0.60)', target: '≥ 0.4' },
    ]);
  });

  it('are void, all of them, after a fault', () => {
    const verdicts = rowVerdicts({
      name: 'n',
      findings: [figure(1), ratio],
      faults: ['one change is missing'],
    });
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['void', 'void']);
  });
});
