import { createDatabase } from '@selfdb/server/db/database';
import { followCatalog } from '@selfdb/server/db/follow-catalog';
import { asSuperuser, rows, value } from '@selfdb/server/testing/postgres';
import { expect, inject, it } from 'vitest';
import { type Collector, openFeed, until } from '../testing/feed.ts';
import { payloadsOf } from '../testing/payloads.ts';
import { createTable } from '../testing/tables.ts';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });

it('the registry entry of a table dropped with SQL is removed, and its listeners are told; others stay', async () => {
  const [dropped, other] = [await createTable('n int'), await createTable('n int')];
  await using feed = await openFeed();
  await rows(`drop table ${dropped.sql}`);
  await followCatalog(db);
  // Entries of tables that other tests dropped are removed too.
  const isTold = ({ items }: Collector) =>
    items.some((item) => item.type === 'rights' && item.id === String(dropped.relid) && item.now === null);
  await until(
    () => isTold(feed.reader),
    () => 'it is not reported',
  );
  const left = await rows('select id from selfdb.tables where id = any ($1::uuid[])', [
    `{${dropped.id},${other.id}}`,
  ]);
  expect(left).toEqual([{ id: other.id }]);
});

it('a partition that joins a published table can be updated, with old rows', async () => {
  const table = await createTable('n int', { realtime: false });
  await rows(`drop table ${table.sql};
    create table ${table.sql} (n int) partition by range (n);
    create table ${table.sql}_low partition of ${table.sql} for values from (0) to (10);
    update selfdb.tables set relid = '${table.sql}'::regclass, realtime_enabled = true where id = '${table.id}';
    create table ${table.sql}_high partition of ${table.sql} for values from (10) to (20);
    insert into ${table.sql} values (11)`);
  await expect(rows(`update ${table.sql} set n = 12`)).rejects.toThrow('replica identity');
  await followCatalog(db);
  await using feed = await openFeed();
  await rows(`update ${table.sql} set n = 12`);
  expect(payloadsOf(await feed.until(1))).toMatchObject([
    { table: table.name, old: { n: 11 }, new: { n: 12 } },
  ]);
});

it('a partition that is created, filled and changed in one transaction has old rows', async () => {
  const table = await createTable('n int', { realtime: false });
  await rows(`drop table ${table.sql};
    create table ${table.sql} (n int, t text) partition by range (n);
    update selfdb.tables set relid = '${table.sql}'::regclass, realtime_enabled = true where id = '${table.id}'`);
  await using feed = await openFeed();
  await rows(`begin;
    create table ${table.sql}_low partition of ${table.sql} for values from (0) to (10);
    select selfdb.follow_replica_identity();
    insert into ${table.sql} values (1, 'a');
    update ${table.sql} set t = 'b';
    delete from ${table.sql};
    commit`);
  expect(payloadsOf(await feed.until(3))).toMatchObject([
    { new: { n: 1, t: 'a' } },
    { old: { n: 1, t: 'a' }, new: { n: 1, t: 'b' } },
    { old: { n: 1, t: 'b' } },
  ]);
});

it('a partition of a table with a key has only keys as old rows until it is followed, then whole rows', async () => {
  const table = await createTable('n int', { realtime: false });
  const part = `${table.sql}_low`;
  await rows(`drop table ${table.sql};
    create table ${table.sql} (id int primary key, n int, t text) partition by range (id);
    update selfdb.tables set relid = '${table.sql}'::regclass, realtime_enabled = true where id = '${table.id}';
    create table ${part} partition of ${table.sql} for values from (0) to (10)`);
  await using feed = await openFeed();
  const change = () =>
    rows(`insert into ${table.sql} values (1, 5, null), (3, null, null); update ${table.sql} set n = 6 where id = 1;
      update ${table.sql} set id = 2 where id = 1; delete from ${table.sql}`);
  await change();
  const olds = () =>
    feed.reader.items.flatMap((item) =>
      item.type === 'row' && item.kind !== 'INSERT' ? [[JSON.parse(item.payload).old, item.isPartial]] : [],
    );
  await feed.until(6);
  expect(olds()).toEqual([
    [{ id: 1 }, true],
    [{ id: 1 }, true],
    [{ id: 3 }, true],
    [{ id: 2 }, true],
  ]);
  await followCatalog(db);
  await change();
  await feed.until(12);
  expect(olds().slice(4)).toEqual([
    [{ id: 1, n: 5, t: null }, undefined],
    [{ id: 1, n: 6, t: null }, undefined],
    // A row in which only the key has a value looks like one of which only the key is known.
    [{ id: 3 }, true],
    [{ id: 2, n: 6, t: null }, undefined],
  ]);
});

it('leaves tables that are in use, or belong to another role, for the next time', async () => {
  const table = await createTable('n int');
  const identity = () => value('select relreplident from pg_class where oid = $1', [table.relid]);
  await rows(`alter table ${table.sql} replica identity default`);
  await asSuperuser(`alter table ${table.sql} owner to postgres`);
  await followCatalog(db);
  expect(await identity()).toBe('d');
  await asSuperuser(`alter table ${table.sql} owner to selfdb`);
  const using = rows(
    `do $$ begin lock table ${table.sql} in row exclusive mode; perform pg_sleep(2); end $$`,
  );
  const isLocked = () => value('select exists (select from pg_locks where relation = $1)', [table.relid]);
  await until(
    async () => (await isLocked()) === true,
    () => 'it is not locked',
  );
  await followCatalog(db);
  expect(await identity()).toBe('d');
  await using;
  await followCatalog(db);
  expect(await identity()).toBe('f');
});
