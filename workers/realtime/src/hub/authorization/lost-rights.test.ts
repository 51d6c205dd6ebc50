import type { Person } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import type { Access } from '@selfdb/shared/contract/access';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAdmin, createPerson, createTableOf, type TestTable } from '../../testing/tables.ts';
import { asPrincipal, openConnections } from '../testing/connections.ts';
import type { MemoryFeed } from '../testing/memory-feed.ts';
import type { TestClient } from '../testing/test-client.ts';

let owner: Person;
let table: TestTable;

beforeAll(async () => {
  owner = await createPerson();
  table = await createTableOf(owner.userId);
});

const tableNow = (access: Access) => ({
  name: table.name,
  owner_id: owner.userId,
  access,
  realtime_enabled: true,
});
const NO_TABLE = 'There is no such table.';
const FORBIDDEN = "Only the table's owner or an administrator may do this.";
/** The statement has answered, and the feed has not reached its position. */
const isWaitedFor = (client: TestClient, feed: MemoryFeed) =>
  client.until(() => feed.reachCalls > 0, 'the wait for the feed');
const LATER = '2999-01-01T00:00:00+00:00';

describe('a right that is lost', () => {
  it('closes its channel at that position in the feed, with a reason, and no other channel', async () => {
    const { feed, connect } = openConnections();
    const [anonymous, mine] = [connect(), connect(asPrincipal(owner))];
    for (const client of [anonymous, mine]) await client.join(table.topic);
    await feed.row(table.relid, 1);
    await feed.rights('table', table.relid, tableNow('owner'));
    await feed.row(table.relid, 2);
    await feed.rights('table', table.relid, tableNow('public'));
    await feed.row(table.relid, 3);
    expect([anonymous.numbers, mine.numbers]).toEqual([[1], [1, 2, 3]]);
    expect(anonymous.of('phx_close')).toEqual([{ reason: 'There is no such table.' }]);
    expect(anonymous.socket.channels.size).toBe(0);
    expect(mine.events).not.toContain('phx_close');
  });

  it('is lost only by callers for whom the table is no longer readable', async () => {
    const { feed, connect } = openConnections();
    const [anonymous, other] = [connect(), connect(asPrincipal(await createPerson()))];
    const [mine, admins] = [connect(asPrincipal(owner)), connect(asPrincipal(await createAdmin()))];
    const everyone = [anonymous, other, mine, admins];
    for (const client of everyone) await client.join(table.topic);
    for (const [i, access] of (['users', 'owner', 'users', 'public'] as const).entries()) {
      await feed.rights('table', table.relid, tableNow(access));
      await feed.row(table.relid, i);
    }
    expect(everyone.map(({ numbers }) => numbers)).toEqual([[], [0], [0, 1, 2, 3], [0, 1, 2, 3]]);
    expect(anonymous.of('phx_close')).toEqual([{ reason: NO_TABLE }]);
    expect(other.of('phx_close')).toEqual([{ reason: FORBIDDEN }]);
    expect([...mine.events, ...admins.events]).not.toContain('phx_close');
  });

  it('because a session ended closes the channels of that session only', async () => {
    const { feed, connect } = openConnections();
    const [me, other] = [await createPerson(), await createPerson()];
    const [mine, others] = [connect(asPrincipal(me)), connect(asPrincipal(other))];
    for (const client of [mine, others]) {
      await client.join(table.topic);
      await client.join('room:lobby');
    }
    await feed.rights('session', me.sessionId, {
      revoked_at: '2026-01-01T00:00:00+00:00',
      expires_at: LATER,
    });
    await feed.row(table.relid, 1);
    expect(mine.of('phx_close')).toEqual(Array(2).fill({ reason: 'The session has ended. Sign in again.' }));
    expect([mine.numbers, others.numbers]).toEqual([[], [1]]);
  });

  it('is not lost by a change that leaves it intact', async () => {
    const { feed, connect } = openConnections();
    const me = await createPerson();
    const client = connect(asPrincipal(me));
    await client.join(table.topic);
    await feed.rights('session', me.sessionId, { revoked_at: null, expires_at: LATER });
    await feed.rights('user', me.userId, { role: 'USER', is_active: true });
    await feed.rights('table', table.relid, tableNow('public'));
    await feed.row(table.relid, 1);
    expect(client.numbers).toEqual([1]);
  });
});

