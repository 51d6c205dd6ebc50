import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedSecrets } from '@selfdb/settings';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomSecret } from './env-file.ts';
import {
  choosePorts,
  internalPorts,
  keepPorts,
  type SettledSettings,
  startOnFreePorts,
} from './internal-ports.ts';
import { parseSettings } from './load-settings.ts';
import { createStateDirectories, type StatePaths, statePaths } from './paths.ts';

const secrets = Object.fromEntries(generatedSecrets.map((name) => [name, randomSecret()]));
let paths: StatePaths;
let server: Server | undefined;

beforeEach(() => {
  paths = statePaths(mkdtempSync(join(tmpdir(), 'selfdb-ports-')));
  createStateDirectories(paths);
});

afterEach(() => {
  server?.close();
  rmSync(paths.state, { recursive: true });
});

function listen(port: number): Promise<void> {
  return new Promise((resolve) => {
    server = createServer().listen(port, '127.0.0.1', resolve);
  });
}

function portsIn(settings: SettledSettings): number[] {
  return internalPorts.map((name) => settings[name]);
}

const settings = (environment: Record<string, string> = {}) => parseSettings({ ...secrets, ...environment });

test('ports that are not set are chosen, all different, and outside the range of outgoing connections', async () => {
  const ports = portsIn(await choosePorts(paths, settings()));
  expect(new Set(ports).size).toBe(7);
  expect(ports.every((port) => port >= 20_000 && port < 30_000)).toBe(true);
});

test('a later start uses the same ports', async () => {
  const first = await choosePorts(paths, settings());
  expect(await choosePorts(paths, settings())).toEqual(first);
});

test('a port that another program has taken is replaced, and the others stay', async () => {
  const first = await choosePorts(paths, settings());
  await listen(first.AUTH_PORT);
  const second = await choosePorts(paths, settings());
  expect(second.AUTH_PORT).not.toBe(first.AUTH_PORT);
  expect({ ...second, AUTH_PORT: 0 }).toEqual({ ...first, AUTH_PORT: 0 });
});

test('a supervisor that takes over keeps the ports on which its processes listen', async () => {
  const first = await choosePorts(paths, settings());
  await listen(first.GATEWAY_PORT);
  expect(await keepPorts(paths, settings())).toEqual(first);
});

test('a port that is set is used, and for nothing else', async () => {
  const first = await choosePorts(paths, settings());
  const BACKEND_PORT = String(first.AUTH_PORT);
  const REALTIME_PORT = String(first.GATEWAY_PORT);
  const second = await choosePorts(paths, settings({ BACKEND_PORT, REALTIME_PORT }));
  expect(second.REALTIME_PORT).toBe(first.GATEWAY_PORT);
  expect(second.GATEWAY_PORT).not.toBe(first.GATEWAY_PORT);
  expect(second.AUTH_PORT).not.toBe(first.AUTH_PORT);
  expect(second.BLOBS_PORT).toBe(first.BLOBS_PORT);
});

test('a start that loses a chosen port to another program starts again with another port', async () => {
  const tried: SettledSettings[] = [];
  const stops: number[] = [];
  const start = async (settled: SettledSettings) => {
    tried.push(settled);
    if (tried.length > 1) return;
    await listen(settled.REALTIME_PORT);
    throw new Error('realtime ended');
  };
  await startOnFreePorts(paths, settings(), start, async () => void stops.push(tried.length));
  const [first, second] = tried;
  if (!first || !second) throw new Error('there was no second start');
  expect(second.REALTIME_PORT).not.toBe(first.REALTIME_PORT);
  expect({ ...second, REALTIME_PORT: 0 }).toEqual({ ...first, REALTIME_PORT: 0 });
  expect([tried.length, stops]).toEqual([2, [1]]);
});

test.each([
  ['that fails while its ports are free', {}],
  ['that loses a port that is set', { AUTH_PORT: '29123' }],
])('a start %s is not tried again', async (_case, environment) => {
  let starts = 0;
  const start = async (settled: SettledSettings) => {
    starts += 1;
    if ('AUTH_PORT' in environment) await listen(settled.AUTH_PORT);
    throw new Error('of its own');
  };
  await expect(startOnFreePorts(paths, settings(environment), start, async () => {})).rejects.toThrow(
    'of its own',
  );
  expect(starts).toBe(1);
});
