import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { Group } from './group.ts';

const topic = 'table:t';
const heartbeatSeconds = 1;
let server: WebSocketServer;
let sockets: WebSocket[];
let heard: string[];
let group: Group;

beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  [sockets, heard, group] = [[], [], new Group()];
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (message) => {
      const [joinRef, ref, of, event] = JSON.parse(String(message));
      heard.push(event);
      const reply = { status: 'ok', response: { cursor: 'c' } };
      socket.send(JSON.stringify([joinRef, ref, of, 'phx_reply', reply]));
    });
  });
  await once(server, 'listening');
});

afterEach(() => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});

function url(): string {
  const { port } = server.address() as AddressInfo;
  return `ws://127.0.0.1:${port}/`;
}

async function expectWith(count: number): Promise<void> {
  await group.open({ url: url(), sockets: count, heartbeatSeconds });
  expect(await group.join({ topic })).toBe('c');
  group.expect();
}

function change(n: number, committed = new Date()): string {
  const commit_timestamp = committed.toISOString().replace('Z', '000Z');
  return JSON.stringify(['1', null, topic, 'INSERT', { new: { id: 'x', n }, old: null, commit_timestamp }]);
}

it('Changes that reach every socket once and in order are complete, and timed from their commit', async () => {
  await expectWith(3);
  const committed = new Date(Date.now() - 5000);
  for (const socket of sockets) for (const n of [1, 2]) socket.send(change(n, committed));
  const arrival = await group.arrived(2);
  expect(arrival).toMatchObject({ expected: 6, arrived: 6, faults: [], firstCommitMs: committed.getTime() });
  expect(arrival.sample).toBe(change(1, committed));
  expect(arrival.latenciesMs).toHaveLength(2);
  for (const latency of arrival.latenciesMs) expect(latency).toBeGreaterThanOrEqual(5000);
});

it('One too many at one socket does not make up for one too few at another', async () => {
  await expectWith(2);
  for (const n of [1, 2, 2]) sockets[0]?.send(change(n));
  sockets[1]?.send(change(1));
  const { arrived, faults } = await group.arrived(2);
  expect([arrived, faults]).toEqual([4, [expect.stringContaining('twice')]]);
});

it('A socket that is closed or told something else is a fault', async () => {
  await expectWith(2);
  for (const socket of sockets) socket.send(change(1));
  sockets[0]?.send(JSON.stringify(['1', null, topic, 'gap', { reason: 'lost' }]));
  sockets[1]?.close(1008, 'too slow');
  const { faults } = await group.arrived(1);
  expect(faults).toEqual([expect.stringContaining('gap'), expect.stringContaining('1008 too slow')]);
});

it('Where no numbers are expected, changes are only counted', async () => {
  await group.open({ url: url(), sockets: 1, heartbeatSeconds });
  await group.join({ topic });
  for (const n of [7, 3, 3]) sockets[0]?.send(change(n));
  await expect.poll(async () => (await group.arrived(0)).arrived).toBe(3);
  expect((await group.arrived(0)).faults).toEqual([]);
});

it('Heartbeats are sent, and a closed socket sends a close frame', async () => {
  await expectWith(1);
  await expect.poll(() => heard, { timeout: 5000 }).toContain('heartbeat');
  const closed = once(sockets[0] as WebSocket, 'close');
  await group.close();
  expect((await closed)[0]).toBe(1000);
});

it('A socket that is refused throws', async () => {
  server.options.verifyClient = (_info, done) => done(false, 503, 'no room');
  await expect(group.open({ url: url(), sockets: 1, heartbeatSeconds })).rejects.toThrow('503');
});
