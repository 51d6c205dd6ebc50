import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostOptions } from '../options.ts';

/** workerd does not start with less (kilobytes). The limit holds buffers and WebAssembly, which are not in V8's heap. */
const DATA_KB = 851_968;
const NICE = 10;
const MAX_ATTEMPTS = 50;

/** Without root: the limits of the shell hold for the process that it becomes. */
const SCRIPT =
  'ulimit -d "$1"; ulimit -c 0; ulimit -f 0; echo 1000 > /proc/self/oom_score_adj 2>/dev/null; shift; exec "$@"';

interface Sockets {
  http: string;
  control: string;
}

/** Starts workerd with an empty environment and in a session of its own, and lowers its priority. */
export function spawnRunner(
  { workerd, configuration }: HostOptions,
  { http, control }: Sockets,
  limits: string,
  memoryMb: number,
): ChildProcessByStdio<null, Readable, Readable> {
  const dataKb = String(Math.max(DATA_KB, memoryMb * 1024 + 589_824));
  const args = [
    ...['serve', '--experimental', configuration, `--import-path=${limits}`],
    ...[`--socket-addr=http=unix:${http}`, `--external-addr=control=unix:${control}`],
  ];
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', dataKb, workerd, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: {},
  });
  if (child.pid) void lowerPriority(child.pid);
  return child;
}

/**
 * Processes of different sessions share the processor by their groups, whatever their own nice value says (man 7 sched). Linux lets
 * users without privileges change one group in a tenth of a second, and answers EAGAIN to others.
 */
async function lowerPriority(pid: number): Promise<void> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    try {
      return await writeFile(`/proc/${pid}/autogroup`, String(NICE));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
    }
    await sleep(100 + Math.random() * 100);
  }
}
