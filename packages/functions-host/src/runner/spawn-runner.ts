import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { HostOptions } from '../options.ts';

/** workerd does not start with less (kilobytes). The limit holds buffers and WebAssembly, which are not in V8's heap. */
const DATA_KB = 851_968;
const NICE = 10;

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
): ChildProcess {
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
  // Processes of different sessions share the processor by their groups, whatever their own nice value says.
  if (child.pid) writeFile(`/proc/${child.pid}/autogroup`, String(NICE)).catch(() => {});
  return child;
}
