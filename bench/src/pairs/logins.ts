import type { Bench } from '../bench.ts';
import type { Tokens } from '../world.ts';
import type { Background, Pair } from './pair.ts';
import { rowById } from './row-by-id.ts';

const loops = 8;

export const logins: Pair = {
  name: 'logins',
  title: 'p99 of row reads while 8 clients log in without pause ÷ without logins',
  target: { atMost: 3 },
  figure: 'p99Ms',
  open: async (bench) => [
    { ...rowById(bench), title: 'row by id during logins', startBeside: () => startLogins(bench) },
    rowById(bench),
  ],
};

/** Eight clients that log in successfully, without pause. */
function startLogins({ api, world }: Bench): Background {
  const startMs = performance.now();
  const faults: string[] = [];
  let succeeded = 0;
  let running = true;
  const loop = async () => {
    while (running) {
      try {
        await api<Tokens>('/users/token', { json: world.login });
        succeeded += 1;
      } catch (error) {
        running = false;
        // The others often fail for the same reason.
        if (faults.length > 0) return;
        faults.push(`a login failed: ${error instanceof Error ? error.message : error}`);
      }
    }
  };
  const all = Promise.all(Array.from({ length: loops }, loop));
  return {
    async stop() {
      running = false;
      await all;
      if (succeeded < loops && faults.length === 0) faults.push(`only ${succeeded} logins finished`);
      const perSecond = succeeded / ((performance.now() - startMs) / 1000);
      return { note: `${perSecond.toFixed(1)} logins/s meanwhile`, faults };
    },
  };
}
