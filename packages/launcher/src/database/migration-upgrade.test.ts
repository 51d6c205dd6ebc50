import { createHash } from 'node:crypto';
import { startTestPostgres, type TestPostgres } from '@selfdb/pg-gateway/testing/test-postgres';
import type { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { withClient } from './client.ts';
import { applyMigrations, earlierMigrationsDirectory, readMigrations } from './migrations.ts';
import { describeCatalog, describeRows } from './testing/catalog.ts';

const migrations = readMigrations();
const earlier = readMigrations(earlierMigrationsDirectory);
/** The baseline stands for the earlier files, so only these run after them. */
const afterBaseline = migrations.filter(({ name }) => name > '0012');
const ROLE = 'role_for_sql';

vi.setConfig({ testTimeout: 60_000 });

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
  await withClient({ connectionString: postgres.superuserUrl }, (client) =>
    client.query(`create role ${ROLE} login; grant ${ROLE} to selfdb with admin option`),
  );
}, 60_000);

afterAll(() => postgres.stop(), 60_000);

/** A new database, for the system's role. */
async function inDatabase<T>(name: string, work: (client: Client) => Promise<T>): Promise<T> {
  await withClient({ connectionString: postgres.superuserUrl }, (client) =>
    client.query(`create database ${name} owner selfdb`),
  );
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  return withClient({ connectionString: url.href }, work);
}

async function describe(client: Client): Promise<string[]> {
  const bare = await describeCatalog(client);
  await client.query('select selfdb.set_sql_role($1)', [ROLE]);
  return [...bare, ...(await describeCatalog(client)), ...(await describeRows(client))];
}

let fresh: string[];

beforeAll(async () => {
  fresh = await inDatabase('fresh', async (client) => {
    expect(await applyMigrations(client, migrations, earlier)).toEqual(migrations.map(({ name }) => name));
    expect(await applyMigrations(client, migrations, earlier)).toEqual([]);
    return describe(client);
  });
}, 60_000);

test.each(earlier.map(({ name }) => name))(
  'a database that ran the earlier files up to %s becomes as a new one is',
  async (last) => {
    await inDatabase(`of_${last.slice(0, 4)}`, async (client) => {
      const ran = earlier.filter(({ name }) => name <= last);
      const rest = earlier.filter(({ name }) => name > last);
      await applyMigrations(client, ran, []);
      expect(await applyMigrations(client, migrations, earlier)).toEqual(
        [...rest, ...afterBaseline].map(({ name }) => name),
      );
      expect(await describe(client)).toEqual(fresh);
      expect(await applyMigrations(client, migrations, earlier)).toEqual([]);
      const { rows } = await client.query(
        'select name, checksum from selfdb.migrations order by checksum collate "C"',
      );
      const all = [...earlier, ...migrations].map(({ name, checksum }) => ({ name, checksum }));
      expect(rows).toEqual(all.sort((a, b) => (a.checksum < b.checksum ? -1 : 1)));
    });
  },
);

test('a file after the baseline is also applied to a database of the earlier files', async () => {
  const sql = 'create table selfdb.later ()';
  const later = { name: '9999_later.sql', path: 'migrations/9999_later.sql', sql, checksum: 'of later' };
  await inDatabase('of_both', async (client) => {
    await applyMigrations(client, earlier.slice(0, 9), []);
    const applied = await applyMigrations(client, [...migrations, later], earlier);
    expect(applied).toEqual([...earlier.slice(9), ...afterBaseline, later].map(({ name }) => name));
    const { rows } = await client.query(`select to_regclass('selfdb.later')::text as later`);
    expect(rows).toEqual([{ later: 'selfdb.later' }]);
  });
});

test('a failed upgrade continues where it stopped', async () => {
  const broken = earlier.map((file, i) => (i === 15 ? { ...file, sql: `${file.sql}; select 1/0` } : file));
  await inDatabase('of_broken', async (client) => {
    await applyMigrations(client, earlier.slice(0, 9), []);
    await expect(applyMigrations(client, migrations, broken)).rejects.toThrow(
      'migrations/before-1.0/0016_access.sql failed and changed nothing: division by zero',
    );
    const applied = await applyMigrations(client, migrations, earlier);
    expect(applied).toEqual([...earlier.slice(15), ...afterBaseline].map(({ name }) => name));
    expect(await describe(client)).toEqual(fresh);
  });
});

test('the earlier files are unchanged, and no other file has the name of one', () => {
  const digest = createHash('sha256');
  for (const { name, checksum } of earlier) digest.update(`${name} ${checksum}\n`);
  expect(digest.digest('hex')).toBe('a665259e3baad30edf4e9bf1cd925777ff40cb975ffecf42d7586e9b9614342e');
  expect(new Set([...earlier, ...migrations].map(({ name }) => name)).size).toBe(
    earlier.length + migrations.length,
  );
});
