import type { Person } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPerson, createTableOf, type TestTable } from '../../testing/tables.ts';
import { openConnections } from '../testing/connections.ts';

let owner: Person;
let table: TestTable;

beforeAll(async () => {
  owner = await createPerson();
  table = await createTableOf(owner.userId);
});

describe('a table that is renamed', () => {
  it('is closed at once when the feed reports it', async () => {
    const { feed, connect } = openConnections();
    const client = connect();
    await client.join(table.topic);
    await feed.rights('table', table.relid, {
      name: 'another',
      owner_id: owner.userId,
      access: 'public',
      realtime_enabled: true,
    });
    await feed.row(table.relid, 1);
    expect(client.events).toEqual(['phx_reply', 'phx_close']);
    expect(client.of('phx_close')).toEqual([{ reason: 'The table was renamed or dropped.' }]);
  });

  it('is closed when the first change of another table with its name arrives', async () => {
    const [before, after] = [await createTableOf(owner.userId), await createTableOf(owner.userId)];
    const { feed, connect } = openConnections();
    const [client, other] = [connect(), connect()];
    await client.join(before.topic);
    await other.join(table.topic);
    await rows(`alter table public.${before.name} rename to ${before.name}_b`);
    await rows(`alter table public.${after.name} rename to ${before.name}`);
    await feed.table(after.relid, 'seen', before.name);
    await feed.row(after.relid, 1);
    await client.until(() => client.events.includes('phx_close'), 'the close');
    expect(client.of('phx_close')).toEqual([{ reason: 'The table was renamed or dropped.' }]);
    expect([client.numbers, other.events]).toEqual([[], ['phx_reply']]);
    await client.join(before.topic);
    await feed.row(after.relid, 2);
    expect(client.numbers).toEqual([2]);
  });
});

describe('a table that is altered', () => {
  it('sends a gap to every listener, also to one that was away, before rows with the new columns', async () => {
    const altered = await createTableOf(owner.userId);
    const { feed, connect } = openConnections();
    const [plain, filtered, later] = [connect(), connect(), connect()];
    await plain.join(altered.topic);
    await filtered.join(altered.topic, { filter: { n: { gte: 1 } } });
    const cursor = await feed.row(altered.relid, 1);
    await rows(`alter table public.${altered.name} add column extra text`);
    await feed.table(altered.relid, 'altered');
    await feed.table(altered.relid, 'restructured');
    await feed.row(altered.relid, 2);
    await later.join(altered.topic, { since: cursor });
    for (const client of [plain, filtered, later]) {
      await client.until(() => client.numbers.includes(2), 'the row');
      expect(client.of('gap')).toMatchObject([{ reason: "The table's columns changed. Reload the rows." }]);
      expect(client.events.indexOf('gap')).toBe(client.events.lastIndexOf('INSERT') - 1);
    }
  });

  it('that is reported twice at once keeps its listeners, and lets in who joins meanwhile', async () => {
    const altered = await createTableOf(owner.userId);
    const { feed, connect } = openConnections();
    const [filtered, later] = [connect(), connect()];
    await filtered.join(altered.topic, { filter: { n: { gte: '10' } } });
    await rows(`alter table public.${altered.name} alter column n type text`);
    await feed.table(altered.relid, 'altered');
    await feed.table(altered.relid, 'seen', altered.name);
    await Promise.all([later.join(altered.topic), feed.row(altered.relid, 9)]);
    await feed.row(altered.relid, 10);
    // As texts, '9' comes after '10'.
    await filtered.until(() => filtered.numbers.length === 2, 'the rows');
    expect(filtered.events).toEqual(['phx_reply', 'INSERT', 'INSERT']);
    expect(later.events).toContain('INSERT');
  });

  it('continues under its name, with filters on its new columns', async () => {
    const altered = await createTableOf(owner.userId);
    const { feed, connect } = openConnections();
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

  it('is closed when its name has changed', async () => {
    const renamed = await createTableOf(owner.userId);
    const { feed, connect } = openConnections();
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
    const { feed, connect } = openConnections();
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

describe('a table that a restore has created again', () => {
  const replace = (table: TestTable) =>
    rows(`alter table public.${table.name} rename to ${table.name}_before;
      create table public.${table.name} (id int generated always as identity primary key, n int)`);

  it('goes on after a gap, with the rows of the new one', async () => {
    const restored = await createTableOf(owner.userId);
    const { feed, connect } = openConnections();
    const [plain, filtered] = [connect(), connect()];
    await plain.join(restored.topic);
    await filtered.join(restored.topic, { filter: { n: { gte: 2 } } });
    await replace(restored);
    await rows(
      `update selfdb.tables set relid = 'public.${restored.name}'::regclass where id = '${restored.id}'`,
    );
    const relid = Number(await value('select $1::regclass::oid', [restored.sql]));
    await feed.lose();
    // Comes before the gap is told, and so not at all, or after it.
    await feed.row(relid, 0);
    for (const client of [plain, filtered])
      await client.until(() => client.events.includes('gap'), 'the gap');
    for (const n of [1, 2]) await feed.row(relid, n);
    await feed.row(restored.relid, 3);
    for (const client of [plain, filtered]) {
      await client.until(() => client.numbers.includes(2), 'the row');
      expect(client.events.slice(0, 2)).toEqual(['phx_reply', 'gap']);
    }
    expect([plain.numbers.filter((n) => n !== 0), filtered.numbers]).toEqual([[1, 2], [2]]);
    expect(plain.of('phx_close')).toEqual([]);
  });

  it('is closed when it is another one by the registry', async () => {
    const replaced = await createTableOf(owner.userId);
    const { feed, connect } = openConnections();
    const client = connect();
    await client.join(replaced.topic);
    await replace(replaced);
    await rows(`insert into selfdb.tables (relid, owner_id, access, realtime_enabled)
      select 'public.${replaced.name}'::regclass, owner_id, access, true from selfdb.tables where id = '${replaced.id}'`);
    await feed.lose();
    await client.until(() => client.events.includes('phx_close'), 'the close');
    expect(client.of('phx_close')).toEqual([{ reason: 'The table was renamed or dropped.' }]);
  });
});

it('changes after an altered column are filtered by its new type', async () => {
  const altered = await createTableOf(owner.userId);
  const { feed, connect } = openConnections();
  const client = connect();
  await client.join(altered.topic, { filter: { n: { gte: '10' } } });
  await rows(`alter table public.${altered.name} alter column n type text`);
  feed.isHeld = true;
  await feed.table(altered.relid, 'altered');
  for (const n of [9, 5, 1]) await feed.row(altered.relid, n);
  await feed.deliverHeld();
  await feed.row(altered.relid, 8);
  await client.until(() => client.numbers.length === 3, 'three rows');
  expect(client.numbers).toEqual([9, 5, 8]);
});