describe('a change of rights', () => {
  it('that the statement has seen has no effect', async () => {
    const { feed, connect } = openConnections();
    const xid = Number(await value('select pg_current_xact_id()::text::bigint % 4294967296'));
    const client = connect();
    await client.join(table.topic);
    await feed.rights('table', table.relid, tableNow('owner'), xid);
    await feed.row(table.relid, 1);
    expect(client.events).toEqual(['phx_reply', 'INSERT']);
  });

  it('that the statement has not seen closes the channel, although it is in the log before the join', async () => {
    const { connections, feed, connect } = openConnections();
    const client = connect();
    await connections.sweep();
    feed.isHeld = true;
    await feed.rights('table', table.relid, tableNow('owner'));
    await client.join(table.topic);
    await feed.row(table.relid, 1);
    await feed.rights('table', table.relid, tableNow('public'));
    await feed.deliverHeld();
    expect(client.events).toEqual(['phx_reply', 'phx_close']);
  });

  it('that the statement has not seen, and the feed has delivered, decides the join', async () => {
    const { connections, feed, connect } = openConnections();
    const client = connect();
    await connections.sweep();
    await feed.rights('table', table.relid, { ...tableNow('public'), realtime_enabled: false });
    expect(await client.refusal(table.topic)).toMatch(/not enabled/);
    await feed.skip();
    expect(await client.refusal(table.topic)).toMatch(/not enabled/);
    await feed.rights('table', table.relid, tableNow('public'));
    expect(await client.refusal(table.topic)).toBeUndefined();
  });
});

it('a caller who lost a right while the Hub was detached receives no missed changes', async () => {
  const hidden = await createTableOf(owner.userId);
  const { connections, feed, connect } = openConnections();
  const [anonymous, mine] = [connect(), connect(asPrincipal(owner))];
  for (const client of [anonymous, mine]) await client.join(hidden.topic);
  feed.detach();
  await rows(`update selfdb.tables set access = 'owner' where relid = $1`, [hidden.relid]);
  await feed.row(hidden.relid, 1);
  await connections.sweep();
  await mine.until(() => mine.numbers.length === 1, 'the row');
  expect([anonymous.numbers, anonymous.of('phx_close').length]).toEqual([[], 1]);
});

it.each(['lose', 'skip'] as const)(
  'a caller who lost a right within a gap receives nothing after it and leaves the room (%s)',
  async (gap) => {
    const [hidden, me] = [await createTableOf(owner.userId), await createPerson()];
    const { feed, connect } = openConnections();
    const [anonymous, mine, out] = [connect(), connect(asPrincipal(owner)), connect(asPrincipal(me))];
    for (const client of [anonymous, mine]) await client.join(hidden.topic);
    await out.join('room:lobby');
    await rows(`update selfdb.tables set access = 'owner' where relid = $1`, [hidden.relid]);
    await rows('update selfdb.sessions set revoked_at = now() where id = $1', [me.sessionId]);
    await feed[gap]();
    await feed.row(hidden.relid, 1);
    await mine.until(() => mine.numbers.length === 1, 'the row');
    expect(mine.events).toEqual(['phx_reply', 'gap', 'INSERT']);
    expect(anonymous.events).toEqual(['phx_reply', 'phx_close']);
    await out.until(() => out.events.includes('phx_close'), 'the end of the room');
  },
);

it('a client with a cursor of the previous history receives one gap when the new one begins', async () => {
  const { connections, feed, connect } = openConnections();
  const client = connect();
  await connections.sweep();
  const since = await feed.row(table.relid, 1);
  await rows(`select pg_logical_emit_message(false, 'test', '')`);
  feed.isHeld = true;
  await feed.lose();
  const joined = client.join(table.topic, { since });
  await client.until(() => client.socket.channels.size > 0, 'the channel');
  await isWaitedFor(client, feed);
  await feed.deliverHeld();
  await joined;
  await feed.row(table.relid, 2);
  expect([client.of('gap').length, client.numbers]).toEqual([1, [2]]);
});

