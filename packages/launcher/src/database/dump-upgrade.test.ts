import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestPostgres, type TestPostgres } from '@selfdb/pg-gateway/testing/test-postgres';
import type { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { withClient } from './client.ts';
import { applyMigrations, earlierMigrationsDirectory, readMigrations } from './migrations.ts';
import { describeCatalog, describeRows } from './testing/catalog.ts';

/** Of `pg_dump --inserts`, from a system that had run 0001 to 0009: users, tables, files and sessions made through its API. */
const dump = readFileSync(join(import.meta.dirname, 'testing/dumps/of-0009.sql'), 'utf8');
const migrations = readMigrations();
const earlier = readMigrations(earlierMigrationsDirectory);
const ROLE = 'role_for_sql';

vi.setConfig({ testTimeout: 60_000 });

let postgres: TestPostgres;
let before: Awaited<ReturnType<typeof readData>>;

beforeAll(async () => {
  postgres = await startTestPostgres();
  await withClient({ connectionString: postgres.superuserUrl }, (client) =>
    client.query(`create role ${ROLE} login; grant ${ROLE} to selfdb with admin option`),
  );
  await withClient({ connectionString: postgres.superuserUrl }, (client) =>
    client.query('create database fresh owner selfdb'),
  );
  await inDatabase('selfdb', (client) => client.query(dump));
  await inDatabase('selfdb', async (client) => {
    await client.query(`update selfdb.sessions set expires_at = now() + interval '1 day'`);
    before = await readData(client);
    const applied = await applyMigrations(client, migrations, earlier);
    const rest = [
      ...earlier.filter(({ name }) => name > '0010'),
      ...migrations.filter(({ name }) => name > '0012'),
    ];
    expect(applied).toEqual(rest.map(({ name }) => name));
    await client.query('select selfdb.set_sql_role($1)', [ROLE]);
  });
}, 60_000);

afterAll(() => postgres.stop());

function inDatabase<T>(name: string, work: (client: Client) => Promise<T>): Promise<T> {
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  return withClient({ connectionString: url.href }, work);
}

async function jsonOf(client: Client, table: string, columns = '*'): Promise<unknown[]> {
  const { rows } = await client.query(
    `select to_jsonb(t) as row from (select ${columns} from ${table}) t order by t::text collate "C"`,
  );
  return rows.map(({ row }) => row);
}

/** What the upgrade leaves as it is. */
async function readData(client: Client) {
  const read = (table: string, columns?: string) => jsonOf(client, table, columns);
  return {
    users: await read('selfdb.users'),
    sessions: await read('selfdb.sessions', 'id, user_id, refresh_id, created_at, expires_at, revoked_at'),
    tables: await read(
      'selfdb.tables',
      'id, relid, owner_id, realtime_enabled, description, metadata, version, created_at, told_name',
    ),
    files: await read(
      'selfdb.files',
      'id, bucket_id, size, mime_type, checksum_sha256, blob_id, segments, owner_id',
    ),
    deadSegments: await read('selfdb.dead_segments'),
    history: await read('selfdb.sql_history'),
    snippets: await read('selfdb.sql_snippets'),
    feed: await read('selfdb.change_feed'),
    books: await read('public.books'),
    diary: await read('public.diary'),
    measured: await read('public.measured'),
    recent: await read('public.recent'),
    events: await read('public.events'),
  };
}

test('all data are kept', async () => {
  expect(before.users).toHaveLength(3);
  expect(before.files).toHaveLength(3);
  expect(before.books).toHaveLength(2);
  await inDatabase('selfdb', async (client) => {
    expect(await readData(client)).toEqual(before);
    expect(await jsonOf(client, 'selfdb.tables', 'told_name, access')).toEqual([
      { told_name: 'books', access: 'public' },
      { told_name: 'diary', access: 'owner' },
      { told_name: 'events', access: 'owner' },
      { told_name: 'measured', access: 'owner' },
    ]);
    expect(
      await jsonOf(client, 'selfdb.buckets', 'name, access, anonymous_uploads, file_count, total_size'),
    ).toEqual([
      { name: 'ada', access: 'owner', anonymous_uploads: true, file_count: 2, total_size: 28 },
      { name: 'drafts', access: 'owner', anonymous_uploads: true, file_count: 0, total_size: 0 },
      { name: 'notes', access: 'public', anonymous_uploads: true, file_count: 1, total_size: 14 },
    ]);
    expect(await jsonOf(client, 'selfdb.uploads', 'path, size, on_conflict')).toEqual([
      { path: 'half.txt', size: 20, on_conflict: 'error' },
    ]);
    const paths = await jsonOf(client, 'selfdb.files', 'path');
    expect(paths).toEqual(
      expect.arrayContaining([
        { path: 'caf\u00e9.txt' },
        { path: 'letters/hello.txt' },
        { path: '2026/readme.md' },
      ]),
    );
  });
});

test('callers have the same rights as before', async () => {
  await inDatabase('selfdb', async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `select concat_ws(' ', split_part(coalesce(u.email, 'anonymous'), '@', 1), t.told_name, string_agg(action, ' ' order by action)) as line
       from (select id, user_id from selfdb.sessions union all select null, null) s(id, user_id)
       left join selfdb.users u on u.id = s.user_id
       cross join selfdb.tables t cross join unnest(array['use', 'owner']) action
       cross join lateral selfdb_api.gate(s.id, s.user_id, t.id, t.relid, t.version, null, null, action) gate
       where gate.open and t.told_name in ('books', 'diary')
       group by u.email, t.told_name order by 1`,
    );
    expect(rows.map(({ line }) => line)).toEqual([
      'ada books use',
      'ada diary owner use',
      'admin books owner owner use use',
      'admin diary owner owner use use',
      'anonymous books use',
    ]);
  });
});

test("users' tables belong to the role for SQL, and those with realtime are still published", async () => {
  await inDatabase('selfdb', async (client) => {
    const owners = await client.query(
      `select distinct relowner::regrole::text as owner from pg_class where relnamespace = 'public'::regnamespace`,
    );
    expect(owners.rows).toEqual([{ owner: ROLE }]);
    const published = await client.query(
      `select prrelid::regclass::text as name from pg_publication_rel order by 1`,
    );
    expect(published.rows.map(({ name }) => name)).toEqual([
      'public.books',
      'public.diary',
      'selfdb.rights_changes',
    ]);
  });
});

test('the schema equals that of a new database', async () => {
  const systemCatalog = async (client: Client) =>
    (await describeCatalog(client)).filter((line) => !line.includes('public.'));
  const fresh = await inDatabase('fresh', async (client) => {
    await applyMigrations(client, migrations, earlier);
    await client.query('select selfdb.set_sql_role($1)', [ROLE]);
    return systemCatalog(client);
  });
  expect(await inDatabase('selfdb', systemCatalog)).toEqual(fresh);
});

test('a second start does nothing', async () => {
  await inDatabase('selfdb', async (client) => {
    const describe = async () => [...(await describeCatalog(client)), ...(await describeRows(client))];
    const once = await describe();
    expect(await applyMigrations(client, migrations, earlier)).toEqual([]);
    await client.query('select selfdb.set_sql_role($1)', [ROLE]);
    expect(await describe()).toEqual(once);
  });
});
