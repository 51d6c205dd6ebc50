import type { Person } from '@selfdb/server/testing/people';
import { beforeAll, expect, it } from 'vitest';
import { createPerson, createTableOf, type TestTable } from '../../testing/tables.ts';
import { openConnections } from '../testing/connections.ts';

let owner: Person;
let table: TestTable;

beforeAll(async () => {
  owner = await createPerson();
  table = await createTableOf(owner.userId);
});

it('is answered at once when everything before the cursor has been sent', async () => {
  const { feed, connect } = openConnections();
  const client = connect();
  await client.join(table.topic);
  const cursor = await feed.row(table.relid, 1);
  expect(await client.push(table.topic, 'sync', { cursor })).toEqual({ status: 'ok', response: { cursor } });
  expect(client.events).toEqual(['phx_reply', 'INSERT', 'phx_reply']);
});

it('waits until the Hub has reached the position', async () => {
  const { feed, connect } = openConnections();
  const client = connect();
  await client.join(table.topic);
  feed.isHeld = true;
  const cursor = await feed.row(table.relid, 1);
  const pushed = client.push(table.topic, 'sync', { cursor });
  await client.quiet();
  expect(client.events).toEqual(['phx_reply']);
  await feed.deliverHeld();
  expect(await pushed).toMatchObject({ status: 'ok' });
  expect(client.events).toEqual(['phx_reply', 'INSERT', 'phx_reply']);
});

it('is answered after the replay', async () => {
  const { feed, connect } = openConnections();
  const { cursor: since } = await connect().join(table.topic);
  for (const n of [1, 2, 3, 4, 5]) await feed.row(table.relid, n);
  const cursor = await feed.row(table.relid, 6);
  const client = connect();
  let pages = 0;
  feed.beforePage = () => {
    pages += 1;
    if (pages === 1) client.send(table.topic, 'sync', { cursor });
    return client.quiet();
  };
  await client.join(table.topic, { since });
  await client.until(() => client.of('phx_reply').length === 2, 'the reply to sync');
  expect(client.events.slice(-2)).toEqual(['phx_reply', 'phx_reply']);
  expect(client.numbers).toEqual([1, 2, 3, 4, 5, 6]);
});

it.each([{}, null, { cursor: 7 }, { cursor: 'nonsense' }])(
  'of %j is refused with a reason',
  async (payload) => {
    const { connect } = openConnections();
    const client = connect();
    await client.join(table.topic);
    const { status, response } = await client.push(table.topic, 'sync', payload);
    expect([status, response?.reason]).toEqual(['error', expect.stringMatching(/^cursor must be a cursor/)]);
  },
);

it('of another history, and when the feed is down, is refused with a reason', async () => {
  const { feed, connect } = openConnections();
  const client = connect();
  await client.join(table.topic);
  const elsewhere = { cursor: 'other1:0000000000000001:00000000' };
  expect(await client.push(table.topic, 'sync', elsewhere)).toMatchObject({
    status: 'error',
    response: { reason: expect.stringMatching(/earlier history/) },
  });
  const cursor = await feed.row(table.relid, 1);
  feed.isDown = true;
  expect(await client.push(table.topic, 'sync', { cursor })).toMatchObject({
    status: 'error',
    response: { reason: expect.stringMatching(/not ready/) },
  });
});
