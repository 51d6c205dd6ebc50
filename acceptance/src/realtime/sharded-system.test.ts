import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { expectProblem } from '../expectations.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';
import { createTable, insertRows } from '../world/tables.ts';
import { marker } from '../world/users.ts';
import { ControlClient } from './control-client.ts';
import { createMember, type Member } from './member.ts';
import { enter, refusal } from './raw-socket.ts';
import { changeRightsUnderTraffic } from './rights-under-traffic.ts';

const SHARDS = 3;
const SOCKETS = 12;
const JOINS = 10_000;
const JOINS_AT_ONCE = 1_000;
const MOST_JOINS = 100;
const SEED = 20_261_124;

let own: OwnSystem;
let member: Member;
let open: ChannelClient[] = [];

async function connect(token = member.tokens.access_token): Promise<ChannelClient> {
  const socket = await ChannelClient.open(token, {}, own.system);
  open.push(socket);
  return socket;
}

interface Status {
  connections: number;
  channels: number;
  shards: { connections: number; channels: number }[];
}
const status = async () => (await own.boss.get<Status>('/realtime/status')).body;

describeOwnSystem('a system of several shards, with few joins and many messages', () => {
  beforeAll(async () => {
    own = await startOwnSystem({
      REALTIME_SHARDS: String(SHARDS),
      REALTIME_MAX_JOINS: String(MOST_JOINS),
      REALTIME_MAX_MESSAGES_PER_SECOND: '100000',
      CORS_ORIGINS: 'https://one.example, https://two.example',
    });
    member = await createMember(own);
  }, 120_000);
  afterEach(async () => {
    for (const socket of open) await socket.close();
    open = [];
  });
  afterAll(async () => {
    await own?.stop();
  }, 60_000);

  describe('its sockets', () => {
    let sockets: ChannelClient[];
    beforeAll(async () => {
      sockets = await Promise.all(Array.from({ length: SOCKETS }, () => connect()));
      open = [];
    });
    afterAll(async () => {
      for (const socket of sockets) await socket.close();
    });

    it('are spread, and the status counts them all', async () => {
      const table = await createTable(member, { realtime_enabled: true });
      for (const socket of sockets) {
        expect(await socket.join(`table:${table.name}`)).toMatchObject({ status: 'ok' });
      }
      const { connections, channels, shards } = await status();
      expect([connections, channels, shards.length]).toEqual([SOCKETS, SOCKETS, SHARDS]);
      const sum = (of: 'connections' | 'channels') => shards.reduce((total, shard) => total + shard[of], 0);
      expect([sum('connections'), sum('channels')]).toEqual([SOCKETS, SOCKETS]);
      expect(shards.filter((shard) => shard.connections > 0).length).toBeGreaterThan(1);
      const titles = Array.from({ length: 50 }, (_, n) => ({ title: String(n) }));
      for (const row of titles) await insertRows(member, table, [row]);
      for (const socket of sockets) {
        const changes = () => socket.changes(`table:${table.name}`);
        await socket.until('every change', () => changes().length >= titles.length);
        expect(changes().map(({ new: row }) => row?.title)).toEqual(titles.map(({ title }) => title));
      }
    });

    it('hear in a room what each of the others says, once', async () => {
      const topic = `room:${marker()}`;
      for (const socket of sockets) expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
      sockets.forEach((socket, n) => {
        socket.send(topic, 'broadcast', { n });
      });
      const everybody = sockets.map((_, n) => n);
      for (const [self, socket] of sockets.entries()) {
        const heard = () =>
          socket.frames.filter((frame) => frame.topic === topic && frame.event === 'broadcast');
        await socket.until('every word', () => heard().length >= SOCKETS - 1);
        const numbers = heard().map(({ payload }) => Number(payload.n));
        expect(numbers.sort((a, b) => a - b)).toEqual(everybody.filter((n) => n !== self));
      }
    });

    it('hear in a room what is sent to it by a request, once', async () => {
      const topic = `room:${marker()}`;
      for (const socket of sockets) expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
      const sent = await member.post('/realtime/broadcast', { topic, event: 'news', payload: { n: 1 } });
      expect(sent).toMatchObject({ status: 200, body: { topic, event: 'news', recipients: SOCKETS } });
      await member.post('/realtime/broadcast', { topic, event: 'last' });
      for (const socket of sockets) {
        const heard = () =>
          socket.frames.filter((frame) => frame.topic === topic && frame.event === 'broadcast');
        await socket.until('both messages', () => heard().length >= 2);
        expect(heard().map(({ payload }) => payload)).toEqual([
          { type: 'broadcast', event: 'news', payload: { n: 1 } },
          { type: 'broadcast', event: 'last', payload: {} },
        ]);
      }
    });

    it('see in a room who is there, and who is no more', async () => {
      const topic = `room:${marker()}`;
      const leaver = await connect();
      const all = [...sockets, leaver];
      for (const [n, socket] of all.entries()) {
        const config = { presence: { key: `p${n}` } };
        expect(await socket.join(topic, { config })).toMatchObject({ status: 'ok' });
        const track = { event: 'track', payload: { n } };
        expect(await socket.ask(topic, 'presence', track)).toMatchObject({ status: 'ok' });
      }
      const keys = all.map((_, n) => `p${n}`).sort();
      for (const socket of all) await expect.poll(() => presentIn(socket, topic)).toEqual(keys);
      await leaver.close();
      const rest = keys.filter((key) => key !== `p${SOCKETS}`);
      for (const socket of sockets) await expect.poll(() => presentIn(socket, topic)).toEqual(rest);
    });
  });

  it('lets in pages of the origins that it names, and programs that have none', async () => {
    for (const Origin of ['https://one.example', 'https://two.example', undefined]) {
      (await enter({ headers: { Origin }, at: own.system })).destroy();
    }
    const foreign = [
      'https://evil.example',
      'http://one.example',
      'https://one.example.evil.example',
      'null',
    ];
    for (const Origin of foreign) {
      expectProblem(await refusal({ headers: { Origin }, at: own.system }), 403);
    }
  });

  describe('ten thousand joins on one socket', () => {
    it('are as many as it may have, and the others are refused with a reason', async () => {
      const control = await ControlClient.open(own.boss, own.system);
      const [greedy, other] = [await connect(), await connect()];
      const room = marker();
      const topics = Array.from({ length: JOINS }, (_, n) => `room:${room}:${n}`);
      for (const topic of topics) greedy.send(topic, 'phx_join');
      for (let n = 0; n < 10; n += 1) await control.write();
      const replies = () => greedy.frames.filter(({ event }) => event === 'phx_reply');
      await greedy.until('every reply', () => greedy.frames.length >= JOINS && replies().length >= JOINS);
      const refused = replies().filter(({ payload }) => payload.status !== 'ok');
      expect([replies().length, refused.length]).toEqual([JOINS, JOINS - MOST_JOINS]);
      const reasons = new Set(refused.map(({ payload }) => Object(payload.response).reason));
      expect([...reasons]).toEqual([expect.stringContaining(String(MOST_JOINS))]);

      const [first = '', last = ''] = [topics[0], topics.at(-1)];
      await other.join(first);
      other.send(first, 'broadcast', { still: 'there' });
      await greedy.next('a broadcast', ({ topic, event }) => topic === first && event === 'broadcast');
      await greedy.ask(first, 'phx_leave');
      expect(await greedy.join(last)).toMatchObject({ status: 'ok' });
      await control.expectEveryChange();
      await control.close();
    });

    it('to the same topic are one channel, the last', async () => {
      const control = await ControlClient.open(own.boss, own.system);
      const socket = await connect();
      const before = (await status()).channels;
      const refs: string[] = [];
      while (refs.length < JOINS) {
        for (let n = 0; n < JOINS_AT_ONCE; n += 1) refs.push(socket.send(control.topic, 'phx_join'));
        const last = await socket.next('the last reply', ({ ref }) => ref === refs.at(-1));
        expect(last.payload).toMatchObject({ status: 'ok' });
      }
      expect((await status()).channels).toBe(before + 1);
      await control.expectEveryChange();
      await socket.next('the change', ({ event }) => event === 'INSERT');
      await control.expectEveryChange();
      const changes = () => socket.frames.filter(({ event }) => event === 'INSERT');
      await socket.until('two changes', () => changes().length >= 2);
      expect(changes().map(({ joinRef }) => joinRef)).toEqual([refs.at(-1), refs.at(-1)]);
      const closed = socket.frames.filter(({ event }) => event === 'phx_close').map(({ joinRef }) => joinRef);
      expect(closed).toEqual(refs.slice(0, -1));
      await control.close();
    });
  });

  it('sends no user a row after the change that took the right, in 500 changes under traffic', async () => {
    const heard = await changeRightsUnderTraffic(own, 25, SEED);
    for (const { name, faults, losses, rows } of heard) {
      expect(faults, name).toEqual([]);
      // Or nothing would have been tried.
      expect(losses, name).toBeGreaterThan(10);
      expect(rows, name).toBeGreaterThan(100);
    }
  }, 120_000);
});

/** Who is in a room, by what its events have said so far. */
function presentIn({ frames }: ChannelClient, topic: string): string[] {
  const present = new Map<string, string>();
  const refsOf = (people: unknown) =>
    Object.entries(people as Record<string, { metas: { phx_ref: string }[] }>).flatMap(([key, { metas }]) =>
      metas.map(({ phx_ref }) => [phx_ref, key] as const),
    );
  for (const { event, payload } of frames.filter((frame) => frame.topic === topic)) {
    if (event === 'presence_state') for (const [ref, key] of refsOf(payload)) present.set(ref, key);
    if (event !== 'presence_diff') continue;
    for (const [ref, key] of refsOf(payload.joins)) present.set(ref, key);
    for (const [ref] of refsOf(payload.leaves)) present.delete(ref);
  }
  return [...present.values()].sort();
}
