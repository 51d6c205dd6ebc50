import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { runVerify } from '@selfdb/backup/jobs';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type BackupWorld, startBackupWorld } from './testing/backup-world.ts';

vi.setConfig({ testTimeout: 60_000 });

const FILENAME = 'selfdb_backup_20250501_000000.tar.gz';
const HASH = `$2b$12$${'a'.repeat(53)}`;
const BOSS = '0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c01';
const READER = '0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c02';

/** What pg_dump 15 wrote of a database as SelfDB 0.0.5 has it. */
const script = readFileSync(
  new URL('../../../backup/src/testing/earlier-database.sql', import.meta.url),
  'utf8',
).replaceAll(/@(?:BOSS|READER)_HASH@/g, () => HASH);

const FILES = {
  'storage/photos/2025/summer/sea.txt': 'sea',
  'storage/My Papers/plan é.txt': 'plan',
  'storage/photos/of-no-row.txt': 'stray',
  'storage/unknown/a/b.txt': 'b',
};

let world: BackupWorld;

beforeAll(async () => {
  world = await startBackupWorld();
  await world.asUser.run("create table kept (title text); insert into kept values ('Emma')");
}, 60_000);

afterAll(() => world.stop());

async function restore(entries: Record<string, string>): Promise<string[]> {
  const bytes = await packTar(
    Object.entries(entries).map(([name, body]) => ({
      header: { name, size: Buffer.byteLength(body) },
      body,
    })),
  );
  mkdirSync(world.backups, { recursive: true });
  writeFileSync(join(world.backups, FILENAME), gzipSync(bytes));
  return (await world.restore(FILENAME)).notes;
}

/** The database is as it was, and no other one is left. */
async function expectUntouched(): Promise<void> {
  expect(await world.asUser.rows('select title from public.kept')).toEqual([{ title: 'Emma' }]);
  expect(await world.asSuperuser.rows("select datname from pg_database where datname ~ '^selfdb_'")).toEqual(
    [],
  );
}

async function readFile(path: string): Promise<string> {
  const [row] = await world.asSystem.rows<{ blob_id: string }>(
    'select blob_id from selfdb.files where path = $1',
    [path],
  );
  return row ? text(world.blobs.read(segmentKey({ blobId: row.blob_id, segment: '0' }))) : 'no row';
}

const inUsers = (change: (line: string) => string) =>
  script.replace(/^0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c02\treader.*$/m, change);

const inScript = (statement: string) =>
  script.replace(/(?=\n--\n-- Data for Name)/, () => `\n${statement}\n`);

test.each([
  [
    'two users have one e-mail address',
    inUsers((line) => line.replace('reader@example.com', 'ada@example.com')),
    'two users have the same e-mail address',
  ],
  [
    'no user is an administrator',
    script.replace('Lovelace\tADMIN', 'Lovelace\tUSER'),
    'has no row with the role ADMIN',
  ],
  ['the users have no password', script.replaceAll(/\bpassword\b/g, 'secret'), 'no column password'],
  ['there are no users', script.replaceAll(/\bpublic\.users\b/g, 'public.people'), 'no table public.users'],
  [
    'a row does not come',
    inScript(
      'CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS $$ begin return null; end $$; CREATE TRIGGER no BEFORE INSERT ON public.books FOR EACH ROW EXECUTE FUNCTION public.no();',
    ),
    '0 rows of public.books were restored, not 2',
  ],
  ['a statement is none of pg_dump', inScript('CREATE ROLE intruder SUPERUSER;'), 'no backup contains'],
  [
    'the script writes to the system',
    inScript(
      'CREATE TRIGGER t BEFORE INSERT ON selfdb.users FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();',
    ),
    'permission denied for schema selfdb',
  ],
])('an archive is refused if %s, and nothing changes', async (_, changed, reason) => {
  await expect(restore({ 'database.sql': changed })).rejects.toThrow(reason);
  await expectUntouched();
});

test('code in a type or a view of the archive never runs as the system', async () => {
  const evil = `CREATE FUNCTION public.evil(t public.userrole) RETURNS json LANGUAGE plpgsql AS $$
      begin perform 1 from selfdb.users; return '"ADMIN"'; end $$;
    CREATE CAST (public.userrole AS json) WITH FUNCTION public.evil(public.userrole);`;
  await expect(restore({ 'database.sql': inScript(evil) })).rejects.toThrow(
    'permission denied for schema selfdb',
  );
  await expectUntouched();
});

test('verifying says that there is nothing to compare with, and does not call the archive bad', async () => {
  await expect(runVerify(world.archives, FILENAME, undefined, () => {})).rejects.toThrow('has no checksums');
  expect(await world.store.readNote(FILENAME)).toBeUndefined();
});

