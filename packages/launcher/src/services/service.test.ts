import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, signal } from '../processes/processes.ts';
import { Service, type ServiceSpec } from './service.ts';

let directory: string;
let running: Service[];
let messages: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'selfdb-service-'));
  running = [];
  messages = [];
});

afterEach(async () => {
  await Promise.all(running.map((service) => service.stop()));
  rmSync(directory, { recursive: true });
});

function service(script: string, spec: Partial<ServiceSpec> = {}): Service {
  const made = new Service(
    {
      name: 'edge',
      command: '/bin/sh',
      args: ['-c', script],
      env: { PATH: '/usr/bin:/bin' },
      cwd: directory,
      logPath: join(directory, 'edge.log'),
      stopSignal: 'SIGTERM',
      graceMs: 1000,
      isReady: async () => true,
      ...spec,
    },
    { log: (message) => messages.push(message), changed: () => {} },
  );
  running.push(made);
  return made;
}

async function waitForState(watched: Service, state: string): Promise<void> {
  await expect.poll(() => watched.status().state, { interval: 10 }).toBe(state);
}

test('a killed process is restarted, and appends to the same log', async () => {
  const edge = service('echo hello; exec sleep 60');
  edge.start();
  await waitForState(edge, 'running');
  const first = edge.status().process;
  if (!first) throw new Error('no process');
  signal(first, 'SIGKILL');
  await expect.poll(() => edge.status().process?.pid).not.toBe(first.pid);
  await waitForState(edge, 'running');
  expect(edge.status()).toMatchObject({ restarts: 1, lastExit: 'SIGKILL' });
  expect(messages).toEqual(['edge ended (SIGKILL); restarting it in 100 ms']);
  await expect.poll(() => readFileSync(join(directory, 'edge.log'), 'utf8')).toBe('hello\nhello\n');
});

test('a process that keeps ending is restarted less and less often', async () => {
  const edge = service('exit 7', { isReady: async () => false });
  edge.start();
  await expect.poll(() => edge.status().restarts, { interval: 10 }).toBe(3);
  expect(edge.status().lastExit).toBe('exit code 7');
  expect(messages.map((message) => message.match(/in (\d+) ms/)?.[1])).toEqual(['100', '200', '400']);
});

test('a missing program or a failing preparation counts as a failed start', async () => {
  const missing = service('', { command: join(directory, 'none') });
  const unprepared = service('exec sleep 60', { beforeStart: () => Promise.reject(new Error('no room')) });
  missing.start();
  unprepared.start();
  await expect.poll(() => missing.status().lastExit).toMatch(/ENOENT/);
  await expect.poll(() => unprepared.status().lastExit).toBe('no room');
});

test('a stopped service stays stopped, even if it ignored the signal', async () => {
  const edge = service("trap '' TERM; while :; do sleep 0.05; done", { graceMs: 200 });
  edge.start();
  await waitForState(edge, 'running');
  const { process } = edge.status();
  await edge.stop();
  expect(isAlive(process)).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(edge.status()).toMatchObject({ state: 'stopped', restarts: 0, process: undefined });
});

test('the next supervisor takes over a living process, and restarts it when it dies', async () => {
  const first = service('exec sleep 60');
  first.start();
  await waitForState(first, 'running');
  const status = first.status();
  if (!status.process) throw new Error('no process');
  const second = service('exec sleep 60');
  expect(second.adopt(status)).toBe(true);
  await waitForState(second, 'running');
  expect(second.status().process).toEqual(status.process);
  // The first service represents the supervisor that died.
  const ended = first.stop();
  await expect.poll(() => second.status().restarts, { interval: 10 }).toBe(1);
  await ended;
  await waitForState(second, 'running');
});

test('a process that would be started differently today is not taken over', async () => {
  const first = service('exec sleep 60');
  first.start();
  await waitForState(first, 'running');
  expect(service('exec sleep 61').adopt(first.status())).toBe(false);
});
