import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type ServiceState, services } from '@selfdb/system-under-test/launcher';
import type { Answer } from '../clients/client.ts';
import { pause } from '../pause.ts';
import { client, system } from '../world/users.ts';

const GIVE_UP_MS = 90_000;

/** The number in an environment variable, or the default of the short form that CI runs. */
export const setting = (name: string, short: number) => Number(process.env[name] ?? short);

/** The answer, or undefined when there was none because the connection broke. */
export async function attempt<T>(call: () => Promise<Answer<T>>): Promise<Answer<T> | undefined> {
  try {
    return await call();
  } catch {
    return undefined;
  }
}

/** Waits until `holds` is true and gives the time that took in milliseconds. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<number> {
  const begin = performance.now();
  while (performance.now() - begin < GIVE_UP_MS) {
    if (await holds()) return Math.round(performance.now() - begin);
    await pause(50);
  }
  throw new Error(`${what} did not come within ${GIVE_UP_MS} ms`);
}

export const isHealthy = async () =>
  (await attempt(() => client.call('GET', '/health', { apiKey: null })))?.status === 200;

/** The processes of the system that are alive, those that watch the others included. */
export async function killable(): Promise<ServiceState[]> {
  if (!system.environment) throw new Error('the chaos project starts its own system');
  const all = await services(system.environment);
  return all.filter(({ pid }) => pid !== null);
}

export function signal(pid: number | null | undefined, name: NodeJS.Signals): void {
  if (!pid) return;
  try {
    process.kill(pid, name);
  } catch {
    // It went by itself in the meantime.
  }
}

export function isAlive(pid: number | null | undefined): boolean {
  try {
    return Boolean(pid) && process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

/** The process and everything it started, children of children included. */
export async function familyOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of pairs) if (parent === member && child) family.push(child);
  }
  return family;
}

export async function postgresPid(): Promise<number | null> {
  return (await killable()).find(({ service }) => /postgres/.test(service))?.pid ?? null;
}
