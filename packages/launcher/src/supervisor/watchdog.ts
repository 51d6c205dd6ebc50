import { type ChildProcess, spawn } from 'node:child_process';
import { launcherMain, repositoryRoot, type StatePaths } from '../config/paths.ts';
import { type ProcessRef, processRef } from '../processes/processes.ts';

const respawnDelayMs = 200;

/**
 * Waits for the end of its standard input, which the kernel closes when the supervisor dies, and becomes the next
 * supervisor unless the stop was requested. The shell's own `read` is used: a child could be killed separately.
 */
export const watchdogScript = `
while IFS= read -r _; do :; done
if [ -e "$1" ]; then exit 0; fi
shift
exec "$@"
`;

export interface Watchdog {
  process(): ProcessRef | undefined;
  stop(): void;
}

/** Starts the watchdog of this process and starts it again when it dies. */
export function startWatchdog(
  paths: StatePaths,
  nextArguments: string[],
  log: number,
  restarted: () => void,
): Watchdog {
  let child: ChildProcess;
  let ref: ProcessRef | undefined;
  let stopped = false;
  const launch = () => {
    const command = [process.execPath, ...process.execArgv, launcherMain, ...nextArguments];
    child = spawn('/bin/sh', ['-c', watchdogScript, 'selfdb-watchdog', paths.stopMarker, ...command], {
      cwd: repositoryRoot,
      detached: true,
      stdio: ['pipe', log, log],
    });
    ref = child.pid === undefined ? undefined : processRef(child.pid);
    child.stdin?.on('error', () => {});
    child.once('error', () => {});
    child.once('close', () => {
      if (!stopped) setTimeout(relaunch, respawnDelayMs);
    });
  };
  const relaunch = () => {
    if (stopped) return;
    launch();
    restarted();
  };
  launch();
  return {
    process: () => ref,
    stop: () => {
      stopped = true;
      child.kill('SIGKILL');
    },
  };
}
