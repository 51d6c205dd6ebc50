import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { WELL } from './testing/neighbour.ts';
import { runnersOf } from './testing/runners-of.ts';
import { startHost, type TestHost } from './testing/start-host.ts';

let host: TestHost | undefined;
afterEach(() => host?.close());

const after = (ms: number, text: string) => `export default { async fetch() {
  await new Promise((done) => setTimeout(done, ${ms})); return new Response('${text}'); } }`;

async function until(isSo: () => boolean): Promise<boolean> {
  for (let i = 0; i < 200 && !isSo(); i += 1) await sleep(25);
  return isSo();
}

it('tells of an execution whose process was killed from outside that it was cut, and starts another', async () => {
  host = await startHost({ spares: 0 });
  const code = host.deploy(after(3000, 'late'));
  const running = host.call(code);
  const hasBegun = () => host?.reports.some(({ events }) => events?.some(({ type }) => type === 'started'));
  expect(await until(() => hasBegun() === true)).toBe(true);
  for (const pid of host.runners()) process.kill(pid, 'SIGKILL');
  const { response, execution } = await running;
  expect(response.status).toBe(502);
  expect(await host.report(execution)).toMatchObject({ status: 'failed', fault: 'cut' });
  const fixed = host.deploy(WELL, { id: code.id, revision: 2 });
  expect(await (await host.call(fixed)).response.text()).toBe('well');
});

it('leaves no process behind when it is killed itself', async () => {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'testing/host-program.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  program.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  const directory = await promise;
  expect(runnersOf(directory).length).toBeGreaterThanOrEqual(3);
  program.kill('SIGKILL');
  expect(await until(() => runnersOf(directory).length === 0)).toBe(true);
});

it('says at its start, and before anything else, that what other hosts left was cut', async () => {
  host = await startHost();
  await (await host.call(host.deploy(WELL))).response.text();
  const reports = () => host?.reports ?? [];
  expect(await until(() => reports().length > 1)).toBe(true);
  expect(reports()[0]?.events).toBeUndefined();
  expect(reports()[1]?.events?.length).toBeGreaterThan(0);
});

it('lowers the priority of each process, as groups are what Linux compares', async () => {
  host = await startHost({ spares: 4 });
  const groups = () => (host?.runners() ?? []).map((pid) => `/proc/${pid}/autogroup`).filter(existsSync);
  const isLow = (path: string) => readFileSync(path, 'utf8').includes('nice 10');
  expect(await until(() => host?.runners().length === 4)).toBe(true);
  expect(await until(() => groups().every(isLow))).toBe(true);
});

it('ends the least recently used process, and takes no place of a running one', async () => {
  host = await startHost({ maxRunners: 3, spares: 1 });
  const slow = host.deploy(after(2500, 'slow'));
  const first = host.call(slow);
  await sleep(200);
  for (let i = 0; i < 8; i += 1) {
    const { response } = await host.call(host.deploy(WELL));
    expect(await response.text()).toBe('well');
    const { runners, spares } = (await (await fetch(`${host.url}/health`)).json()) as Record<
      'runners' | 'spares',
      number
    >;
    // One that was told to end may still be there.
    expect(runners + spares).toBeLessThanOrEqual(5);
  }
  expect(await (await first).response.text()).toBe('slow');
  const all = Array.from({ length: 5 }, () => host?.call(host.deploy(after(3000, 'x'))));
  const statuses = (await Promise.all(all)).map((call) => call?.response.status).sort();
  expect(statuses).toEqual([200, 200, 200, 503, 503]);
});

it('ends the process of a deleted function once it is idle', async () => {
  host = await startHost({ spares: 0, idleMs: 300 });
  const code = host.deploy(after(800, 'done'));
  const running = host.call(code);
  await sleep(300);
  host.functions.delete(code.id);
  expect(await (await running).response.text()).toBe('done');
  expect(await until(() => host?.runners().length === 0)).toBe(true);
});

it('serves 300 clients of a function that takes ten at a time, or tells them that it is busy', async () => {
  host = await startHost();
  const neighbour = host.deploy(WELL);
  const code = host.deploy(after(100, 'ok'), { max_concurrent: 10 });
  const calls = Array.from({ length: 300 }, () => host?.call(code));
  expect(await (await host.call(neighbour)).response.text()).toBe('well');
  const statuses = (await Promise.all(calls)).map((call) => call?.response.status);
  const served = statuses.filter((status) => status === 200).length;
  // Ten at once, twice as many in the queue, and those that come when there is room again.
  expect(served).toBeGreaterThanOrEqual(30);
  expect(statuses.filter((status) => status === 503)).toHaveLength(300 - served);
  expect((await host.call(code)).response.status).toBe(200);
});
