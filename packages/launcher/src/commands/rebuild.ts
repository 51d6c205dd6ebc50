import { parseArgs } from 'node:util';
import { loadStateDirectory } from '../config/load-settings.ts';
import { createStateDirectories, type StatePaths, statePaths } from '../config/paths.ts';
import { signal } from '../processes/processes.ts';
import { build } from '../services/build.ts';
import { findRunning, type RunState } from '../supervisor/run-state.ts';
import { UserError } from '../user-error.ts';

const restartTimeoutMs = 30_000;
const pollMs = 100;

export async function run(args: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  const paths = statePaths(loadStateDirectory());
  createStateDirectories(paths);
  console.log('Building the workers...');
  await build(paths, { force: true });
  const before = findRunning(paths);
  if (!before) {
    console.log('Built. SelfDB is not running. Start it with `./selfdb start`.');
    return 0;
  }
  console.log('Restarting the workers...');
  if (!signal(before.supervisor, 'SIGUSR2')) {
    throw new UserError('The supervisor is restarting. Run `./selfdb rebuild` again.');
  }
  await waitForNewWorkers(paths, before);
  console.log('The new build is running.');
  return 0;
}

async function waitForNewWorkers(paths: StatePaths, before: RunState): Promise<void> {
  const deadline = Date.now() + restartTimeoutMs;
  const old = new Map(before.services.map((service) => [service.name, service.process?.pid]));
  for (;;) {
    const workers = findRunning(paths)?.services.filter(({ name }) => name !== 'postgres') ?? [];
    const late = workers.find(
      ({ name, state, process }) => state !== 'running' || process?.pid === old.get(name),
    );
    if (workers.length > 0 && !late) return;
    if (Date.now() > deadline) {
      throw new UserError(
        `${late?.name ?? 'SelfDB'} did not restart. \`./selfdb logs ${late?.name ?? ''}\` says why.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