test('users, tables, buckets and files get the places that they have here, and the notes tell the rest', async () => {
  const notes = await restore({
    ...FILES,
    'database.sql': script,
    '.env': 'ACCESS_TOKEN_EXPIRE_MINUTES=30\nBACKUP_RETENTION_DAYS=14\nAPI_KEY=very-secret\nSECRET_KEY=s\n',
    'functions/hello.js': 'x',
  });
  expect(await world.asSystem.rows('select * from selfdb.users order by email desc')).toMatchObject([
    { id: READER, email: 'reader@example.com', role: 'USER', is_active: true },
    { email: 'gone@example.com', first_name: '', is_active: false },
    {
      id: BOSS,
      email: 'Ada@Example.com',
      password_hash: HASH,
      first_name: 'Ada',
      role: 'ADMIN',
      created_at: new Date('2025-03-01T08:00:00.123Z'),
    },
  ]);
  expect(
    await world.asSystem.rows(
      `select (select relname from pg_class where oid = relid) as name, access, realtime_enabled, description, metadata, owner_id from selfdb.tables
       order by 1`,
    ),
  ).toMatchObject([
    {
      name: 'books',
      access: 'public',
      realtime_enabled: true,
      description: 'The books',
      metadata: { shelf: 7 },
      owner_id: BOSS,
    },
    { name: 'functions', access: 'owner', owner_id: BOSS },
    { name: 'notes', access: 'users', realtime_enabled: false, metadata: {}, owner_id: READER },
    { name: 'readings', access: 'owner' },
    { name: 'refresh_tokens', access: 'owner' },
    { name: 'webhook_deliveries', access: 'owner' },
    { name: 'webhooks', access: 'owner' },
  ]);
  expect(
    await world.asSystem.rows(
      'select name, access, owner_id, max_file_size, allowed_mime_types, file_count, total_size from selfdb.buckets order by name',
    ),
  ).toMatchObject([
    { name: 'my-papers', access: 'users', owner_id: READER, file_count: '1', total_size: '4' },
    {
      name: 'photos',
      access: 'public',
      max_file_size: '1048576',
      allowed_mime_types: ['image/png', 'text/plain'],
      file_count: '2',
      total_size: '8',
    },
    { name: 'unknown', access: 'owner', owner_id: BOSS },
  ]);
  expect(await world.asSystem.rows("select * from selfdb.files where name = 'sea.txt'")).toMatchObject([
    {
      id: '3b2c0000-0000-4000-8000-000000000001',
      path: '2025/summer/sea.txt',
      mime_type: 'text/plain',
      owner_id: READER,
      metadata: { by: 'Rea' },
      checksum_sha256: createHash('sha256').update('sea').digest('hex'),
    },
  ]);
  expect([
    await readFile('2025/summer/sea.txt'),
    await readFile('plan é.txt'),
    await readFile('a/b.txt'),
  ]).toEqual(['sea', 'plan', 'b']);
  expect(await world.asSystem.rows('select first_login_at is null as open from selfdb.instance')).toEqual([
    { open: false },
  ]);
  expect(
    await world.asUser.rows("select to_regclass('public.users') as u, to_regtype('public.userrole') as t"),
  ).toEqual([{ u: null, t: null }]);
  expect(await world.asUser.rows("insert into public.notes (body) values ('third') returning id")).toEqual([
    { id: 3 },
  ]);
  expect(notes).toMatchInlineSnapshot(`
    [
      "This archive of SelfDB 0.0.5 has no checksums. It was read to its end, and all rows in it were counted after they were restored.",
      "Left out, because SelfDB publishes changes itself: the publication selfdb_pub.",
      "Rights of roles of the earlier Postgres server are left out.",
      "These tables got a primary key on their column id: public.notes.",
      "These tables have no primary key, because they have no unique column id: public.readings.",
      "Every signed-in user may read these tables and add rows, as in SelfDB 0.0.5, where they were not public: notes. Their access is "users" now; "owner" closes them.",
      "These tables were registered, but are not in the archive: lost.",
      "Functions and webhooks are not taken over. What SelfDB 0.0.5 kept about them stays in tables that only administrators see: functions (rows: 1), webhook_deliveries (rows: 2), webhooks (rows: 1).",
      "SelfDB 0.0.5 had not registered these tables, which only administrators see now: readings (rows: 1), refresh_tokens (rows: 1). Delete those that you don't need.",
      "These are gone, because they referred to tables of SelfDB 0.0.5 that are gone: constraint books_user_id_fkey on table public.books, constraint functions_owner_id_fkey on table public.functions, constraint refresh_tokens_user_id_fkey on table public.refresh_tokens, view public.authors.",
      "These triggers were kept. Some may be of SelfDB 0.0.5 and use its tables: books_updated_at on public.books. Drop those that you don't need.",
      "Every signed-in user may use these buckets, as in SelfDB 0.0.5, where they were not public: my-papers.",
      "Buckets have other names, which this version allows: "My Papers" is my-papers.",
      "These files are left out, because the archive does not have their bytes: photos/missing.png.",
      "The configuration is not restored. To keep its values, set in your .env: ACCESS_TOKEN_TTL_SECONDS=1800, BACKUP_RETENTION_DAYS=14.",
      "If clients should go on with their API key, copy API_KEY from the archive's .env to yours, or restore by \`selfdb restore <file> --take-api-key\`.",
      "These entries of the archive are left out: functions/hello.js.",
    ]
  `);
});
