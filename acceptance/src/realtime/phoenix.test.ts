import { type Channel, type Payload, Presence, type Push, Socket, type SocketOptions } from 'phoenix';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Relay, startRelay } from '../clients/relay.ts';
import { expectDeletedAs, expectStatus } from '../expectations.ts';
import { pause } from '../pause.ts';
import { createTable, insertRows, type Table } from '../world/tables.ts';
import { createPerson, marker, type Person, system } from '../world/users.ts';

/** The client from npm as it is, over a real connection, with its own reconnecting and its own timers. */
let owner: Person;
let other: Person;
let sockets: Socket[] = [];
let relays: Relay[] = [];
beforeAll(async () => {
  [owner, other] = [await createPerson(), await createPerson()];
});
afterEach(async () => {
  for (const socket of sockets) socket.disconnect();
  for (const relay of relays) await relay.stop();
  sockets = [];
  relays = [];
});

const { apiKey, baseUrl, frontendUrl } = system;
const doors = [
  ['the API', baseUrl] as const,
  ...(frontendUrl ? [['the dashboard', `${frontendUrl}/api`] as const] : []),
];

const answered = (push: Push) =>
  new Promise<Payload>((resolve, reject) => {
    push
      .receive('ok', resolve)
      .receive('error', (response) => reject(new Error(JSON.stringify(response))))
      .receive('timeout', () => reject(new Error('no reply')));
  });

/** Everything that comes by these events. */
function heard(channel: Channel, ...events: string[]): Payload[] {
  const payloads: Payload[] = [];
  for (const event of events) channel.on(event, (payload) => payloads.push({ event, ...payload }));
  return payloads;
}

const live = () => createTable(owner, { realtime_enabled: true });
const present = (presence: Presence) => presence.list((key) => key).sort();
const until = (what: () => unknown) => vi.waitUntil(what, { timeout: 15_000, interval: 5 });

