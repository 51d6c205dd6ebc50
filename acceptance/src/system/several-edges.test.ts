import { readdir, readlink } from 'node:fs/promises';
import { Agent, type RequestOptions, request } from 'node:http';
import { join } from 'node:path';
import { type ServiceState, services } from '@selfdb/system-under-test/launcher';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { expectStatus } from '../expectations.ts';
import {
  blobNames,
  describeOwnSystem,
  type OwnSystem,
  startOwnSystem,
} from '../system-under-test/own-system.ts';
import { createBucket, upload } from '../world/storage.ts';
import { createTable, insertRows } from '../world/tables.ts';
import { marker } from '../world/users.ts';

const EDGES = ['edge', 'edge-2', 'edge-3'];
const CONNECTIONS = 60;
const SOCKETS = 9;

let own: OwnSystem;

const edges = async () =>
  (await services(own.system.environment ?? {})).filter(({ service }) => EDGES.includes(service));

const pidOf = async (name: string) => (await edges()).find(({ service }) => service === name)?.pid ?? 0;

async function countSockets({ pid }: ServiceState): Promise<number> {
  const folder = `/proc/${pid}/fd`;
  const targets = await Promise.all(
    (await readdir(folder)).map((file) => readlink(`${folder}/${file}`).catch(() => '')),
  );
  return targets.filter((target) => target.startsWith('socket:')).length;
}

/** The status of an answer, over a connection of its own unless there is an agent. */
function ask(options: RequestOptions): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const { hostname, port } = new URL(own.system.baseUrl);
  const call = request({ agent: false, hostname, port, ...options }, (answer) => {
    answer.resume().on('end', () => resolve(answer.statusCode));
  });
  call.on('error', reject).end();
  return promise;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function upAgain(name: string, before: number): Promise<void> {
  await expect
    .poll(async () => [0, before].includes(await pidOf(name)), { timeout: 30_000, interval: 200 })
    .toBe(false);
  await expect.poll(async () => ask({ path: '/health' }).catch(() => 0), { timeout: 30_000 }).toBe(200);
}

describeOwnSystem('a system with three processes of the edge', () => {
  beforeAll(async () => {
    own = await startOwnSystem({ BACKEND_WORKERS: '3', STORAGE_SWEEP_AGE_SECONDS: '5' });
  }, 120_000);
  afterAll(async () => {
    await own?.stop();
  }, 60_000);

  it.runIf(process.platform === 'linux')('gives each a part of the connections', async () => {
    const running = await edges();
    expect(running.map(({ service }) => service)).toEqual(EDGES);
    const before = await Promise.all(running.map(countSockets));
    const agents = Array.from({ length: CONNECTIONS }, () => new Agent({ keepAlive: true }));
    for (const agent of agents) expect(await ask({ path: '/', agent })).toBe(200);
    const after = await Promise.all(running.map(countSockets));
    for (const agent of agents) agent.destroy();
    const taken = after.map((count, index) => count - (before[index] ?? 0));
    for (const count of taken) expect(count, taken.join()).toBeGreaterThan(2);
  });

  it('sends changes and messages to the sockets of all', async () => {
    const { boss, system, token } = own;
    const table = await createTable(boss, { realtime_enabled: true });
    const topics = [`table:${table.name}`, `room:${marker()}`] as const;
    const sockets = await Promise.all(
      Array.from({ length: SOCKETS }, () => ChannelClient.open(token, {}, system)),
    );
    for (const socket of sockets)
      for (const topic of topics) expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
    await insertRows(boss, table, [{ title: 'To everybody' }]);
    for (const socket of sockets) await socket.next('the change', ({ event }) => event === 'INSERT');
    for (const [n, sender] of sockets.entries()) {
      sender.send(topics[1], 'broadcast', { n });
      for (const socket of sockets)
        if (socket !== sender)
          await socket.next('the message', ({ event, payload }) => event === 'broadcast' && payload.n === n);
    }
    for (const socket of sockets) await socket.close();
  });

  it('deletes the bytes of files soon when a process without the janitor is told to', async () => {
    const { boss, system, token } = own;
    const bucket = await createBucket(boss);
    expectStatus(await upload(boss, bucket, 'file.txt'), 201);
    expect(await blobNames(system)).toHaveLength(1);
    const socketPath = join(system.environment?.SELFDB_STATE_DIR ?? '', 'run/edge-2.sock');
    const headers = { 'X-API-Key': system.apiKey, Authorization: `Bearer ${token}` };
    expect(await ask({ socketPath, path: `/storage/buckets/${bucket.id}`, method: 'DELETE', headers })).toBe(
      204,
    );
    await expect.poll(() => blobNames(system), { timeout: 50_000, interval: 250 }).toEqual([]);
  });

  it.each(['edge-2', 'edge'])('answers while %s is dead', async (name) => {
    const before = await pidOf(name);
    process.kill(before, 'SIGKILL');
    // And its sockets are closed.
    await expect.poll(() => isAlive(before)).toBe(false);
    for (let count = 0; count < 30; count += 1) expect(await ask({ path: '/' })).toBe(200);
    await upAgain(name, before);
    const socket = await ChannelClient.open(own.token, {}, own.system);
    expect(await socket.join(`room:${marker()}`)).toMatchObject({ status: 'ok' });
    await socket.close();
  });
});
