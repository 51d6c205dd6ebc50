import { setTimeout as sleep } from 'node:timers/promises';
import { median, milliseconds } from '../report/table.ts';
import type { BenchRow } from '../row.ts';
import { HELLO, openFunctions, timeCall } from './deploy.ts';

const callsPerRound = 10;
/** For a process to be kept ready again. */
const pauseMs = 250;
const maxDifferenceMs = 60;

export const firstCall: BenchRow = {
  name: 'functions-first-call',
  title: 'the first call of new functions, and the next one',
  async measure(bench, stack) {
    const deploy = await openFunctions(bench, stack);
    const first: number[] = [];
    const next: number[] = [];
    for (let i = 0; i < bench.timing.rounds * callsPerRound; i += 1) {
      const { path } = await deploy(HELLO);
      await sleep(pauseMs, undefined, { signal: bench.signal });
      first.push(await timeCall(bench, path));
      next.push(await timeCall(bench, path));
    }
    return {
      findings: [
        {
          work: `p50 of the first call of ${first.length} new functions, more than that of their second; B: of the second`,
          ...{ a: median(first) - median(next), b: median(next), below: maxDifferenceMs, show: milliseconds },
        },
      ],
      faults: [],
    };
  },
};
