import type { Bench } from '../bench.ts';
import { megabytes } from '../report/table.ts';
import type { BenchRow } from '../row.ts';
import { memoryOf } from '../system/processes.ts';
import { fillTable } from './big-table.ts';
import { backUp } from './jobs.ts';

const sampleMs = 50;
const maxGrowthBytes = 100 * 1024 * 1024;

export const memory: BenchRow = {
  name: 'backup-memory',
  title: 'memory of the process that makes backups, for a small one and a large one',
  async measure(bench, stack) {
    const { smallBytes, largeBytes } = bench.timing.backup;
    const most: number[] = [];
    for (const [index, bytes] of [smallBytes, largeBytes].entries()) {
      await fillTable(bench, stack, `bench_memory_${index}`, bytes);
      most.push(await mostDuring(bench, () => backUp(bench)));
    }
    const [small = Number.NaN, large = Number.NaN] = most;
    return {
      findings: [
        {
          work: `growth of the backup process from a backup of ${megabytes(smallBytes)} to one of ${megabytes(largeBytes)} more; B: most resident memory in the small one`,
          ...{ a: large - small, b: small, below: maxGrowthBytes, show: megabytes },
        },
      ],
      faults: [],
    };
  },
};

/** The highest reading of the process's resident memory while something is done. */
async function mostDuring({ instance }: Bench, work: () => Promise<void>): Promise<number> {
  const pid = (await instance.services()).find(({ name }) => name === 'backup')?.pid;
  if (pid === undefined) throw new Error('there is no process of backups');
  let most = 0;
  const sampler = setInterval(() => {
    most = Math.max(most, memoryOf(pid).resident);
  }, sampleMs);
  try {
    await work();
  } finally {
    clearInterval(sampler);
  }
  return most;
}
