import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sampleArchive } from '@selfdb/backup/testing/sample-archive';
import { unpackTar } from 'modern-tar';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type BackupWorld, startBackupWorld } from './testing/backup-world.ts';

vi.setConfig({ testTimeout: 60_000 });

const FILENAME = 'selfdb_backup_20261201_000000_hostile.tar.gz';

let world: BackupWorld;
/** What a backup of the world writes. */
let script: string;
let migrations: string[];

beforeAll(async () => {
  world = await startBackupWorld();
  await world.asUser.run(
    "create table books (id int primary key, title text); insert into books values (1, 'Emma')",
  );
  const { filename, manifest } = await world.backup();
  const parts: Uint8Array[] = [];
  for await (const part of world.store.read(filename)) parts.push(part);
  const entries = await unpackTar(gunzipSync(Buffer.concat(parts)));
  script = Buffer.from(entries[0]?.data ?? '').toString();
  migrations = manifest.migrations;
}, 60_000);

afterAll(() => world.stop());

/** Restores an archive with the script of the world, changed by a function. */
async function restore(
  change: (script: string) => string,
  more: Parameters<typeof sampleArchive>[0] = {},
): Promise<unknown> {
  const { bytes } = await sampleArchive({
    script: change(script),
    files: {},
    manifest: { migrations },
    ...more,
  });
  mkdirSync(world.backups, { recursive: true });
  writeFileSync(join(world.backups, FILENAME), bytes);
  return world.restore(FILENAME);
}

/** Adds a statement after the schema of the system, before the rows. */
const adding = (statement: string) => (text: string) =>
  text.replace(/(?=\n--\n-- Data for Name)/, () => `\n${statement}\n`);

/** The database, its roles and the server are as they were, and no other database is left. */
async function expectUntouched(): Promise<void> {
  expect(await world.asUser.rows('select title from public.books')).toEqual([{ title: 'Emma' }]);
  expect(
    await world.asSuperuser.rows(
      "select datname from pg_database where datname not in ('selfdb', 'postgres', 'template0', 'template1') and datname !~ '^selfdb_before_'",
    ),
  ).toEqual([]);
  expect(
    await world.asSuperuser.rows(
      "select rolname, rolsuper, rolcreaterole, rolreplication from pg_roles where rolname !~ '^pg_' and rolname <> 'postgres' order by 1",
    ),
  ).toEqual([
    { rolname: 'selfdb', rolsuper: false, rolcreaterole: true, rolreplication: true },
    { rolname: 'selfdb_sql', rolsuper: false, rolcreaterole: false, rolreplication: false },
  ]);
}

test('an archive that is as a backup wrote it is restored', async () => {
  await restore((text) => text);
  await expectUntouched();
});

test.each([
  ['a command of psql', adding('\\! touch /tmp/pwned;')],
  ['a role', adding('CREATE ROLE intruder SUPERUSER LOGIN;')],
  ['membership in a role', adding('GRANT selfdb TO selfdb_sql;')],
])('%s in the script is refused', async (_, change) => {
  await expect(restore(change)).rejects.toThrow('no backup contains');
  await expectUntouched();
});

test.each([
  [
    'a function of the system is another',
    (text: string) =>
      text.replace(
        'CREATE FUNCTION selfdb.may_use(access text, owner_id uuid, user_id uuid, role text) RETURNS boolean',
        'CREATE FUNCTION selfdb.may_use(access text, owner_id uuid, user_id uuid, role text, extra text DEFAULT NULL) RETURNS boolean',
      ),
  ],
  [
    'a table of the system has a trigger',
    adding(
      'CREATE FUNCTION public.evil() RETURNS trigger LANGUAGE plpgsql AS $$ begin return new; end $$; CREATE TRIGGER evil BEFORE UPDATE ON selfdb.users FOR EACH ROW EXECUTE FUNCTION public.evil();',
    ),
  ],
  ['a table of the system has a policy', adding('CREATE POLICY p ON selfdb.users USING (true);')],
])('an archive is refused if %s', async (_, change) => {
  await expect(restore(change)).rejects.toThrow('are not those of its version');
  await expectUntouched();
});

test.each([
  ['all roles may read the users', 'GRANT SELECT ON TABLE selfdb.users TO PUBLIC;'],
  ['a column is given away', 'GRANT SELECT(password_hash) ON TABLE selfdb.users TO selfdb_sql;'],
  [
    'later tables are given away',
    'ALTER DEFAULT PRIVILEGES FOR ROLE selfdb IN SCHEMA selfdb GRANT SELECT ON TABLES TO PUBLIC;',
  ],
])('an archive is refused if %s', async (_, grant) => {
  await expect(restore(adding(grant))).rejects.toThrow('gives away rights');
  await expectUntouched();
});

test("code that runs while restoring has the rights of the users' role in a database of its own", async () => {
  const evil = `CREATE FUNCTION public.evil(i integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
    begin perform 1 from pg_catalog.pg_authid; return 1; end $$;
    CREATE TABLE public.a_trap (id integer, g integer GENERATED ALWAYS AS (public.evil(id)) STORED);
    COPY public.a_trap (id) FROM stdin;
1
\\.
`;
  await expect(restore(adding(evil))).rejects.toThrow('permission denied for table pg_authid');
  await expectUntouched();
});

test('an archive of a later version is refused', async () => {
  const later = restore((text) => text, { manifest: { migrations: [...migrations, '9999_later.sql'] } });
  await expect(later).rejects.toThrow(/9999_later\.sql, which this version does not know/);
  await expectUntouched();
});

test('an archive with a file that no row names is refused, and with it nothing is left', async () => {
  await expect(restore((text) => text, { files: { 'photos/x': 'x' } })).rejects.toThrow(
    'No row belongs to the file',
  );
  await expectUntouched();
  expect(readdirSync(world.backups).filter((name) => name.endsWith('.partial'))).toEqual([]);
});
