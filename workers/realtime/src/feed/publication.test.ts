import { createDatabase } from '@selfdb/shared/db/database';
import { asSuperuser, rows } from '@selfdb/shared/testing/postgres';
import { expect, inject, it } from 'vitest';
import { openFeed } from '../testing/feed.ts';
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

/** As the API does it. */
const enable = (table: TestTable) =>
  db.query({ text: 'update selfdb.tables set realtime_enabled = true where id = $1', values: [table.id] });

it('a table is published with its old rows whole while it is realtime_enabled', async () => {
  const table = await createTable('n int', { realtime: false });
  expect(await stateOf(table)).toEqual({ identity: 'd', published: false });
  await flip(table, true);
  expect(await stateOf(table)).toEqual({ identity: 'f', published: true });
  await flip(table, true);
  await flip(table, false);
  expect(await stateOf(table)).toEqual({ identity: 'd', published: false });
});

it('it is so in the transaction that flips the flag', async () => {
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

it('generated columns that are stored are sent, and do not stop changes', async () => {
  const table = await createTable('n int, twice int generated always as (n * 2) stored');
  await using feed = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await rows(`update ${table.sql} set n = 2`);
  expect(payloadsOf(await feed.until(2))).toMatchObject([
    { new: { n: 1, twice: 2 } },
    { new: { n: 2, twice: 4 }, old: { n: 1, twice: 2 } },
  ]);
});

it('a table of another role is refused with a word on what to do, and nothing else breaks', async () => {
  const table = await createTable('n int', { realtime: false });
  await asSuperuser(`alter table ${table.sql} owner to postgres`);
  await expect(enable(table)).rejects.toMatchObject({
    code: 'conflict',
    message: `Realtime is not possible: the table "${table.name}" belongs to the database role "postgres". Give it to "selfdb" first.`,
  });
  await rows('update selfdb.tables set public = true where id = $1', [table.id]);
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
