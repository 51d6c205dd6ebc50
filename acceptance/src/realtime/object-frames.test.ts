import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { expectDeletedAs, expectStatus } from '../expectations.ts';
import { randomFrom } from '../random.ts';
import { createTable, insertRows, sql } from '../world/tables.ts';
import { createPerson, marker, type Person } from '../world/users.ts';
import { ObjectClient } from './object-client.ts';
import { expectReason } from './reason.ts';

let owner: Person;
let client: ObjectClient;
beforeAll(async () => {
  owner = await createPerson();
});
afterEach(() => client?.close());

const connect = async (token?: string) => {
  client = await ObjectClient.open(token);
  return client;
};
const ok = (topic: string, ref: string, response: object = {}) => ({
  ...{ topic, event: 'phx_reply', payload: { status: 'ok', response }, ref },
});

describe('a socket whose first frame is an object', () => {
  it('is told of every change in objects, and leaves', async () => {
    const table = await createTable(owner, { realtime_enabled: true });
    const topic = `table:${table.name}`;
    const objects = await connect(owner.tokens.access_token);
    objects.send(topic, 'phx_join');
    await objects.until(1);
    const [row] = await insertRows(owner, table, [{ title: 'ä one' }]);
    const path = `/tables/${table.id}/data/${row?.id}`;
    expectStatus(await owner.patch(path, { title: 'two' }), 200);
    expectDeletedAs(await owner.del(path), { row_id: row?.id });
    await sql(`truncate "${table.name}"`);
    await objects.until(5);
    objects.send(topic, 'phx_leave', {}, '2');
    const [joined, ...rest] = await objects.until(7);
    const told = (event: string, payload: object) => ({
      ...{ topic, event, ref: null },
      payload: expect.objectContaining({ event, table: table.name, cursor: expect.any(String), ...payload }),
    });
    expect(joined).toEqual(ok(topic, '1', { cursor: expect.any(String) }));
    expect(rest).toEqual([
      told('INSERT', { new: row, old: null, schema: 'public' }),
      told('UPDATE', { old: row, new: expect.objectContaining({ title: 'two' }) }),
      told('DELETE', { new: null, old: expect.objectContaining({ title: 'two' }) }),
      told('gap', { reason: expect.stringMatching(/truncated/) }),
      ok(topic, '2'),
      { topic, event: 'phx_close', payload: { event: 'phx_close' }, ref: null },
    ]);
  });

  it('is answered its heartbeat and refused in objects, without a token too', async () => {
    const objects = await connect();
    objects.send('phoenix', 'heartbeat', {}, '7');
    objects.send('table:none_such', 'phx_join');
    const [beat, refused] = await objects.until(2);
    expect(beat).toEqual(ok('phoenix', '7'));
    expect(refused).toMatchObject({ event: 'phx_reply', ref: '1', payload: { status: 'error' } });
    expectReason(Object(refused?.payload.response).reason);
  });

  it('is told why it lost its table, in an object', async () => {
    const table = await createTable(owner, { realtime_enabled: true, public: true });
    const objects = await connect();
    objects.send(`table:${table.name}`, 'phx_join');
    await objects.until(1);
    expectStatus(await owner.patch(`/tables/${table.id}`, { public: false }), 200);
    const frames = await objects.until(2);
    expect(frames[1]).toMatchObject({ event: 'phx_close', payload: { event: 'phx_close' }, ref: null });
    expectReason(frames[1]?.payload.reason);
  });

  it('meets clients that use arrays in a room', async () => {
    const topic = `room:${marker()}`;
    const other = await createPerson();
    const arrays = await ChannelClient.open(other.tokens.access_token);
    await arrays.join(topic);
    const objects = await connect(owner.tokens.access_token);
    objects.send(topic, 'phx_join');
    await objects.until(3);
    const payload = { type: 'broadcast', event: 'hi', payload: { n: 1 } };
    arrays.send(topic, 'broadcast', payload);
    const frames = await objects.until(4);
    expect(frames[3]).toEqual({ topic, event: 'broadcast', payload, ref: null });
    objects.send(topic, 'broadcast', payload);
    const { payload: heard } = await arrays.next('the broadcast', ({ event }) => event === 'broadcast');
    expect(heard).toEqual(payload);
    await arrays.close();
  });
});

describe('an object that is no frame', () => {
  it.each([
    ['without names', '{}'],
    ['without an event', '{"topic":"phoenix"}'],
    ['with a topic that is null', '{"topic":null,"event":"heartbeat"}'],
    ['with an empty topic', '{"topic":"","event":"heartbeat"}'],
    ['with an event that is a number', '{"topic":"phoenix","event":7}'],
    ['with a ref that is an array', '{"topic":"phoenix","event":"heartbeat","ref":[]}'],
    ['with a join_ref that is an object', '{"topic":"phoenix","event":"heartbeat","join_ref":{}}'],
    ['with NaN', '{"topic":"phoenix","event":"heartbeat","payload":NaN}'],
    ['of objects in objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['that does not end', '{"topic":"phoenix","event":"heartbeat"'],
  ])('closes the socket with a reason: %s', async (_what, text) => {
    const objects = await connect();
    objects.sendRaw(text);
    const frame = await objects.closed;
    expect(frame).toMatchObject({ code: 1007, wasClean: true });
    expectReason(frame.reason);
    expect(objects.frames).toEqual([]);
  });

  it('closes the socket, when others came before it', async () => {
    const objects = await connect();
    objects.send('phoenix', 'heartbeat');
    await objects.until(1);
    objects.sendRaw('[null,"1","phoenix","heartbeat",{}]');
    const { code, reason } = await objects.closed;
    expect([code, reason]).toEqual([
      1007,
      'A frame must be {topic, event, payload, ref}, like the first one.',
    ]);
  });

  it('of whatever kind is answered or closes the socket, and keeps no other client from being answered', async () => {
    const values = [
      '{}',
      '[]',
      'null',
      '1',
      '"x"',
      '"phoenix"',
      '"table:x"',
      '"room:x"',
      '"phx_join"',
      '"heartbeat"',
      '"\\ud800"',
      '{"since":1}',
    ];
    const random = randomFrom(12);
    const any = () => values[Math.floor(random() * values.length)];
    const bystander = await ObjectClient.open();
    for (let round = 0; round < 40; round += 1) {
      const objects = await connect();
      const members = ['topic', 'event', 'payload', 'ref', 'join_ref', '__proto__', 'constructor'];
      const text = `{${members.map((name) => `"${name}":${any()}`).join()}}`;
      objects.sendRaw(text);
      await Promise.race([objects.until(1), objects.closed]);
      if (objects.frames[0]) expect(objects.frames[0], text).toMatchObject({ event: 'phx_reply' });
      await objects.close();
    }
    bystander.send('phoenix', 'heartbeat');
    expect(await bystander.until(1)).toMatchObject([ok('phoenix', '1')]);
    await bystander.close();
  });
});
