import { createDatabase } from '@selfdb/server/db/database';
import { followCatalog, followTables } from '@selfdb/server/db/follow-catalog';
import { rows, value } from '@selfdb/server/testing/postgres';
import pg from 'pg';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import type { FeedItem } from '../change.ts';
import { openFeed } from '../testing/feed.ts';
import { createTable, type TestTable } from '../testing/tables.ts';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
let table: TestTable;
let part: (name: string) => string;

/** A published table with rows 1, 11, 21 and 22 in the partitions `low`, `high`, and `a` and `b` of `top`. */
beforeEach(async () => {
  table = await createTable('n int', { realtime: false });
  part = (name) => `${table.sql}_${name}`;
  await rows(`drop table ${table.sql};
    create table ${table.sql} (n int) partition by range (n);
    create table ${part('low')} partition of ${table.sql} for values from (0) to (10);
    create table ${part('high')} partition of ${table.sql} for values from (10) to (20);
    create table ${part('top')} partition of ${table.sql} for values from (20) to (30) partition by list (n);
    create table ${part('a')} partition of ${part('top')} for values in (21);
    create table ${part('b')} partition of ${part('top')} for values in (22);
    create table ${part('loose')} (n int);
    insert into ${part('loose')} values (31);
    insert into ${table.sql} values (1), (11), (21), (22);
    update selfdb.tables set relid = '${table.sql}'::regclass, realtime_enabled = true where id = '${table.id}'`);
  await followCatalog(db);
});

/** The reported changes of the table. */
const toldOf = (items: FeedItem[]) =>
  items.flatMap((item) => {
    if (item.type === 'row') return [JSON.parse(item.payload).new.n];
    return item.type === 'table' ? [item.what] : [];
  });

const CHANGES: [what: string, change: () => string][] = [
  ['dropped', () => `drop table ${part('high')}`],
  ['dropped with those below it', () => `drop table ${part('top')} cascade`],
  ['dropped below another', () => `drop table ${part('b')}`],
  ['truncated', () => `truncate ${part('high')}`],
  ['truncated below another', () => `truncate ${part('a')}`],
  ['truncated with all below it', () => `truncate ${part('top')}`],
  ['detached', () => `alter table ${table.sql} detach partition ${part('high')}`],
  ['detached concurrently', () => `alter table ${table.sql} detach partition ${part('high')} concurrently`],
  [
    'attached',
    () => `alter table ${table.sql} attach partition ${part('loose')} for values from (30) to (40)`,
  ],
  [
    'attached below another',
    () =>
      `update ${part('loose')} set n = 23; alter table ${part('top')} attach partition ${part('loose')} for values in (23)`,
  ],
];

describe('rows that come or go with a partition cause one gap', () => {
  it.each(CHANGES)('that is %s', async (_what, change) => {
    await using feed = await openFeed();
    await rows(change());
    await followTables(db);
    await followTables(db);
    await rows(`insert into ${table.sql} values (2)`);
    await feed.until(2);
    expect(toldOf(feed.reader.items)).toEqual(['repartitioned', 2]);
    expect(feed.reader.items[0]).toMatchObject({
      relid: await value('select $1::regclass::oid', [table.sql]),
    });
  });

  it.each(CHANGES.filter(([what]) => what !== 'detached concurrently'))(
    'in its position, where SQL of the API did it: that is %s',
    async (_what, change) => {
      await using feed = await openFeed();
      await rows(`begin; insert into ${table.sql} values (2); ${change()};
        select selfdb.follow_replica_identity(); insert into ${table.sql} values (3); commit`);
      await rows(`insert into ${table.sql} values (4)`);
      await feed.until(4);
      await followTables(db);
      expect(toldOf(feed.reader.items)).toEqual([2, 'repartitioned', 3, 4]);
    },
  );

  it('even while another transaction prevents recording it, and again until it is recorded', async () => {
    await using feed = await openFeed();
    await rows(`truncate ${part('low')}`);
    const other = new pg.Client({ connectionString: inject('databaseUrl') });
    other.on('error', () => {});
    await other.connect();
    await other.query('begin; lock selfdb.published_partitions');
    await followTables(db).catch(() => {});
    await other.query('rollback; begin; select from selfdb.published_partitions for update');
    await followTables(db);
    await feed.until(1);
    await other.end();
    for (const _ of [1, 2]) await followTables(db);
    await rows(`insert into ${table.sql} values (2)`);
    await feed.until(3);
    expect(toldOf(feed.reader.items)).toEqual(['repartitioned', 'repartitioned', 2]);
  });

  it('but not if the change was rolled back', async () => {
    await using feed = await openFeed();
    await rows(`begin; drop table ${part('high')}; select selfdb.follow_partitions(); rollback`);
    await followTables(db);
    await rows(`insert into ${table.sql} values (12)`);
    await feed.until(1);
    expect(toldOf(feed.reader.items)).toEqual([12]);
  });
});

it('a truncated table is reported once, with all its partitions', async () => {
  await using feed = await openFeed();
  await rows(`begin; truncate ${table.sql}; select selfdb.follow_partitions(); commit`);
  await rows(`insert into ${table.sql} values (2)`);
  await feed.until(2);
  expect(toldOf(feed.reader.items)).toEqual(['truncated', 2]);
});

describe('a partition of a published table', () => {
  const enabled = (relation: string) =>
    value('select realtime_enabled from selfdb.tables where relid = $1::regclass', [relation]);
  const register = (relation: string) =>
    rows(
      `insert into selfdb.tables (relid, owner_id, realtime_enabled)
       select $1::regclass, owner_id, true from selfdb.tables where id = $2`,
      [relation, table.id],
    );

  it('is not published by itself', async () => {
    await expect(register(part('low'))).rejects.toThrow(/is a partition of "\w+", whose listeners/);
    expect(await enabled(part('low'))).toBeUndefined();
  });

  it('that was published before it was attached tells its listeners that its realtime has ended', async () => {
    await register(part('loose'));
    await using feed = await openFeed();
    await rows(`begin; alter table ${table.sql} attach partition ${part('loose')} for values from (30) to (40);
      select selfdb.follow_replica_identity(); commit`);
    await rows(`insert into ${table.sql} values (32); update ${table.sql} set n = 33 where n = 32`);
    await feed.until(4);
    expect(await enabled(part('loose'))).toBe(false);
    expect(feed.reader.items).toMatchObject([
      { type: 'rights', now: { realtime_enabled: false } },
      { type: 'table', what: 'repartitioned' },
      { type: 'row', kind: 'INSERT' },
      { type: 'row', kind: 'UPDATE', payload: expect.stringContaining('"old":{"n":32}') },
    ]);
  });

  it('is no longer published once the table above it is', async () => {
    await rows('update selfdb.tables set realtime_enabled = false where id = $1', [table.id]);
    await register(part('low'));
    await rows('update selfdb.tables set realtime_enabled = true where id = $1', [table.id]);
    expect(await enabled(part('low'))).toBe(false);
    await rows(`update ${table.sql} set n = 3 where n = 1`);
  });
});
