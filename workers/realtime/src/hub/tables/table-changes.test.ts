import type { Person } from '@selfdb/server/testing/people';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPerson, createTableOf, type TestTable } from '../../testing/tables.ts';
import { openConnections } from '../testing/connections.ts';

let owner: Person;
let table: TestTable;

beforeAll(async () => {
  owner = await createPerson();
  table = await createTableOf(owner.userId);
});

describe('changes', () => {
  it('are sent to every listener, once and in order, with its join reference', async () => {
    const { feed, connect } = openConnections();
    const [first, second] = [connect(), connect()];
    await first.join(table.topic, {}, '7');
    await second.join(table.topic, {}, null);
    for (const n of [1, 2, 3]) await feed.row(table.relid, n);
    for (const client of [first, second]) expect(client.numbers).toEqual([1, 2, 3]);
    expect(first.received.at(-1)).toMatchObject([
      '7',
      null,
      table.topic,
      'INSERT',
      { table: 't', schema: 'public' },
    ]);
    expect(second.received.at(-1)?.[0]).toBeNull();
  });

  it('of another table are not sent', async () => {
    const { feed, connect } = openConnections();
    const client = connect();
    await client.join(table.topic);
    await feed.row(table.relid + 1, 1);
    expect(client.numbers).toEqual([]);
  });

  it('from before the join are not sent', async () => {
    const { feed, connect } = openConnections();
    await connect().join(table.topic);
    await feed.row(table.relid, 1);
    const client = connect();
    await client.join(table.topic);
    await feed.row(table.relid, 2);
    expect(client.numbers).toEqual([2]);
  });

  it('are not sent after a leave', async () => {
    const { feed, connect } = openConnections();
    const client = connect();
    await client.join(table.topic);
    expect(await client.push(table.topic, 'phx_leave')).toEqual({ status: 'ok', response: {} });
    await feed.row(table.relid, 1);
    expect(client.events).toEqual(['phx_reply', 'phx_reply', 'phx_close']);
  });

  it('are only of the requested kinds', async () => {
    const { feed, connect } = openConnections();
    const client = connect();
    await client.join(table.topic, { events: ['DELETE'] });
    await feed.row(table.relid, 1);
    await feed.row(table.relid, 2, 'DELETE');
    expect(client.events).toEqual(['phx_reply', 'DELETE']);
  });

  it('are only those that match the filter', async () => {
    const { feed, connect } = openConnections();
    const [some, all] = [connect(), connect()];
    await some.join(table.topic, { filter: { n: { gte: 2 } } });
    await all.join(table.topic);
    for (const n of [1, 2, 3]) await feed.row(table.relid, n);
    expect([some.numbers, all.numbers]).toEqual([
      [2, 3],
      [1, 2, 3],
    ]);
  });

  it('include a gap for a truncated table', async () => {
    const { feed, connect } = openConnections();
    const client = connect();
    await client.join(table.topic);
    await feed.table(table.relid, 'truncated');
    expect(client.of('gap')).toEqual([
      { reason: expect.stringMatching(/truncated/), cursor: expect.any(String) },
    ]);
  });

  it('include a gap for a change that could not be read, also in a replay', async () => {
    const { feed, connect } = openConnections();
    const [client, other] = [connect(), connect()];
    const { cursor: since } = await client.join(table.topic);
    await feed.table(table.relid, 'lost');
    await feed.table(table.relid + 1, 'lost');
    await other.join(table.topic, { since });
    for (const each of [client, other]) {
      expect(each.of('gap')).toEqual([
        { reason: expect.stringMatching(/could not be read/), cursor: expect.any(String) },
      ]);
    }
  });

  it('continue after a gap when the feed begins another history', async () => {
    const { feed, connect } = openConnections();
    const client = connect();
    await client.join(table.topic);
    await feed.lose();
    await feed.row(table.relid, 1);
    await client.until(() => client.numbers.length === 1, 'the row');
    expect(client.events).toEqual(['phx_reply', 'gap', 'INSERT']);
  });
});

