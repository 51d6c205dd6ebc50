import { rows } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { openFeed } from '../testing/feed.ts';
import { payloadsOf } from '../testing/payloads.ts';
import { createTable } from '../testing/tables.ts';

it('delivers every kind of change in commit order, with old and new rows', async () => {
  const table = await createTable('n int, t text');
  await using feed = await openFeed();
  await rows(`insert into ${table.sql} (n, t) values (1, 'a'), (2, null)`);
  await rows(`update ${table.sql} set n = 3 where n = 1`);
  await rows(`delete from ${table.sql} where n = 2`);
  const items = await feed.until(4);
  expect(items.map((item) => item.type === 'row' && [item.kind, item.relid])).toEqual(
    ['INSERT', 'INSERT', 'UPDATE', 'DELETE'].map((kind) => [kind, table.relid]),
  );
  expect(payloadsOf(items)).toMatchObject([
    { table: table.name, schema: 'public', new: { id: 1, n: 1, t: 'a' }, old: null },
    { new: { id: 2, n: 2, t: null }, old: null },
    { new: { id: 1, n: 3, t: 'a' }, old: { id: 1, n: 1, t: 'a' } },
    { new: null, old: { id: 2, n: 2, t: null } },
  ]);
  const cursors = items.map(({ cursor }) => cursor);
  expect(cursors).toEqual([...cursors].sort());
  expect(new Set(cursors).size).toBe(4);
  expect(payloadsOf(items).map(({ cursor }) => cursor)).toEqual(cursors);
  expect(feed.from < (cursors[0] ?? '')).toBe(true);
  expect(feed.reader.through).toBe(cursors.at(-1));
});

it('delivers nothing of a transaction that was rolled back, nor of tables without realtime', async () => {
  const [table, other] = [await createTable('n int'), await createTable('n int', { realtime: false })];
  await using feed = await openFeed();
  await rows(`do $$ begin insert into ${table.sql} (n) values (1); rollback; end $$`);
  await rows(`insert into ${other.sql} (n) values (2)`);
  await rows(`insert into ${table.sql} (n) values (3)`);
  expect(payloadsOf(await feed.until(1))).toMatchObject([{ new: { n: 3 } }]);
});

it('fills in TOAST values that did not change', async () => {
  const table = await createTable('n int, long text');
  await rows(`alter table ${table.sql} alter long set storage external`);
  await using feed = await openFeed();
  await rows(`insert into ${table.sql} (n, long) values (1, repeat('long', 5000))`);
  await rows(`update ${table.sql} set n = 2`);
  await rows(`delete from ${table.sql}`);
  const long = 'long'.repeat(5000);
  expect(payloadsOf(await feed.until(3)).slice(1)).toMatchObject([
    { new: { n: 2, long }, old: { n: 1, long } },
    { new: null, old: { n: 2, long } },
  ]);
});

it('reports that a table was truncated', async () => {
  const [table, other] = [await createTable('n int'), await createTable('n int')];
  await using feed = await openFeed();
  await rows(`truncate ${table.sql}, ${other.sql}`);
  const items = await feed.until(2);
  expect(items).toMatchObject([
    { type: 'table', what: 'truncated' },
    { type: 'table', what: 'truncated' },
  ]);
  const relids = items.map((item) => (item.type === 'table' ? item.relid : 0));
  expect(relids.sort()).toEqual([table.relid, other.relid].sort());
});

it('reports that a table was altered, before the first change after that, also across a restart', async () => {
  const table = await createTable('n int');
  const first = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await rows(`alter table ${table.sql} add column extra text default 'x'`);
  await rows(`insert into ${table.sql} (n) values (2)`);
  expect(await first.until(4)).toMatchObject([
    { type: 'row' },
    { type: 'table', what: 'altered', relid: table.relid },
    { type: 'table', what: 'restructured', relid: table.relid },
    { type: 'row' },
  ]);
  expect(payloadsOf(first.reader.items)[1]).toMatchObject({ new: { n: 2, extra: 'x' } });
  await first.stop();
  await rows(`alter table ${table.sql} rename to ${table.name}_renamed`);
  await rows(`alter table ${table.sql}_renamed alter n type text`);
  await using second = await openFeed({ name: first.name });
  await rows(`insert into ${table.sql}_renamed (n) values (3)`);
  const items = await second.until(3);
  const { relid } = table;
  expect(items).toMatchObject([{ what: 'altered', relid }, { what: 'restructured', relid }, { relid }]);
  expect(payloadsOf(items)).toMatchObject([{ table: `${table.name}_renamed`, new: { n: '3' } }]);
});

it('reports in order a transaction that alters a table between its changes', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  await rows(`do $$ begin
    insert into ${table.sql} (n) values (1);
    alter table ${table.sql} rename n to m;
    insert into ${table.sql} (m) values (2);
    end $$`);
  const items = await feed.until(4);
  expect(items.map(({ type }) => type)).toEqual(['row', 'table', 'table', 'row']);
  expect(payloadsOf(items)).toMatchObject([{ new: { n: 1 } }, { new: { m: 2 } }]);
});

it('continues when a table is dropped', async () => {
  const [table, other] = [await createTable('n int'), await createTable('n int')];
  await using feed = await openFeed();
  await rows(`do $$ begin insert into ${table.sql} (n) values (1); drop table ${table.sql}; end $$`);
  await rows(`insert into ${other.sql} (n) values (2)`);
  expect(payloadsOf(await feed.until(2))).toMatchObject([{ new: { n: 1 } }, { new: { n: 2 } }]);
});

it('delivers changes of partitions as changes of their table', async () => {
  const table = await createTable('n int');
  await rows(`create table ${table.sql}_parted (n int primary key) partition by range (n)`);
  await rows(`create table ${table.sql}_1 partition of ${table.sql}_parted for values from (0) to (10)`);
  await rows(`insert into selfdb.tables (relid, owner_id, realtime_enabled)
    select '${table.sql}_parted'::regclass, owner_id, true from selfdb.tables where id = '${table.id}'`);
  await using feed = await openFeed();
  await rows(`insert into ${table.sql}_parted values (1)`);
  await rows(`update ${table.sql}_parted set n = 2`);
  expect(payloadsOf(await feed.until(2))).toMatchObject([
    { table: `${table.name}_parted`, new: { n: 1 } },
    { table: `${table.name}_parted`, new: { n: 2 }, old: { n: 1 } },
  ]);
});

it('reports a change that is too large to store as lost', async () => {
  const table = await createTable('n int, t text');
  await using feed = await openFeed();
  await rows(`insert into ${table.sql} (n, t) values (1, repeat('x', 9000000))`);
  await rows(`insert into ${table.sql} (n, t) values (2, repeat('x', 4000000))`);
  const items = await feed.until(2);
  expect(items[0]).toMatchObject({ type: 'table', what: 'lost', relid: table.relid });
  expect(payloadsOf(items)[0]?.new?.t).toHaveLength(4_000_000);
});