describe.each(doors)('the client of Phoenix at %s', (_, door) => {
  function connect(person: Person | undefined, options: SocketOptions = {}, base = door): Socket {
    const params = { 'X-API-Key': apiKey, ...(person ? { token: person.tokens.access_token } : {}) };
    const socket = new Socket(`${base.replace(/^http/, 'ws')}/realtime/socket`, { params, ...options });
    sockets.push(socket);
    socket.connect();
    return socket;
  }

  /** A connection that can be killed on its way. */
  async function connectByRelay(
    person: Person,
  ): Promise<{ socket: Socket; kill: () => void; mend: () => void }> {
    const relay = await startRelay();
    relays.push(relay);
    const { port, pathname } = new URL(door);
    relay.turnTo(Number(port));
    const socket = connect(person, {}, `http://127.0.0.1:${relay.port}${pathname.replace(/\/$/, '')}`);
    return { socket, kill: () => relay.turnTo(undefined), mend: () => relay.turnTo(Number(port)) };
  }

  it('is brought every change of a table, leaves, and then none', async () => {
    const table: Table = await live();
    const channel = connect(owner).channel(`table:${table.name}`);
    const changes = heard(channel, 'INSERT', 'UPDATE', 'DELETE');
    expect(await answered(channel.join())).toEqual({ cursor: expect.any(String) });
    const [row] = await insertRows(owner, table, [{ title: 'one' }]);
    expectStatus(await owner.patch(`/tables/${table.id}/data/${row?.id}`, { title: 'two' }), 200);
    expectDeletedAs(await owner.del(`/tables/${table.id}/data/${row?.id}`), { row_id: row?.id });
    await until(() => changes.length >= 3);
    expect(changes).toMatchObject([
      { event: 'INSERT', table: table.name, schema: 'public', new: { title: 'one' }, old: null },
      { event: 'UPDATE', new: { title: 'two' }, old: { title: 'one' } },
      { event: 'DELETE', new: null, old: { title: 'two' } },
    ]);
    await answered(channel.leave());
    expect(channel.state).toBe('closed');
    await insertRows(owner, table, [{ title: 'unheard' }]);
    const again = connect(owner).channel(`table:${table.name}`, { since: changes[2]?.cursor });
    const rest = heard(again, 'INSERT');
    await answered(again.join());
    await until(() => rest.length === 1);
    expect(changes.length).toBe(3);
  });

  it('is refused with a reason, and told why a channel is closed', async () => {
    const table = await live();
    const socket = connect(other);
    const refused = socket.channel(`table:${table.name}`);
    await expect(answered(refused.join())).rejects.toThrow(/reason.*owner/);
    refused.leave();
    expectStatus(await owner.patch(`/tables/${table.id}`, { public: true }), 200);
    const channel = socket.channel(`table:${table.name}`);
    const closes: Payload[] = [];
    channel.onClose((payload) => closes.push(payload));
    await answered(channel.join());
    expectStatus(await owner.patch(`/tables/${table.id}`, { public: false }), 200);
    await until(() => closes.length === 1);
    expect(closes).toEqual([{ reason: expect.stringMatching(/owner/) }]);
  });

  it('speaks in a room: to the others, to itself if it wants to, and is told that it was heard', async () => {
    const topic = `room:${marker()}`;
    const mine = connect(owner);
    const plain = mine.channel(topic);
    const listener = connect(other).channel(topic, { config: { broadcast: { self: true, ack: true } } });
    const [toPlain, toListener] = [heard(plain, 'broadcast'), heard(listener, 'broadcast')];
    for (const channel of [plain, listener]) await answered(channel.join());
    plain.push('broadcast', { event: 'hi', payload: { n: 1 } });
    await until(() => toListener.length === 1);
    expect(await answered(listener.push('broadcast', { event: 'hi', payload: { n: 2 } }))).toEqual({});
    await until(() => toPlain.length === 1 && toListener.length === 2);
    expect(toListener).toMatchObject([{ payload: { n: 1 } }, { payload: { n: 2 } }]);
    expect(toPlain).toMatchObject([{ payload: { n: 2 } }]);
  });

  it('knows by its Presence who comes and goes', async () => {
    const topic = `room:${marker()}`;
    const theirs = connect(other);
    const [here, there] = [connect(owner).channel(topic), theirs.channel(topic)];
    const presence = new Presence(here);
    const seen: string[] = [];
    presence.onJoin((key) => seen.push(`+${key}`));
    presence.onLeave((key) => seen.push(`-${key}`));
    await answered(here.join());
    await until(() => present(presence).length === 1);
    await answered(there.join());
    await until(() => present(presence).length === 2);
    expect(present(presence)).toEqual([owner.id, other.id].sort());
    await answered(there.push('presence', { event: 'track', payload: { mood: 'good' } }));
    await until(() => JSON.stringify(presence.list((_key, of) => of.metas)).includes('good'));
    theirs.disconnect();
    await until(() => present(presence).length === 1);
    expect([seen[0], seen[1], seen.at(-1)]).toEqual([`+${owner.id}`, `+${other.id}`, `-${other.id}`]);
  });

  it('joins again by itself after its connection was killed, and misses nothing', async () => {
    const table = await live();
    const { socket, kill, mend } = await connectByRelay(owner);
    let since: unknown;
    const channel = socket.channel(`table:${table.name}`, () => ({ since }));
    const titles: unknown[] = [];
    channel.on('INSERT', ({ new: row, cursor }) => {
      since = cursor;
      titles.push(Object(row).title);
    });
    const room = socket.channel(`room:${marker()}`);
    const presence = new Presence(room);
    since = (await answered(channel.join())).cursor;
    await answered(room.join());
    await insertRows(owner, table, [{ title: 'before' }]);
    await until(() => titles.length === 1);
    kill();
    await until(() => channel.state === 'errored');
    await insertRows(owner, table, [{ title: 'meanwhile' }]);
    mend();
    await until(() => channel.state === 'joined' && room.state === 'joined');
    await insertRows(owner, table, [{ title: 'after' }]);
    await until(() => titles.length >= 3);
    expect(titles).toEqual(['before', 'meanwhile', 'after']);
    await until(() => presence.list((_key, of) => of.metas.length).join() === '1');
  });

  it('is kept by its heartbeats', async () => {
    const socket = connect(undefined, { heartbeatIntervalMs: 50 });
    let closes = 0;
    socket.onClose(() => {
      closes += 1;
    });
    await new Promise<void>((opened) => socket.onOpen(() => opened()));
    for (let beats = 0; beats < 5; beats += 1) {
      await new Promise<number>((replied) => expect(socket.ping(replied)).toBe(true));
    }
    // Unanswered heartbeats would have closed it by now.
    await pause(300);
    expect(closes).toBe(0);
  });

  it('may bring its token as a subprotocol', async () => {
    const params = { 'X-API-Key': apiKey };
    const table = await live();
    const own = connect(undefined, { params, authToken: owner.tokens.access_token });
    expect(await answered(own.channel(`table:${table.name}`).join())).toHaveProperty('cursor');
  });
});
