import type { Person } from '@selfdb/server/testing/people';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPerson, createTableOf, type TestTable } from '../../testing/tables.ts';
import { asPrincipal, openConnections } from '../testing/connections.ts';
import type { TestClient } from '../testing/test-client.ts';

let owner: Person;
let table: TestTable;

beforeAll(async () => {
  owner = await createPerson();
  table = await createTableOf(owner.userId);
});

type ObjectFrame = Record<'topic' | 'event' | 'payload' | 'ref', unknown>;

const framesOf = ({ texts }: TestClient): ObjectFrame[] => texts.map((text) => JSON.parse(text));

/** Sends an object, and returns the received frames once there are this many. */
async function send(client: TestClient, frame: object, count: number): Promise<ObjectFrame[]> {
  client.raw(JSON.stringify(frame));
  await client.until(() => client.texts.length >= count, `frame ${count}`);
  return framesOf(client);
}

const join = (topic: string, ref = '1') => ({ topic, event: 'phx_join', payload: {}, ref });
const ok = (topic: string, ref: string, response: object = {}) => ({
  ...{ topic, event: 'phx_reply', ref },
  payload: { status: 'ok', response },
});

describe('a socket whose first frame is an object', () => {
  it('receives objects, whose payloads name the event and the table', async () => {
    const { feed, connect } = openConnections();
    const client = connect();
    const [joined] = await send(client, join(table.topic), 1);
    expect(joined).toEqual(ok(table.topic, '1', { cursor: expect.any(String) }));
    const cursor = await feed.row(table.relid, 1);
    await feed.table(table.relid, 'truncated');
    await send(client, { topic: table.topic, event: 'phx_leave', payload: {}, ref: '2' }, 5);
    const event = (name: string, payload: object) => ({
      ...{ topic: table.topic, event: name, ref: null },
      payload: { event: name, ...payload },
    });
    expect(framesOf(client).slice(1)).toEqual([
      event('INSERT', { table: 't', schema: 'public', new: { n: 1, filling: '' }, old: null, cursor }),
      event('gap', { table: table.name, reason: expect.any(String), cursor: expect.any(String) }),
      ok(table.topic, '2'),
      event('phx_close', {}),
    ]);
  });

  it('receives refusals, heartbeat replies and errors as objects', async () => {
    const client = openConnections().connect();
    const [beat] = await send(client, { topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '1' }, 1);
    const [, refused] = await send(client, join('table:no_such_table'), 2);
    const [, , unmatched] = await send(client, join('nothing', '3'), 3);
    expect(beat).toEqual(ok('phoenix', '1'));
    expect([refused, unmatched]).toMatchObject([
      {
        event: 'phx_reply',
        ref: '1',
        payload: { status: 'error', response: { reason: expect.any(String) } },
      },
      { event: 'phx_reply', ref: '3', payload: { status: 'error', response: { reason: 'unmatched topic' } } },
    ]);
    client.raw('["1","4","phoenix","heartbeat",{}]');
    expect(client.ended).toEqual({
      code: 1007,
      reason: 'A frame must be {topic, event, payload, ref}, like the first one.',
    });
  });

  it('shares a room with sockets that use arrays', async () => {
    const { connect } = openConnections();
    const [objects, arrays] = [connect(asPrincipal(owner)), connect(asPrincipal(await createPerson()))];
    await arrays.join('room:lobby');
    const joined = await send(objects, join('room:lobby'), 3);
    expect(joined.map(({ event }) => event)).toEqual(['phx_reply', 'presence_state', 'presence_diff']);
    expect(joined[2]?.payload).toMatchObject({ joins: { [owner.userId]: { metas: [{}] } }, leaves: {} });
    const payload = { event: 'hi', n: [1] };
    arrays.send('room:lobby', 'broadcast', payload);
    objects.raw(JSON.stringify({ topic: 'room:lobby', event: 'broadcast', payload, ref: '2' }));
    expect(framesOf(objects).at(-1)).toEqual({ topic: 'room:lobby', event: 'broadcast', payload, ref: null });
    expect(arrays.received.at(-1)).toEqual(['1', null, 'room:lobby', 'broadcast', payload]);
  });
});