describe('a join with since', () => {
  it('sends missed changes, filtered, and then new ones, without losing or repeating any', async () => {
    const { feed, connect } = openConnections();
    const { cursor: since } = await connect().join(table.topic);
    for (const n of [1, 2, 3, 4, 5]) await feed.row(table.relid, n);
    const client = connect();
    let n = 5;
    feed.beforePage = () => feed.row(table.relid, ++n);
    const { cursor } = await client.join(table.topic, { since, filter: { n: { neq: 3 } } });
    feed.beforePage = () => {};
    await feed.row(table.relid, 100);
    const missing = Array.from({ length: n }, (_, i) => i + 1).filter((of) => of !== 3);
    expect(client.numbers).toEqual([...missing, 100]);
    expect(n).toBeGreaterThan(6);
    // The cursor of the reply says how far everything had been sent by then.
    const reply = client.events.indexOf('phx_reply');
    expect(
      client.received.slice(0, reply).every(([, , , , payload]) => String(payload.cursor) <= String(cursor)),
    ).toBe(true);
    expect(
      client.received.slice(reply + 1).every(([, , , , payload]) => String(payload.cursor) > String(cursor)),
    ).toBe(true);
  });

  it('gets a gap when the log does not go back that far, and continues', async () => {
    const { feed, connect } = openConnections();
    const { cursor: since } = await connect().join(table.topic);
    feed.trimmed = await feed.row(table.relid, 1);
    const client = connect();
    const { cursor } = await client.join(table.topic, { since });
    await feed.row(table.relid, 2);
    expect(client.events).toEqual(['phx_reply', 'gap', 'INSERT']);
    expect(client.of('gap')).toEqual([{ reason: 'It is not kept.', cursor }]);
    expect(client.numbers).toEqual([2]);
  });

  it('of another history gets a gap', async () => {
    const { feed, connect } = openConnections();
    const { cursor: since } = await connect().join(table.topic);
    await feed.lose();
    const client = connect();
    await client.join(table.topic, { since });
    expect(client.events).toEqual(['phx_reply', 'gap']);
  });

  it('ahead of the feed gets nothing from before it', async () => {
    const { feed, connect } = openConnections();
    await connect().join(table.topic);
    const since = `${(await feed.row(table.relid, 1)).slice(0, -26)}:FFFFFFFFFFFFFFF0:00000000`;
    const client = connect();
    expect(await client.join(table.topic, { since })).toEqual({ cursor: since });
    await feed.row(table.relid, 2);
    expect(client.numbers).toEqual([]);
  });

  it('gets everything that arrives in the meantime, however much', async () => {
    const { feed, connect } = openConnections({ limits: { maxBufferedBytes: 100_000_000 } });
    const { cursor: since } = await connect().join(table.topic);
    for (const n of [1, 2, 3]) await feed.row(table.relid, n);
    const client = connect();
    let isFirst = true;
    feed.beforePage = async () => {
      if (!isFirst) return;
      isFirst = false;
      for (const n of [4, 5, 6]) await feed.row(table.relid, n, 'INSERT', 'x'.repeat(5 * 1024 * 1024));
    };
    await client.join(table.topic, { since });
    expect(client.numbers).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('that cannot be answered is refused', async () => {
    const { feed, connect } = openConnections();
    const { cursor: since } = await connect().join(table.topic);
    await feed.row(table.relid, 1);
    const client = connect();
    feed.beforePage = () => {
      feed.isDown = true;
    };
    expect(await client.refusal(table.topic, { since })).toMatch(/not ready/);
    await feed.row(table.relid, 2);
    expect(client.numbers).toEqual([]);
  });
});

describe('after the Hub was detached', () => {
  it('missed changes are sent, once', async () => {
    const { connections, feed, connect } = openConnections();
    const client = connect();
    await client.join(table.topic);
    await feed.row(table.relid, 1);
    feed.detach();
    await feed.row(table.relid, 2);
    await connections.sweep();
    await client.until(() => client.numbers.length === 2, 'the second row');
    await feed.row(table.relid, 3);
    await client.until(() => client.numbers.length >= 3, 'the third row');
    expect(client.numbers).toEqual([1, 2, 3]);
  });
});

it('a socket with heartbeats survives an hour without changes, and a silent one is closed', async () => {
  const { connections, feed, clock, connect } = openConnections();
  const [client, silent] = [connect(), connect()];
  for (const each of [client, silent]) await each.join(table.topic);
  const end = clock.now + 3_600_000;
  while (clock.now < end) {
    clock.now += 5000;
    if (clock.now % 30_000 < 5000) await client.push('phoenix', 'heartbeat', {}, null);
    await connections.sweep();
  }
  await feed.row(table.relid, 1);
  expect([client.numbers, client.ended]).toEqual([[1], undefined]);
  expect([silent.numbers, silent.ended?.reason]).toEqual([[], expect.stringMatching(/No message/)]);
});
