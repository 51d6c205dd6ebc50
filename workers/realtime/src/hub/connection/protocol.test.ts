import { signAccessToken } from '@selfdb/server/auth/tokens';
import type { Person } from '@selfdb/server/testing/people';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPerson, createTableOf, type TestTable } from '../../testing/tables.ts';
import { asPrincipal, openConnections } from '../testing/connections.ts';

let me: Person;
let table: TestTable;

beforeAll(async () => {
  me = await createPerson();
  table = await createTableOf(me.userId);
});

const ok = { status: 'ok', response: {} };
const unmatched = { status: 'error', response: { reason: 'unmatched topic' } };

describe('a socket', () => {
  it('answers heartbeats', async () => {
    const client = openConnections().connect();
    expect(await client.push('phoenix', 'heartbeat', {}, null)).toEqual(ok);
    expect(client.received).toEqual([[null, '1', 'phoenix', 'phx_reply', ok]]);
  });

  it('refuses unknown topics, events and channels', async () => {
    const client = openConnections().connect();
    for (const topic of ['tables:x', 'x', 'phoenix', '*']) {
      expect(await client.push(topic, 'phx_join')).toEqual(unmatched);
    }
    expect(await client.push('phoenix', 'nope')).toEqual(unmatched);
    expect(await client.push(table.topic, 'nope')).toEqual(unmatched);
    await client.join(table.topic);
    expect(await client.push(table.topic, 'nope')).toMatchObject({ status: 'error' });
    expect(await client.push(table.topic, 'nope', {}, 'another join')).toEqual(unmatched);
    expect(client.ended).toBeUndefined();
  });

  it('replies to a leave of a topic that was not joined, or of an earlier join, which ends nothing', async () => {
    const client = openConnections().connect();
    expect(await client.push(table.topic, 'phx_leave')).toEqual(ok);
    await client.join(table.topic, {}, '2');
    expect(await client.push(table.topic, 'phx_leave', {}, '1')).toEqual(ok);
    expect(client.socket.channels.size).toBe(1);
    expect(await client.push(table.topic, 'phx_leave', {}, null)).toEqual(ok);
    expect(client.socket.channels.size).toBe(0);
  });

  it('closes the earlier channel when a topic is joined again', async () => {
    const { feed, connect } = openConnections();
    const client = connect();
    await client.join(table.topic, {}, '1');
    await client.join(table.topic, {}, '2');
    expect(client.received[1]).toEqual(['1', null, table.topic, 'phx_close', {}]);
    await feed.row(table.relid, 1);
    expect(client.received.filter(([, , , event]) => event === 'INSERT').map(([ref]) => ref)).toEqual(['2']);
  });

  it.each<[string, string | ArrayBuffer, number]>([
    ['invalid JSON', '{', 1007],
    ['no array', '{}', 1007],
    ['too few parts', '[null,"1","phoenix","heartbeat"]', 1007],
    ['a topic that is not text', '[null,"1",5,"heartbeat",{}]', 1007],
    ['an empty event', '[null,"1","phoenix","",{}]', 1007],
    ['a ref that is an object', '[null,{},"phoenix","heartbeat",{}]', 1007],
    ['an endless topic', JSON.stringify([null, '1', 'x'.repeat(300), 'phx_join', {}]), 1007],
    ['too many bytes', JSON.stringify([null, '1', 'phoenix', 'heartbeat', 'x'.repeat(1000)]), 1009],
    [
      'too many bytes in few characters',
      JSON.stringify([null, '1', 'phoenix', 'heartbeat', 'é'.repeat(490)]),
      1009,
    ],
    ['bytes', new ArrayBuffer(5), 1003],
  ])('closes after a frame of %s, with a reason', async (_what, message, code) => {
    const { connections, connect } = openConnections();
    const [client, other] = [connect(), connect()];
    await client.join(table.topic);
    client.raw(message);
    expect(client.ended).toEqual({ code, reason: expect.stringMatching(/^[A-Za-z].{5,122}$/) });
    expect(connections.counts).toEqual({ connections: 1, channels: 0 });
    expect(await other.push('phoenix', 'heartbeat')).toEqual(ok);
  });

  it('can join a limited number of topics', async () => {
    const client = openConnections({ limits: { maxJoins: 2 } }).connect();
    await client.join(table.topic);
    client.send('table:a', 'phx_join');
    expect(await client.refusal('table:b')).toBe('A socket can join at most 2 topics.');
  });

  it('that sends too many messages is refused, then closed', async () => {
    const { clock, connect } = openConnections({ limits: { messagesPerSecond: 10 } });
    const client = connect();
    for (let i = 0; i < 20; i += 1) expect(await client.push('phoenix', 'heartbeat')).toEqual(ok);
    expect(await client.push('phoenix', 'heartbeat')).toMatchObject({
      response: { reason: 'Send at most 10 messages per second.' },
    });
    clock.now += 1000;
    expect(await client.push('phoenix', 'heartbeat')).toEqual(ok);
    for (let i = 0; i < 1100; i += 1) client.send('phoenix', 'heartbeat');
    expect(client.ended).toEqual({ code: 1008, reason: 'Too many messages.' });
  });

  it('closes after a minute of silence', async () => {
    const { connections, clock, connect } = openConnections();
    const [silent, alive] = [connect(), connect()];
    clock.now += 59_999;
    await connections.sweep();
    alive.send('phoenix', 'heartbeat');
    clock.now += 1;
    await connections.sweep();
    expect([silent.ended?.reason, alive.ended]).toEqual([expect.stringMatching(/No message/), undefined]);
  });

  it('that does not read is sent nothing more until it does, and then everything that it missed', async () => {
    const { feed, connect } = openConnections({ limits: { maxBufferedBytes: 1000 } });
    const client = connect();
    await client.join(table.topic);
    for (let n = 1; n <= 30; n += 1) await feed.row(table.relid, n);
    await client.quiet();
    const { length } = client.numbers;
    expect(length).toBeLessThan(15);
    const beats = setInterval(() => client.send('phoenix', 'heartbeat', {}, null), 5);
    await feed.row(table.relid, 31);
    await client.until(() => client.numbers.length >= 31, 'the rest').finally(() => clearInterval(beats));
    expect(client.numbers).toEqual(Array.from({ length: 31 }, (_, i) => i + 1));
  });

  it('that does not read is cut, and no other', async () => {
    const { connections, clock, feed, connect } = openConnections({ limits: { maxBufferedBytes: 1000 } });
    const [slow, quick] = [connect(), connect()];
    for (const client of [slow, quick]) await client.join(table.topic);
    const beat = () => quick.push('phoenix', 'heartbeat', {}, null);
    for (let n = 1; n <= 20; n += 1) {
      await feed.row(table.relid, n);
      await beat();
    }
    clock.now += 40_000;
    await beat();
    await connections.sweep();
    expect(slow.ended).toEqual({ reason: expect.stringMatching(/reads too slowly/) });
    await quick.until(() => quick.numbers.length === 20, 'all rows');
    expect(quick.ended).toBeUndefined();
    expect(connections.counts.channels).toBe(1);
  });

  it('that asks for more than it reads is cut at once', async () => {
    const client = openConnections({ limits: { maxBufferedBytes: 1000 } }).connect();
    for (let i = 0; i < 100; i += 1) client.send('x', 'x');
    expect(client.ended).toEqual({ reason: expect.stringMatching(/reads too slowly/) });
  });
});

