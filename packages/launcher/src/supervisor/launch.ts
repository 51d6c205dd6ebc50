import { spawn } from 'node:child_process';
import { closeSync, rmSync } from 'node:fs';
import type { Mode } from '../config/mode.ts';
import { launcherMain, repositoryRoot, type StatePaths } from '../config/paths.ts';
import { checkPorts, type PortUse } from '../config/ports.ts';
import { lastLines, logPath, openLog } from '../logs/log-file.ts';
import { UserError } from '../user-error.ts';
import { acquireLock, type Lock } from './lock.ts';
import { type RunState, readRunState } from './run-state.ts';
import { stopSystem } from './stop-system.ts';
import { exitAlreadySupervised } from './supervise.ts';

const pollMs = 50;
const startLockTimeoutMs = 300_000;
const linesShown = 15;

export interface Launch {
  mode: Mode;
  /** Called with each sentence for the terminal while services start. */
  progress(message: string): void;
  /** Called once everything runs: returns undefined when the system is healthy, otherwise what is missing. */
  findFault(): Promise<string | undefined>;
  healthTimeoutMs: number;
}

/** Waits until another start of this state directory ends, and makes further ones wait. */
export function acquireStartLock(paths: StatePaths): Lock {
  const lock = acquireLock(paths.startLock, startLockTimeoutMs);
  if (!lock)
    throw new UserError(
      'Another `./selfdb start` has been running here for minutes. Stop it, then try again.',
    );
  return lock;
}

/** Ends leftover processes, which would hold the ports. Throws a UserError about ports that are still taken. */
export async function clearTheWay(paths: StatePaths, ports: PortUse[]): Promise<void> {
  await stopSystem(paths);
  await checkPorts(ports);
}

/**
 * Starts a supervisor in the background and returns when everything runs and is healthy.
 * On any failure it stops what it started and throws a UserError with the last log lines of the failed service.
 */
export async function launch(paths: StatePaths, options: Launch): Promise<RunState> {
  rmSync(paths.stopMarker, { force: true });
  const supervisor = spawnSupervisor(paths, options.mode);
  try {
    const state = await waitUntilRunning(paths, supervisor, options);
    await waitUntilHealthy(options);
    return state;
  } catch (error) {
    await stopSystem(paths);
    throw error;
  }
}

interface Spawned {
  exitCode: number | null | undefined;
}

function spawnSupervisor(paths: StatePaths, mode: Mode): Spawned {
  rmSync(paths.runState, { force: true });
  const log = openLog(logPath(paths.logs, 'supervisor'));
  const args = [launcherMain, 'supervise', ...(mode === 'dev' ? ['--dev'] : [])];
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    cwd: repositoryRoot,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const spawned: Spawned = { exitCode: undefined };
  child.once('exit', (code) => {
    spawned.exitCode = code;
  });
  child.unref();
  return spawned;
}

async function waitUntilRunning(
  paths: StatePaths,
  supervisor: Spawned,
  { progress }: Launch,
): Promise<RunState> {
  const reported = new Set<string>();
  for (;;) {
    const state = readRunState(paths);
    for (const service of state?.services ?? []) {
      if (service.state !== 'running' || reported.has(service.name)) continue;
      reported.add(service.name);
      progress(`${service.name} is ready`);
    }
    if (state?.phase === 'running') return state;
    const { exitCode } = supervisor;
    // After a signal, its watchdog continues. If another supervisor serves this directory, that one continues.
    if (exitCode !== undefined && exitCode !== null && exitCode !== exitAlreadySupervised) {
      throw startError(paths, readRunState(paths));
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function waitUntilHealthy({ findFault, healthTimeoutMs }: Launch): Promise<void> {
  const deadline = Date.now() + healthTimeoutMs;
  for (;;) {
    const fault = await findFault();
    if (fault === undefined) return;
    if (Date.now() > deadline) throw new UserError(fault);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function startError(paths: StatePaths, state: RunState | undefined): UserError {
  const service = state?.failure?.service ?? 'supervisor';
  const message = state?.failure?.message ?? 'the supervisor ended before it started anything';
  const log = logPath(paths.logs, service);
  const lines = lastLines(log, linesShown).map((line) => `  ${line}`);
  const shown = lines.length > 0 ? `\nThe last lines of ${log}:\n${lines.join('\n')}\n` : '';
  return new UserError(
    `SelfDB did not start. Everything was stopped.\n${service}: ${message}\n${shown}\nFix this, then run \`./selfdb start\` again.`,
  );
}
