import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedSecrets } from '@selfdb/settings';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomSecret } from './env-file.ts';
import { choosePorts, internalPorts, keepPorts, type SettledSettings } from './internal-ports.ts';
import { createStateDirectories, type StatePaths, statePaths } from './paths.ts';
import { parseSettings } from './settings.ts';

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

test('ports that are not set are chosen, each another, and no port for outgoing connections', async () => {
  const ports = portsIn(await choosePorts(paths, settings()));
  expect(new Set(ports).size).toBe(4);
  expect(ports.every((port) => port >= 20_000 && port < 30_000)).toBe(true);
});

test('a later start has the same ports', async () => {
  const first = await choosePorts(paths, settings());
  expect(await choosePorts(paths, settings())).toEqual(first);
});

test('a port that another program has taken meanwhile is replaced, and the others stay', async () => {
  const first = await choosePorts(paths, settings());
  await listen(first.AUTH_PORT);
  const second = await choosePorts(paths, settings());
  expect(second.AUTH_PORT).not.toBe(first.AUTH_PORT);
  expect({ ...second, AUTH_PORT: 0 }).toEqual({ ...first, AUTH_PORT: 0 });
});

test('a supervisor that takes over keeps the ports at which its processes listen', async () => {
  const first = await choosePorts(paths, settings());
  await listen(first.GATEWAY_PORT);
  expect(await keepPorts(paths, settings())).toEqual(first);
});

test('a port that is set is obeyed, and given to nothing else', async () => {
  const first = await choosePorts(paths, settings());
  const BACKEND_PORT = String(first.AUTH_PORT);
  const REALTIME_PORT = String(first.GATEWAY_PORT);
  const second = await choosePorts(paths, settings({ BACKEND_PORT, REALTIME_PORT }));
  expect(second.REALTIME_PORT).toBe(first.GATEWAY_PORT);
  expect(second.GATEWAY_PORT).not.toBe(first.GATEWAY_PORT);
  expect(second.AUTH_PORT).not.toBe(first.AUTH_PORT);
  expect(second.BLOBS_PORT).toBe(first.BLOBS_PORT);
});
