import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedSecrets, table } from '@selfdb/settings';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomSecret } from '../config/env-file.ts';
import { launcherMain, type StatePaths, statePaths } from '../config/paths.ts';
import { isAlive, type ProcessRef, signal } from '../processes/processes.ts';
import { findFreePorts } from '../testing/free-ports.ts';
import { findLeftovers } from './leftovers.ts';
import { readRunState } from './run-state.ts';
import { stopSystem } from './stop-system.ts';

let directory: string;
let paths: StatePaths;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'selfdb-supervise-'));
  chmodSync(directory, 0o711);
  paths = statePaths(join(directory, 'state'));
  const [database] = await findFreePorts(1);
  environment = {
    ...process.env,
    // What the checkout's .env says does not count.
    ...Object.fromEntries(Object.keys(table).map((name) => [name, ''])),
    ...Object.fromEntries(generatedSecrets.map((name) => [name, randomSecret()])),
    SELFDB_STATE_DIR: paths.state,
    SELFDB_ENV: 'development',
    LISTEN_HOST: '127.0.0.1',
    DATABASE_URL: '',
    DB_PORT: String(database),
    GATEWAY_PORT: '',
    BLOBS_PORT: '',
  };
});

afterAll(async () => {
  await stopSystem(paths);
  rmSync(directory, { recursive: true });
}, 60_000);

function supervise(...args: string[]) {
  return spawn(process.execPath, [launcherMain, 'supervise', '--dev', ...args], {
    env: environment,
    detached: true,
    stdio: 'ignore',
  });
}

function processOf(name: string): ProcessRef {
  const state = readRunState(paths);
  const found = { supervisor: state?.supervisor, watchdog: state?.watchdog }[name];
  const ref = found ?? state?.services.find((service) => service.name === name)?.process;
  if (!ref) throw new Error(`${name} does not run`);
  return ref;
}

async function waitUntilAllRun(): Promise<void> {
  const seen = () => {
    const state = readRunState(paths);
    const services = state?.services.map((service) => isAlive(service.process) && service.state) ?? [];
    return { phase: state?.phase, services, guarded: isAlive(state?.supervisor) && isAlive(state?.watchdog) };
  };
  await expect
    .poll(seen, { interval: 20 })
    .toEqual({ phase: 'running', services: Array(5).fill('running'), guarded: true });
}

test('a first start starts everything', { timeout: 60_000 }, async () => {
  supervise();
  await expect.poll(() => readRunState(paths)?.phase, { timeout: 50_000 }).toBe('running');
  await waitUntilAllRun();
});

test('a second supervisor for the same state directory exits at once', async () => {
  const [code] = await once(supervise(), 'exit');
  expect(code).toBe(3);
  await waitUntilAllRun();
}, 20_000);

test.each([
  [['supervisor'], ['postgres', 'gateway']],
  [['watchdog'], ['supervisor', 'postgres', 'gateway']],
  [['supervisor', 'gateway'], ['postgres']],
  [['supervisor', 'postgres'], ['gateway']],
])(
  'after kill -9 of %o everything runs again, and %o kept running',
  async (killed, kept) => {
    const before = [...killed, ...kept].map((name) => [name, processOf(name)] as const);
    for (const name of killed) signal(processOf(name), 'SIGKILL');
    await expect
      .poll(() => killed.some((name) => processOf(name).pid === new Map(before).get(name)?.pid), {
        timeout: 10_000,
      })
      .toBe(false);
    await waitUntilAllRun();
    for (const name of kept) expect(processOf(name)).toEqual(new Map(before).get(name));
  },
  20_000,
);

test('a stop after supervisor and watchdog were killed leaves nothing running', async () => {
  const services = [processOf('postgres'), processOf('gateway')];
  signal(processOf('watchdog'), 'SIGSTOP');
  signal(processOf('supervisor'), 'SIGKILL');
  signal(processOf('watchdog'), 'SIGKILL');
  await expect.poll(() => isAlive(processOf('watchdog'))).toBe(false);
  expect(services.every(isAlive)).toBe(true);
  expect(await stopSystem(paths)).toBe(true);
  expect(services.some(isAlive)).toBe(false);
  expect(findLeftovers(paths).filter(isAlive)).toEqual([]);
  expect(existsSync(paths.stopMarker)).toBe(true);
}, 20_000);
