import type { Bench } from '../bench.ts';
import type { Background, Pair } from '../pairs/pair.ts';
import { rowById, userHeaders } from '../pairs/row-by-id.ts';
import { openFunctions } from './deploy.ts';

const SPIN = 'export default { fetch() { while (true); } }';
const spinSeconds = 10;

export const readsBesideSpin: Pair = {
  name: 'reads-during-spin',
  title: 'p99 of row reads while a function spins for 10 s ÷ without',
  target: { atMost: 2 },
  figure: 'p99Ms',
  open: async (bench, stack) => {
    const deploy = await openFunctions(bench, stack);
    // A function that hangs three times in a row is deactivated, so each round has one of its own.
    const paths: string[] = [];
    for (let round = 0; round <= bench.timing.rounds; round += 1)
      paths.push((await deploy(SPIN, { timeout_seconds: spinSeconds })).path);
    const startBeside = () => startSpin(bench, paths.pop() ?? '');
    return [{ ...rowById(bench), title: 'row by id during a spin', startBeside }, rowById(bench)];
  },
};

/** Ends when the function is ended for it took too long. */
function startSpin(bench: Bench, path: string): Background {
  const { instance, signal } = bench;
  const answer = fetch(instance.apiUrl + path, { headers: userHeaders(bench), signal });
  const status = answer.then(async (response) => {
    await response.text();
    return response.status;
  });
  // Told by `stop`.
  status.catch(() => {});
  return {
    async stop() {
      const answered = await status;
      const faults = answered === 504 ? [] : [`the function that spins answered ${answered}, not 504`];
      return { note: `a spin of ${spinSeconds} s`, faults };
    },
  };
}
