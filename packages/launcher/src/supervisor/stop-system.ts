import { existsSync } from 'node:fs';
import type { StatePaths } from '../config/paths.ts';
import { endProcess, isAlive, signal, waitForExit } from '../processes/processes.ts';
import { UserError } from '../user-error.ts';
import { findDevLauncher } from './dev-launcher.ts';
import { endLeftovers, findLeftovers } from './leftovers.ts';
import { acquireLock } from './lock.ts';
import { findRunning, readRunState, writeRunState } from './run-state.ts';
import { markStopped } from './supervision.ts';

// Postgres may take 30 seconds to write everything to disk.
const supervisorGraceMs = 45_000;
// It ends wrangler and the supervisor, one after the other.
const devLauncherGraceMs = supervisorGraceMs + 10_000;
const lockTimeoutMs = 5000;

/** Ends everything that was started for this state directory, whatever its state. Returns whether anything ran. */
export async function stopSystem(paths: StatePaths): Promise<boolean> {
  if (!existsSync(paths.run)) return false;
  const wasRunning = findRunning(paths) !== undefined || findLeftovers(paths).length > 0;
  const devLauncher = findDevLauncher(paths);
  if (devLauncher) await endProcess(devLauncher, 'SIGTERM', devLauncherGraceMs);
  markStopped(paths);
  const state = readRunState(paths);
  if (state && isAlive(state.supervisor)) await endProcess(state.supervisor, 'SIGTERM', supervisorGraceMs);
  // If the lock is held now, the watchdog has just started another supervisor, which sees the mark and ends.
  const lock = acquireLock(paths.lock, lockTimeoutMs);
  if (!lock)
    throw new UserError('Another command is starting or stopping SelfDB. Wait a moment and try again.');
  try {
    const last = readRunState(paths);
    if (last && isAlive(last.watchdog) && signal(last.watchdog, 'SIGKILL'))
      await waitForExit(last.watchdog, 1000);
    await endLeftovers(findLeftovers(paths));
    if (last && last.phase !== 'failed') {
      const services = last.services.map(({ process: _, ...service }) => ({
        ...service,
        state: 'stopped' as const,
      }));
      writeRunState(paths, { ...last, phase: 'stopped', services });
    }
  } finally {
    lock.release();
  }
  return wasRunning;
}
