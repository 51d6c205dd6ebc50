import type { Bench } from '../bench.ts';
import type { Background, Pair } from '../pairs/pair.ts';
import { rowById } from '../pairs/row-by-id.ts';
import { fillTable } from './big-table.ts';
import { backUp } from './jobs.ts';

export const readsBeside: Pair = {
  name: 'reads-during-backup',
  title: 'p99 of row reads during backups ÷ without',
  target: { atMost: 2 },
  figure: 'p99Ms',
  open: async (bench, stack) => {
    await fillTable(bench, stack, 'bench_beside', bench.timing.backup.smallBytes);
    return [
      { ...rowById(bench), title: 'row by id during backups', startBeside: () => startBackups(bench) },
      rowById(bench),
    ];
  },
};

/** Backups without pause. */
function startBackups(bench: Bench): Background {
  const faults: string[] = [];
  let made = 0;
  let running = true;
  const loop = (async () => {
    while (running) {
      await backUp(bench);
      made += 1;
    }
  })().catch((error) => {
    faults.push(error instanceof Error ? error.message : String(error));
  });
  return {
    async stop() {
      running = false;
      await loop;
      return { note: `${made} backups`, faults };
    },
  };
}
