import { readFileSync, writeFileSync } from 'node:fs';
import type { StatePaths } from '../config/paths.ts';
import { isAlive, type ProcessRef, processRef, processRefSchema } from '../processes/processes.ts';
import type { RunState } from './run-state.ts';

/** Records that this process is the `npm run dev` of the state directory. */
export function recordDevLauncher(paths: StatePaths): void {
  writeFileSync(paths.devLauncher, JSON.stringify(processRef(process.pid)), { mode: 0o600 });
}

/** The living `npm run dev` of the state directory, unless it is this process. */
export function findDevLauncher(paths: StatePaths): ProcessRef | undefined {
  const ref = readDevLauncher(paths);
  return isAlive(ref) && ref.pid !== process.pid ? ref : undefined;
}

/** Whether the `npm run dev` of the system was killed, so that another command must end the system. */
export function isAbandoned(paths: StatePaths, state: RunState): boolean {
  return state.mode === 'dev' && !isAlive(readDevLauncher(paths));
}

function readDevLauncher(paths: StatePaths): ProcessRef | undefined {
  try {
    return processRefSchema.parse(JSON.parse(readFileSync(paths.devLauncher, 'utf8')));
  } catch {
    return undefined;
  }
}
