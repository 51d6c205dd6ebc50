import { startTestPostgres, type TestPostgres } from '@selfdb/pg-gateway/testing/test-postgres';
import type { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from './client.ts';
import { applyMigrations, earlierMigrationsDirectory, readMigrations } from './migrations.ts';

const FIRST = '0016_access.sql';
let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);

afterAll(() => postgres.stop());

/** The log's messages about rights, as a slot decodes them. */
async function toldRights(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ data: string }>(
    `select data from pg_logical_slot_get_changes('upgraded', null, null)
     where data like 'table selfdb.rights_changes: INSERT%'`,
  );
  return rows.map(({ data }) => data);
}

test('when `public` becomes `access`, tables keep their access, and the change feed is not told', async () => {
  await withClient({ connectionString: postgres.url }, async (client) => {
    const earlier = readMigrations(earlierMigrationsDirectory);
    await applyMigrations(
      client,
      earlier.filter(({ name }) => name < FIRST),
      [],
    );
    await client.query(`
      create table public.t1 (id int primary key);
      create table public.t2 (id int primary key);
      create table public.t3 (id int primary key);
      insert into selfdb.users (email, password_hash, first_name, last_name) values ('a@example.com', 'x', 'A', 'B');
      insert into selfdb.tables (relid, owner_id, public, realtime_enabled, version)
        select format('public.t%s', n)::regclass, u.id, n <> 2, true, n from selfdb.users u, generate_series(1, 3) n`);
    await client.query(`select pg_create_logical_replication_slot('upgraded', 'test_decoding')`);
    await client.query(`update selfdb.tables set public = false where relid = 'public.t3'::regclass`);
    // It has not been reported yet: the next reading of the catalog does that.
    await client.query('alter table public.t1 rename to t1_renamed');
    await applyMigrations(client, readMigrations(), earlier);

    const { rows } = await client.query(
      'select access, version::int, told_name from selfdb.tables order by version',
    );
    expect(rows).toEqual([
      { access: 'public', version: 1, told_name: 't1' },
      { access: 'owner', version: 2, told_name: 't2' },
      { access: 'owner', version: 3, told_name: 't3' },
    ]);
    const [before, ...more] = await toldRights(client);
    expect([before, more]).toEqual([expect.stringMatching(/"public" : true.*"public" : false/), []]);

    await client.query('select selfdb.follow_catalog()');
    await client.query(`update selfdb.tables set access = 'users' where version = 3`);
    expect(await toldRights(client)).toEqual([
      expect.stringMatching(/"name" : "t1_renamed", .*"access" : "public"/),
      expect.stringMatching(/"access" : "users"/),
    ]);
    await client.query(`select pg_drop_replication_slot('upgraded')`);
  });
});

test('`access` is public, users or owner, and owner by default', async () => {
  await withClient({ connectionString: postgres.url }, async (client) => {
    await client.query('create table public.t4 (id int)');
    const insert = (access: string) =>
      client.query(`insert into selfdb.tables (relid, owner_id ${access ? ', access' : ''})
        select 'public.t4'::regclass, id ${access} from selfdb.users returning access`);
    for (const wrong of [`, 'everyone'`, ', null', `, ''`])
      await expect(insert(wrong)).rejects.toThrow(/access/);
    expect((await insert('')).rows).toEqual([{ access: 'owner' }]);
  });
});
