import type { Person } from '@selfdb/shared/testing/people';
import { rows } from '@selfdb/shared/testing/postgres';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPerson, createTableOf, type TestTable } from '../testing/tables.ts';
import { asPrincipal, openExchange } from './testing/exchange.ts';

let owner: Person;
let table: TestTable;

beforeAll(async () => {
  owner = await createPerson();
  table = await createTableOf(owner.userId);
});

const tableNow = (isPublic: boolean) => ({
  owner_id: owner.userId,
  public: isPublic ? 't' : 'f',
  realtime_enabled: 't',
});
/** Lets Postgres' log go on. */
const moveLog = () => rows(`select pg_logical_emit_message(false, 'test', 'x')`);
const LATER = '2999-01-01 00:00:00+00';

describe('a right that is lost', () => {
  it('closes the channel at its very place in the feed, with a reason, and no other', async () => {
    const { feed, connect } = openExchange();
    const [anybody, mine] = [connect(), connect(asPrincipal(owner))];
    for (const client of [anybody, mine]) await client.join(table.topic);
    await feed.row(table.relid, 1);
    await feed.rights('table', table.relid, tableNow(false));
    await feed.row(table.relid, 2);
    await feed.rights('table', table.relid, tableNow(true));
    await feed.row(table.relid, 3);
    expect([anybody.numbers, mine.numbers]).toEqual([[1], [1, 2, 3]]);
    expect(anybody.of('phx_close')).toEqual([{ reason: 'There is no such table.' }]);
    expect(anybody.socket.channels.size).toBe(0);
    expect(mine.events).not.toContain('phx_close');
  });

  it('by the end of a session closes the channels of that session only', async () => {
    const { feed, connect } = openExchange();
    const [me, other] = [await createPerson(), await createPerson()];
    const [mine, others] = [connect(asPrincipal(me)), connect(asPrincipal(other))];
    for (const client of [mine, others]) {
      await client.join(table.topic);
      await client.join('room:lobby');
    }
    await feed.rights('session', me.sessionId, { revoked_at: '2026-01-01 00:00:00+00', expires_at: LATER });
    await feed.row(table.relid, 1);
    expect(mine.of('phx_close')).toEqual(Array(2).fill({ reason: 'The session has ended. Log in again.' }));
    expect([mine.numbers, others.numbers]).toEqual([[], [1]]);
  });

  it('is not lost by what changes nothing', async () => {
    const { feed, connect } = openExchange();
    const me = await createPerson();
    const client = connect(asPrincipal(me));
    await client.join(table.topic);
    await feed.rights('session', me.sessionId, { revoked_at: null, expires_at: LATER });
    await feed.rights('user', me.userId, { role: 'USER', is_active: 't' });
    await feed.rights('table', table.relid, tableNow(true));
    await feed.row(table.relid, 1);
    expect(client.numbers).toEqual([1]);
  });
});

describe('a change that the statement may or may not have seen', () => {
  it('is asked for again, and what comes is held until then', async () => {
    const { exchange, feed, connect, database } = openExchange();
    const client = connect();
    await exchange.sweep();
    await moveLog();
    await client.join(table.topic);
    await feed.rightsFromBefore('table', table.relid, tableNow(false));
    await feed.row(table.relid, 1);
    expect(client.numbers).toEqual([]);
    await feed.rights('table', table.relid, tableNow(true));
    await client.until(() => client.events.length > 1, 'an event');
    expect(client.events).toEqual(['phx_reply', 'INSERT']);
    expect(database.statements).toBeGreaterThan(1);
  });

  it('and that does not show in it is waited for by whoever joins', async () => {
    const { exchange, feed, connect } = openExchange();
    const client = connect();
    await exchange.sweep();
    await feed.rightsFromBefore('table', table.relid, { ...tableNow(true), realtime_enabled: 'f' });
    await moveLog();
    client.send(table.topic, 'phx_join');
    await client.quiet();
    expect(client.received).toEqual([]);
    await rows('update selfdb.tables set realtime_enabled = false where relid = $1', [table.relid]);
    await client.until(() => client.received.length > 0, 'a reply');
    expect(client.of('phx_reply')[0]).toMatchObject({ status: 'error' });
    await rows('update selfdb.tables set realtime_enabled = true where relid = $1', [table.relid]);
    expect(exchange.counts.channels).toBe(0);
  });

  it('closes the channel when the database can not be asked', async () => {
    const { exchange, feed, connect, database } = openExchange();
    const client = connect();
    await exchange.sweep();
    await moveLog();
    await client.join(table.topic);
    database.isDown = true;
    await feed.rightsFromBefore('table', table.relid, tableNow(false));
    await feed.row(table.relid, 1);
    await client.until(() => client.events.includes('phx_error'), 'an error');
    expect(client.numbers).toEqual([]);
  });
});

describe('a table that is altered', () => {
  it('goes on under its name, with filters on its new columns', async () => {
    const altered = await createTableOf(owner.userId);
    const { feed, connect } = openExchange();
    const [plain, filtered] = [connect(), connect()];
    await plain.join(altered.topic);
    await filtered.join(altered.topic, { filter: { n: 1 } });
    await rows(`alter table public.${altered.name} rename column n to m`);
    await feed.table(altered.relid, 'altered');
    await feed.row(altered.relid, 1);
    await plain.until(() => plain.numbers.length === 1, 'the row');
    expect(filtered.of('phx_close')).toEqual([{ reason: expect.stringMatching(/filter.n/) }]);
    expect(filtered.numbers).toEqual([]);
  });

  it('is closed when its name is another', async () => {
    const renamed = await createTableOf(owner.userId);
    const { feed, connect } = openExchange();
    const client = connect();
    await client.join(renamed.topic);
    await rows(`alter table public.${renamed.name} rename to ${renamed.name}_b`);
    await feed.table(renamed.relid, 'altered');
    await feed.row(renamed.relid, 1);
    await client.until(() => client.events.includes('phx_close'), 'the close');
    expect([client.of('phx_close'), client.numbers]).toEqual([[{ reason: 'There is no such table.' }], []]);
  });

  it('is closed when another table has its name', async () => {
    const replaced = await createTableOf(owner.userId);
    const other = await createTableOf(owner.userId);
    const { feed, connect } = openExchange();
    const client = connect();
    await client.join(replaced.topic);
    await rows(`alter table public.${replaced.name} rename to ${replaced.name}_b`);
    await rows(`alter table public.${other.name} rename to ${replaced.name}`);
    await feed.table(replaced.relid, 'altered');
    await feed.row(replaced.relid, 1);
    await client.until(() => client.events.includes('phx_close'), 'the close');
    expect([client.of('phx_close'), client.numbers]).toEqual([
      [{ reason: 'The table was renamed or dropped.' }],
      [],
    ]);
  });
});

it('who had lost a right while the feed did not see the Hub gets nothing of what was missed', async () => {
  const hidden = await createTableOf(owner.userId);
  const { exchange, feed, connect } = openExchange();
  const [anybody, mine] = [connect(), connect(asPrincipal(owner))];
  for (const client of [anybody, mine]) await client.join(hidden.topic);
  feed.detach();
  await rows('update selfdb.tables set public = false where relid = $1', [hidden.relid]);
  await feed.row(hidden.relid, 1);
  await exchange.sweep();
  await mine.until(() => mine.numbers.length === 1, 'the row');
  expect([anybody.numbers, anybody.of('phx_close').length]).toEqual([[], 1]);
});
