import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { ROOT, type SystemEnvironment, services } from '@selfdb/system-under-test/launcher';
import { expect } from 'vitest';
import { pause } from '../pause.ts';

const START_MS = 120_000;

/** `npm run dev` with this environment, once it is well. */
export async function startDev(environment: SystemEnvironment): Promise<ChildProcess> {
  const npm = spawn('npm', ['run', 'dev'], { cwd: ROOT, env: environment, detached: true, stdio: 'pipe' });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const url = `http://127.0.0.1:${environment.BACKEND_PORT}/health`;
  const end = Date.now() + START_MS;
  while ((await fetch(url).catch(() => undefined))?.status !== 200) {
    if (npm.exitCode !== null || Date.now() > end) throw new Error(`npm run dev is not well:\n${output}`);
    await pause(200);
  }
  return npm;
}

/** The processes of a system, those of wrangler among them. */
export async function processesOf(environment: SystemEnvironment): Promise<number[]> {
  const supervised = (await services(environment)).flatMap(({ pid }) => pid ?? []);
  const directory = environment.SELFDB_STATE_DIR ?? '';
  const found = allProcesses().filter((pid) =>
    ['environ', 'cmdline'].some((file) => readProc(pid, file).includes(directory)),
  );
  return [...new Set([...supervised, ...found])];
}

/** The process that npm runs. */
export function launcherOf(pids: number[]): number {
  const isLauncher = (pid: number) => readProc(pid, 'cmdline').endsWith('launcher/src/main.ts\0dev\0');
  const [launcher] = pids.filter((pid) => isLauncher(pid) && !readProc(pid, 'cmdline').startsWith('sh\0'));
  if (launcher === undefined) throw new Error('there is no launcher');
  return launcher;
}

/** The state of a zombie is Z: its parent has not asked for its exit code yet. */
export const alive = (pids: number[]) =>
  pids.filter((pid) => /^State:\s+[^ZX]/m.test(readProc(pid, 'status')));

export async function expectAllGone(pids: number[]): Promise<void> {
  const commands = () => alive(pids).map((pid) => `${pid} ${readProc(pid, 'cmdline').replaceAll('\0', ' ')}`);
  await expect.poll(commands, { timeout: 60_000, interval: 100 }).toEqual([]);
}

function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Empty when the process is gone. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
