import { createDatabase } from '@selfdb/server/db/database';
import { followTables } from '@selfdb/server/db/follow-catalog';
import { rows, value } from '@selfdb/server/testing/postgres';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import type { FeedItem } from '../change.ts';
import { openFeed } from '../testing/feed.ts';
import { createTable, type TestTable } from '../testing/tables.ts';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
let table: TestTable;

beforeEach(async () => {
  table = await createTable('n int, label text, twice int generated always as (n * 2) stored');
});

/** What clients are told of the table. */
const toldOf = (items: FeedItem[]) =>
  items.flatMap((item) => {
    if (item.type === 'row' && item.relid === table.relid) return [item.kind];
    return item.type === 'table' && item.relid === table.relid && item.what !== 'altered' ? [item.what] : [];
  });

const CHANGES: [what: string, change: string][] = [
  ['added', 'add column extra text'],
  ['added with a default', 'add column extra int default 7'],
  ['added as a virtual column', 'add column extra int generated always as (n + 1) virtual'],
  ['dropped', 'drop column label'],
  ['dropped and added again', 'drop column label, add column label text'],
  ['renamed', 'rename column label to title'],
  ['given another type', 'alter column label type varchar(20)'],
  ['given another length', 'alter column label type varchar(30)'],
  ['rewritten', 'alter column label type bytea using label::bytea'],
  ['generated otherwise', 'alter column twice set expression as (n * 3)'],
  ['no longer generated', 'alter column twice drop expression'],
];

const OTHERS: [what: string, change: (sql: string) => string][] = [
  ['a default', (sql) => `alter table ${sql} alter column label set default 'x'`],
  ['a default that is dropped', (sql) => `alter table ${sql} alter column label drop default`],
  ['a not null constraint', (sql) => `alter table ${sql} alter column label set not null`],
  ['a check', (sql) => `alter table ${sql} add check (n > 0)`],
  ['an index', (sql) => `create index on ${sql} (n)`],
  ['a comment', (sql) => `comment on column ${sql}.n is 'a number'`],
  ['statistics', (sql) => `alter table ${sql} alter column n set statistics 50; analyze ${sql}`],
  ['a rewritten table', (sql) => `cluster ${sql} using ${sql.slice('public.'.length)}_pkey`],
];

const alter = (change: string) =>
  change
    .split(', ')
    .map((one) => `alter table ${table.sql} ${one}`)
    .join('; ');

describe('columns cause one gap', () => {
  it.each(CHANGES)('when one is %s, without a change of a row', async (_what, change) => {
    await using feed = await openFeed();
    await rows(alter(change));
    await followTables(db);
    await followTables(db);
    await feed.until(2);
    await rows(`insert into ${table.sql} (n) values (2)`);
    await feed.until(3);
    expect(toldOf(feed.reader.items)).toEqual(['restructured', 'INSERT']);
  });

  it.each(CHANGES)('in its position, where SQL of the API did it: one is %s', async (_what, change) => {
    await using feed = await openFeed();
    await rows(`begin; insert into ${table.sql} (n) values (2); ${alter(change)};
      select selfdb.follow_replica_identity(); insert into ${table.sql} (n) values (3); commit`);
    await rows(`insert into ${table.sql} (n) values (4)`);
    await feed.until(5);
    await followTables(db);
    expect(toldOf(feed.reader.items)).toEqual(['INSERT', 'restructured', 'INSERT', 'INSERT']);
  });

  it('before the first changed row, where another program changed both', async () => {
    await using feed = await openFeed();
    await rows(`insert into ${table.sql} (n) values (1)`);
    await rows(`alter table ${table.sql} add column extra text; insert into ${table.sql} (n) values (2)`);
    await feed.until(4);
    expect(toldOf(feed.reader.items)).toEqual(['INSERT', 'restructured', 'INSERT']);
  });

  it('in the transaction that changes the registry, as the API does', async () => {
    await using feed = await openFeed();
    await rows(`begin; alter table ${table.sql} drop column label;
      update selfdb.tables set version = version + 1 where id = '${table.id}';
      insert into ${table.sql} (n) values (2); commit`);
    await feed.until(3);
    await followTables(db);
    expect(toldOf(feed.reader.items)).toEqual(['restructured', 'INSERT']);
  });

  it('for a partitioned table, and for a table that inherits them', async () => {
    await rows(`update selfdb.tables set realtime_enabled = false where id = '${table.id}'; drop table ${table.sql};
      create table ${table.sql} (n int primary key, label text) partition by range (n);
      create table ${table.sql}_low partition of ${table.sql} for values from (0) to (10);
      update selfdb.tables set relid = '${table.sql}'::regclass, realtime_enabled = true where id = '${table.id}'`);
    const partitioned = Number(await value('select $1::regclass::oid', [table.sql]));
    const child = await createTable('label text');
    await rows(
      `create table ${child.sql}_parent (label text); alter table ${child.sql} inherit ${child.sql}_parent`,
    );
    await using feed = await openFeed();
    await rows(`alter table ${table.sql} add column extra int`);
    await rows(`alter table ${child.sql}_parent rename column label to title`);
    await followTables(db);
    await feed.until(4);
    expect(feed.reader.items.filter((item) => item.type === 'table' && item.what === 'restructured')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ relid: partitioned }),
        expect.objectContaining({ relid: child.relid }),
      ]),
    );
  });

  it('but not if the change was rolled back, or realtime was enabled after it', async () => {
    const later = await createTable('n int', { realtime: false });
    await using feed = await openFeed();
    await rows(`begin; alter table ${table.sql} drop column label; select selfdb.follow_columns(); rollback`);
    await rows(`alter table ${later.sql} add column extra int;
      update selfdb.tables set realtime_enabled = true where id = '${later.id}'`);
    await followTables(db);
    await rows(`insert into ${table.sql} (n) values (12)`);
    await rows(`insert into ${later.sql} (n) values (12)`);
    await feed.until(3);
    expect(feed.reader.items.filter(({ type }) => type === 'table')).toEqual([]);
  });
});

it.each(OTHERS)('%s causes no gap', async (_what, change) => {
  await rows(`insert into ${table.sql} (n, label) values (1, 'a')`);
  await using feed = await openFeed();
  for (const statement of change(table.sql).split('; ')) await rows(statement);
  await rows(`update selfdb.tables set version = version + 1 where id = '${table.id}'`);
  await followTables(db);
  await rows(`insert into ${table.sql} (n, label) values (2, 'b')`);
  await feed.until(1);
  expect(feed.reader.items.map(({ type }) => type)).toEqual(['row']);
});
