import { megabytes } from '../report/table.ts';
import type { BenchRow } from '../row.ts';
import type { Instance } from '../system/instance.ts';
import { childrenOf, memoryOf } from '../system/processes.ts';
import { HELLO, openFunctions, timeCall } from './deploy.ts';

const functions = 200;
const maxBytes = 600 * 1024 * 1024;

export const functionsMemory: BenchRow = {
  name: 'functions-memory',
  title: `memory of the processes of functions, after ${functions} were called in turn`,
  async measure(bench, stack) {
    const deploy = await openFunctions(bench, stack);
    const paths: string[] = [];
    for (let i = 0; i < functions; i += 1) paths.push((await deploy(HELLO)).path);
    for (const path of paths) await timeCall(bench, path);
    const { bytes, processes } = await runnersMemory(bench.instance);
    return {
      findings: [
        {
          work: `memory of all processes of functions, after ${functions} functions were called in turn`,
          ...{ a: bytes, below: maxBytes, show: megabytes },
        },
      ],
      faults: [],
      note: `${processes} processes`,
    };
  },
};

async function runnersMemory(instance: Instance) {
  const host = (await instance.services()).find(({ name }) => name === 'runner');
  if (!host) throw new Error('there is no process that runs functions');
  const memories = childrenOf(host.pid).map(memoryOf);
  const bytes = memories.reduce((sum, { resident, proportional }) => sum + (proportional ?? resident), 0);
  return { bytes, processes: memories.length };
}