describe('a change from a time when the table was private', () => {
  const hideAndShow = async (feed: MemoryFeed, relid: number, xid?: number) => {
    await feed.rights('table', relid, tableNow('owner'), xid);
    await feed.row(relid, 666);
    await feed.rights('table', relid, tableNow('public'), xid);
    // Answers of later statements have a later position in the log.
    await rows(`select pg_logical_emit_message(false, 'test', '')`);
  };
  const GAP = [{ reason: 'Rights have changed.', cursor: expect.any(String) }];

  it('is a gap for every client that returns, including the owner', async () => {
    const { connections, feed, connect } = openConnections();
    const [anonymous, mine] = [connect(), connect(asPrincipal(owner))];
    await connections.sweep();
    const since = await feed.row(table.relid, 1);
    await hideAndShow(feed, table.relid);
    for (const client of [anonymous, mine]) await client.join(table.topic, { since });
    await feed.row(table.relid, 2);
    expect([anonymous.numbers, mine.numbers]).toEqual([[2], [2]]);
    expect([anonymous.of('gap'), mine.of('gap')]).toEqual([GAP, GAP]);
  });

  it('is a gap when the statement was ahead of the feed', async () => {
    const { connections, feed, connect } = openConnections();
    const xid = Number(await value('select pg_current_xact_id()::text::bigint % 4294967296'));
    const client = connect();
    await connections.sweep();
    const since = await feed.row(table.relid, 1);
    feed.isHeld = true;
    await hideAndShow(feed, table.relid, xid);
    const joined = client.join(table.topic, { since });
    await isWaitedFor(client, feed);
    await feed.deliverHeld();
    await joined;
    await feed.row(table.relid, 2);
    expect([client.numbers, client.of('gap')]).toEqual([[2], GAP]);
  });

  it('refuses the join when the right is lost while the join waits for the feed', async () => {
    const { connections, feed, connect } = openConnections();
    const client = connect();
    await connections.sweep();
    const since = await feed.row(table.relid, 1);
    feed.isHeld = true;
    await feed.row(table.relid, 2);
    await rows(`select pg_logical_emit_message(false, 'test', '')`);
    const refusal = client.refusal(table.topic, { since });
    await client.until(() => client.socket.channels.size > 0, 'the channel');
    await isWaitedFor(client, feed);
    await feed.rights('table', table.relid, tableNow('owner'));
    await feed.deliverHeld();
    expect(await refusal).toBe(NO_TABLE);
    expect(client.events).toEqual(['phx_reply', 'phx_close']);
  });

  it('is a gap after the Hub was detached', async () => {
    const { connections, feed, connect } = openConnections();
    const [anonymous, mine] = [connect(), connect(asPrincipal(owner))];
    for (const client of [anonymous, mine]) await client.join(table.topic);
    feed.detach();
    await hideAndShow(feed, table.relid);
    await connections.sweep();
    for (const client of [anonymous, mine])
      await client.until(() => client.events.includes('gap'), 'the gap');
    await feed.row(table.relid, 2);
    for (const client of [anonymous, mine]) await client.until(() => client.numbers.length > 0, 'the row');
    expect([anonymous.numbers, mine.numbers]).toEqual([[2], [2]]);
  });

  it('is a gap when the right is checked again, ahead of the feed', async () => {
    const { feed, database, connect } = openConnections();
    const [anonymous, mine] = [connect(), connect(asPrincipal(owner))];
    for (const client of [anonymous, mine]) await client.join(table.topic);
    const xid = Number(await value('select pg_current_xact_id()::text::bigint % 4294967296'));
    let isAnswered = false;
    database.around = async (ask) => {
      feed.isHeld = true;
      await hideAndShow(feed, table.relid, xid);
      return ask().finally(() => {
        isAnswered = true;
      });
    };
    await feed.table(table.relid, 'altered');
    await anonymous.until(() => isAnswered, 'the answer');
    await feed.deliverHeld();
    for (const client of [anonymous, mine])
      await client.until(() => client.events.includes('gap'), 'the gap');
    await feed.row(table.relid, 2);
    for (const client of [anonymous, mine]) await client.until(() => client.numbers.length > 0, 'the row');
    expect([anonymous.numbers, mine.numbers]).toEqual([[2], [2]]);
  });
});

it("a change of a user's rights is a gap for that user alone, and a change of another table's rights for none", async () => {
  const { connections, feed, connect } = openConnections();
  const [me, other] = [await createPerson(), await createPerson()];
  const [mine, others, anonymous] = [connect(asPrincipal(me)), connect(asPrincipal(other)), connect()];
  await connections.sweep();
  const since = await feed.row(table.relid, 1);
  await feed.rights('user', me.userId, { role: 'USER', is_active: true });
  await feed.rights('table', table.relid + 1, tableNow('owner'));
  await feed.row(table.relid, 2);
  await rows(`select pg_logical_emit_message(false, 'test', '')`);
  for (const client of [mine, others, anonymous]) await client.join(table.topic, { since });
  expect([mine.of('gap').length, others.of('gap').length, anonymous.of('gap').length]).toEqual([1, 0, 0]);
  expect([mine.numbers, others.numbers, anonymous.numbers]).toEqual([[], [2], [2]]);
});
