import { setTimeout as sleep } from 'node:timers/promises';
import type { StatePaths } from '../../config/paths.ts';
import { signal } from '../../processes/processes.ts';
import { findRunning } from '../../supervisor/run-state.ts';
import { UserError } from '../../user-error.ts';
import { requireRunning } from '../open-pitr.ts';
import { decideSwap, isSwapPending, type Swap } from './swap.ts';

const TIMEOUT_MS = 180_000;
const POLL_MS = 100;
const FINISH_POLL_MS = 1000;

/** Lets the supervisor start the system on another data directory. Resolves when everything runs. */
export async function changeDatabase(paths: StatePaths, swap: Swap): Promise<void> {
  const { supervisor } = requireRunning(paths);
  decideSwap(paths, swap);
  // If it has just died, the next one completes the swap when it takes over.
  signal(supervisor, 'SIGHUP');
  const until = Date.now() + TIMEOUT_MS;
  while (isSwapPending(paths) || !isRunning(paths)) {
    if (Date.now() > until)
      throw new UserError(
        'The database was replaced, but the system has not started again yet. `./selfdb status` and `./selfdb logs supervisor` show what it waits for; `./selfdb restart` starts it anew.',
      );
    await sleep(POLL_MS);
  }
}

/** Lets the supervisor complete a swap that was decided by a process that has died, if there is one. */
export async function finishSwap(paths: StatePaths): Promise<void> {
  while (isSwapPending(paths)) {
    const state = findRunning(paths);
    if (state?.phase === 'running') signal(state.supervisor, 'SIGHUP');
    await sleep(FINISH_POLL_MS);
  }
}

function isRunning(paths: StatePaths): boolean {
  const state = findRunning(paths);
  return state?.phase === 'running' && state.services.every((service) => service.state === 'running');
}
