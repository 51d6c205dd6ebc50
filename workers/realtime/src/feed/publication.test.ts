import { createDatabase } from '@selfdb/server/db/database';
import { followCatalog } from '@selfdb/server/db/follow-catalog';
import { plainSql } from '@selfdb/server/testing/plain-sql';
import { asSuperuser, rows, rowsOfNewSession } from '@selfdb/server/testing/postgres';
import { describe, expect, inject, it } from 'vitest';
import type { FeedItem } from '../change.ts';
import { openFeed, until } from '../testing/feed.ts';
import { payloadsOf } from '../testing/payloads.ts';
import { createTable, type TestTable } from '../testing/tables.ts';

const flip = (table: TestTable, on: boolean) =>
  rows('update selfdb.tables set realtime_enabled = $1 where id = $2', [on, table.id]);

async function stateOf({ relid }: TestTable) {
  const [row] = await rows(
    `select c.relreplident as identity, exists (select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
       where r.prrelid = c.oid and p.pubname = 'selfdb_realtime') as published from pg_class c where c.oid = $1`,
    [relid],
  );
  return row;
}

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });

/** Sets the flag as the API does. */
const enable = (table: TestTable) =>
  db.query(plainSql('update selfdb.tables set realtime_enabled = true where id = $1', [table.id]));

it('a table is published with whole old rows while it is realtime_enabled', async () => {
  const table = await createTable('n int', { realtime: false });
  expect(await stateOf(table)).toEqual({ identity: 'd', published: false });
  await flip(table, true);
  expect(await stateOf(table)).toEqual({ identity: 'f', published: true });
  await flip(table, true);
  await flip(table, false);
  expect(await stateOf(table)).toEqual({ identity: 'd', published: false });
});

it('a table is published in the transaction that sets the flag', async () => {
  const table = await createTable('n int', { realtime: false });
  await using feed = await openFeed();
  await rows(`do $$ begin
    insert into ${table.sql} (n) values (1);
    update selfdb.tables set realtime_enabled = true where id = '${table.id}';
    rollback;
    end $$`);
  expect(await stateOf(table)).toEqual({ identity: 'd', published: false });
  await rows(`do $$ begin
    update selfdb.tables set realtime_enabled = true where id = '${table.id}';
    insert into ${table.sql} (n) values (2);
    end $$`);
  await rows(`update ${table.sql} set n = 3`);
  await rows(`do $$ begin
    update selfdb.tables set realtime_enabled = false where id = '${table.id}';
    insert into ${table.sql} (n) values (4);
    end $$`);
  const other = await createTable('n int');
  await rows(`insert into ${other.sql} (n) values (5)`);
  const items = await feed.until(5);
  expect(items.map(({ type }) => type)).toEqual(['rights', 'row', 'row', 'rights', 'row']);
  expect(payloadsOf(items)).toMatchObject([
    { new: { n: 2 } },
    { new: { n: 3 }, old: { n: 2 } },
    { new: { n: 5 } },
  ]);
});

it('stored generated columns are sent, and do not prevent changes', async () => {
  const table = await createTable('n int, twice int generated always as (n * 2) stored');
  await using feed = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await rows(`update ${table.sql} set n = 2`);
  expect(payloadsOf(await feed.until(2))).toMatchObject([
    { new: { n: 1, twice: 2 } },
    { new: { n: 2, twice: 4 }, old: { n: 1, twice: 2 } },
  ]);
});

