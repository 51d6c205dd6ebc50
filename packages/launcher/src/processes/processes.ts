import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** A process that can't be mistaken for a later one with the same id: `identity` is boot and start time. */
export const processRefSchema = z.object({ pid: z.number(), identity: z.string() });

export type ProcessRef = z.infer<typeof processRefSchema>;

const isLinux = process.platform === 'linux';

/** Distinguishes the process from others with the same id; undefined when there is none, or only a zombie. */
function findIdentity(pid: number): string | undefined {
  return isLinux ? linuxIdentity(pid) : portableIdentity(pid);
}

export function processRef(pid: number): ProcessRef | undefined {
  const identity = findIdentity(pid);
  return identity === undefined ? undefined : { pid, identity };
}

export function isAlive(ref: ProcessRef | undefined): ref is ProcessRef {
  return ref !== undefined && findIdentity(ref.pid) === ref.identity;
}

/** Sends the signal if it is still the same process. Returns false when it is gone or belongs to another user. */
export function signal(ref: ProcessRef, name: NodeJS.Signals): boolean {
  if (!isAlive(ref)) return false;
  try {
    return process.kill(ref.pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))
      return false;
    throw error;
  }
}

/** Waits until the process is gone; false when it still lives after `timeoutMs`. */
export async function waitForExit(ref: ProcessRef, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(ref)) {
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

/** Asks the process to end, and ends it by force after `graceMs`. */
export async function endProcess(ref: ProcessRef, name: NodeJS.Signals, graceMs: number): Promise<void> {
  if (!signal(ref, name)) return;
  if (await waitForExit(ref, graceMs)) return;
  signal(ref, 'SIGKILL');
  await waitForExit(ref, 5000);
}

/** Resident memory in bytes. */
export function residentBytes(pid: number): number | undefined {
  if (!isLinux) {
    const kilobytes = Number(ps(['-o', 'rss=', '-p', String(pid)]));
    return kilobytes > 0 ? kilobytes * 1024 : undefined;
  }
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(pid, 'status') ?? '');
  return line?.[1] ? Number(line[1]) * 1024 : undefined;
}

/** The command line with its arguments, or the title a process gave itself. */
export function commandLine(pid: number): string {
  if (!isLinux) return ps(['-ww', '-o', 'command=', '-p', String(pid)]);
  return (readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ').trim();
}

/** Living processes whose command line satisfies the test. */
export function findByCommandLine(test: (line: string) => boolean): ProcessRef[] {
  return refs(listPids().filter((pid) => test(commandLine(pid))));
}

/** Living processes that were started with this variable in their environment. */
export function findByEnvironment(variable: Record<string, string>): ProcessRef[] {
  const entry = Object.entries(variable)
    .map(([name, value]) => `${name}=${value}`)
    .join();
  if (isLinux) {
    return refs(listPids().filter((pid) => readProc(pid, 'environ')?.split('\0').includes(entry)));
  }
  const lines = ps(['-axwwE', '-o', 'pid=,command=']).split('\n');
  return refs(
    lines.filter((line) => line.split(' ').includes(entry)).map((line) => Number.parseInt(line, 10)),
  );
}

function refs(pids: number[]): ProcessRef[] {
  return pids.filter((pid) => pid !== process.pid).flatMap((pid) => processRef(pid) ?? []);
}

function listPids(): number[] {
  if (!isLinux) return ps(['-ax', '-o', 'pid=']).split('\n').map(Number);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function linuxIdentity(pid: number): string | undefined {
  const stat = readProc(pid, 'stat');
  if (!stat) return undefined;
  // The name in parentheses may hold spaces and parentheses; `state` follows it, `starttime` is field 22 (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${bootId()}:${fields[19]}`;
}

function portableIdentity(pid: number): string | undefined {
  const [state, ...started] = ps(['-o', 'stat=,lstart=', '-p', String(pid)])
    .trim()
    .split(/\s+/);
  return state && !state.startsWith('Z') ? started.join(' ') : undefined;
}

let knownBootId: string | undefined;

function bootId(): string {
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return knownBootId;
}

/** Undefined when the process is gone or belongs to another user. */
function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function ps(args: string[]): string {
  return spawnSync('ps', args, { encoding: 'utf8' }).stdout ?? '';
}
