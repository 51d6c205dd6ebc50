import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** Keeps the last list of processes that it reads, and ends them when the host is gone, however that ended. */
const SCRIPT = 'while read -r line; do pids=$line; done; [ -z "$pids" ] || kill -9 $pids';

export interface Reaper {
  /** The processes that must not outlive the host. */
  watch(pids: number[]): void;
  close(): void;
}

/** Starts a process that outlives the host for a moment: a host that is killed can't end its runners itself. */
export function startReaper(): Reaper {
  let isClosed = false;
  let line = '\n';
  let child = start();

  function start() {
    const started = spawn('/bin/sh', ['-c', SCRIPT], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      env: {},
    });
    started.stdin.on('error', () => {});
    started.on('error', () => {});
    started.once('exit', () => {
      if (!isClosed) child = start();
    });
    started.unref();
    (started.stdin as Socket).unref();
    started.stdin.write(line);
    return started;
  }

  return {
    watch(pids) {
      line = `${pids.join(' ')}\n`;
      child.stdin.write(line);
    },
    close() {
      isClosed = true;
      child.stdin.end('\n');
    },
  };
}