describe('a virtual generated column', () => {
  const VIRTUAL = 'n int, twice int generated always as (n * 2) virtual';

  /** Every kind of change works, and has the key of the old row. */
  async function expectChanges(table: TestTable) {
    await using feed = await openFeed();
    await rows(`insert into ${table.sql} (n) values (1)`);
    await rows(`update ${table.sql} set n = 2`);
    await rows(`update ${table.sql} set id = default`);
    await rows(`delete from ${table.sql}`);
    await feed.until(4);
    const items = feed.reader.items.filter(({ type }) => type === 'row');
    expect(items.map((item) => item.type === 'row' && item.isPartial)).toEqual([true, true, true, true]);
    expect(payloadsOf(items).map((payload) => [payload.new, payload.old])).toEqual([
      [{ id: 1, n: 1 }, null],
      [{ id: 1, n: 2 }, { id: 1 }],
      [{ id: 2, n: 2 }, { id: 1 }],
      [null, { id: 2 }],
    ]);
  }

  it('that exists before realtime reduces the old row to its key', async () => {
    const table = await createTable(VIRTUAL);
    expect(await stateOf(table)).toEqual({ identity: 'd', published: true });
    await expectChanges(table);
  });

  it.each(['later', 'in one transaction'])('that is added %s does not prevent changes', async (when) => {
    const table = await createTable('n int');
    const add = `alter table ${table.sql} add column twice int generated always as (n * 2) virtual`;
    if (when === 'later') {
      await rows(add);
      await rows(`insert into ${table.sql} overriding system value values (-1, 0)`);
      await expect(rows(`update ${table.sql} set n = 1`)).rejects.toThrow('cannot update table');
      await rows('select selfdb.follow_replica_identity()');
      await rows(`delete from ${table.sql}`);
    } else {
      await rows(`do $$ begin
        insert into ${table.sql} overriding system value values (-1, 0);
        ${add};
        perform selfdb.follow_replica_identity();
        update ${table.sql} set n = 1;
        delete from ${table.sql};
        end $$`);
    }
    expect(await stateOf(table)).toEqual({ identity: 'd', published: true });
    await expectChanges(table);
    await rows(`alter table ${table.sql} drop column twice; select selfdb.follow_replica_identity()`);
    expect(await stateOf(table)).toEqual({ identity: 'f', published: true });
  });

  it.each(['', 'primary key (id) deferrable'])(
    'without a key that serves (%j) is refused with the reason',
    async (key) => {
      const table = await createTable(VIRTUAL, { realtime: false });
      await rows(`alter table ${table.sql} drop constraint ${table.name}_pkey`);
      if (key) await rows(`alter table ${table.sql} add ${key}`);
      await expect(enable(table)).rejects.toMatchObject({
        code: 'conflict',
        message: `Realtime is not possible: the table "${table.name}" has a virtual generated column and no primary key that is checked at once. Give it one, or make the column STORED.`,
      });
      expect(await stateOf(table)).toEqual({ identity: 'd', published: false });
      await rows(`insert into ${table.sql} (n) values (1)`);
      await rows(`update ${table.sql} set n = 2`);
    },
  );

  it('that is added to a table without a key ends its realtime, and the table stays writable', async () => {
    const table = await createTable('n int');
    await rows(`alter table ${table.sql} drop constraint ${table.name}_pkey`);
    await using feed = await openFeed();
    await rows(`alter table ${table.sql} add column twice int generated always as (n * 2) virtual`);
    await followCatalog(db);
    await rows(`insert into ${table.sql} (n) values (1)`);
    await rows(`update ${table.sql} set n = 2`);
    expect(await stateOf(table)).toEqual({ identity: 'd', published: false });
    const told = (item: FeedItem) => item.type === 'rights' && item.id === String(table.relid);
    await until(
      () =>
        feed.reader.items.some(
          (item) => told(item) && item.type === 'rights' && item.now?.realtime_enabled === false,
        ),
      () => 'it is not reported',
    );
  });
});

it('realtime can be enabled for the table of a role of which the system is a member', async () => {
  const table = await createTable('n int, twice int generated always as (n * 2) virtual', {
    realtime: false,
  });
  const role = `owner_${crypto.randomUUID().slice(0, 8)}`;
  await asSuperuser(`create role ${role}; grant ${role} to selfdb; grant create, usage on schema public to ${role};
    alter table ${table.sql} owner to ${role}`);
  await flip(table, true);
  expect(await stateOf(table)).toEqual({ identity: 'd', published: true });
  await asSuperuser(`grant usage on schema selfdb to ${role}`);
  await asSuperuser(`set role ${role}; begin; alter table ${table.sql} drop column twice;
    select selfdb.follow_replica_identity(); insert into ${table.sql} (n) values (1); update ${table.sql} set n = 2; commit`);
  expect(await stateOf(table)).toEqual({ identity: 'f', published: true });
  await asSuperuser(`alter table ${table.sql} owner to selfdb; drop owned by ${role}; drop role ${role}`);
});

it('a table of another role is refused with a sentence on what to do, and nothing else breaks', async () => {
  const table = await createTable('n int', { realtime: false });
  await asSuperuser(`alter table ${table.sql} owner to postgres`);
  await expect(enable(table)).rejects.toMatchObject({
    code: 'conflict',
    message: `Realtime is not possible: the table "${table.name}" belongs to the database role "postgres". Give it to "selfdb" first.`,
  });
  await rows(`update selfdb.tables set access = 'public' where id = $1`, [table.id]);
  await asSuperuser(`alter table ${table.sql} owner to selfdb`);
  await flip(table, true);
  expect(await stateOf(table)).toEqual({ identity: 'f', published: true });
});

it('an unlogged table is refused', async () => {
  const table = await createTable('n int', { realtime: false });
  await rows(`alter table ${table.sql} set unlogged`);
  await expect(enable(table)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('LOGGED'),
  });
});

it('the flag of a table that was dropped can be changed', async () => {
  const table = await createTable('n int');
  await rows(`drop table ${table.sql}`);
  await flip(table, false);
  await flip(table, true);
  expect(await stateOf(table)).toBeUndefined();
});

it('the partitions of a published table are looked up, without reading all of pg_class', async () => {
  const table = await createTable('n int');
  const read = await rowsOfNewSession(
    // As with a catalog of four times the size: Postgres may rightly read a small one whole.
    'set seq_page_cost = 4',
    `select parts, pg_stat_get_xact_tuples_returned(case when parts > 0 then 'pg_class'::regclass end)::int as rows
     from (select count(*)::int as parts from selfdb.published_parts(${table.relid})) p`,
  );
  expect(read).toEqual([{ parts: 1, rows: 0 }]);
});