describe('a token', () => {
  const token = ({ userId, sessionId }: Person, ttlSeconds = 600) =>
    signAccessToken(SECRETS.SECRET_KEY, { kind: 'user', userId, sessionId }, ttlSeconds);

  it('that expires closes the socket, unless a new one came before', async () => {
    const { connections, clock, connect } = openConnections();
    const [lazy, diligent] = [0, 1].map(() => connect(asPrincipal(me), clock.now + 10_000));
    await diligent?.join(table.topic);
    expect(await diligent?.push(table.topic, 'access_token', { access_token: await token(me) })).toEqual(ok);
    clock.now += 10_000;
    await connections.sweep();
    expect([lazy?.ended, diligent?.ended]).toEqual([
      { code: 1008, reason: expect.stringMatching(/token has expired/) },
      undefined,
    ]);
  });

  it('must be valid and belong to the same user', async () => {
    const { connect } = openConnections();
    const other = await createPerson();
    const push = (of: Person | undefined, payload: unknown) =>
      connect(of && asPrincipal(of)).push('phoenix', 'access_token', payload);
    const refused = { status: 'error', response: { reason: expect.any(String) } };
    expect(await push(me, { access_token: await token(me) })).toEqual(ok);
    expect(await push(other, { access_token: await token(me) })).toEqual(refused);
    expect(await push(undefined, { access_token: await token(me) })).toEqual(refused);
    expect(await push(me, { access_token: await token(me, -1) })).toEqual(refused);
    for (const payload of [null, {}, { access_token: 5 }, 'x'])
      expect(await push(me, payload)).toEqual(refused);
  });
});
