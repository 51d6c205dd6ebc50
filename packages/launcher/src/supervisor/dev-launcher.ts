import { readFileSync, writeFileSync } from 'node:fs';
import type { StatePaths } from '../config/paths.ts';
import { isAlive, type ProcessRef, processRef } from '../processes/processes.ts';
import { processRefSchema, type RunState } from './run-state.ts';

/** Records that this process is the `npm run dev` of the state directory. */
export function recordDevLauncher(paths: StatePaths): void {
  writeFileSync(paths.devLauncher, JSON.stringify(processRef(process.pid)), { mode: 0o600 });
}

/** Another process that is the `npm run dev` of the state directory, if it is alive. */
export function findDevLauncher(paths: StatePaths): ProcessRef | undefined {
  const ref = readDevLauncher(paths);
  return isAlive(ref) && ref.pid !== process.pid ? ref : undefined;
}

/** Whether the system belongs to an `npm run dev` that was killed, so that only another command can end it. */
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
