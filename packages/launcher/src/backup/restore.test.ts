import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { archiveName } from '@selfdb/backup/archive/archive-name';
import { getBackup } from '@selfdb/backup/backup/archive-notes';
import { restoreUpload } from '@selfdb/backup/host/uploaded-restore';
import { runBackup, runRestore, runVerify } from '@selfdb/backup/jobs';
import { withConnection } from '@selfdb/backup/snapshot/connect';
import { takeSnapshot } from '@selfdb/backup/snapshot/take-snapshot';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addFile, type BackupWorld, startBackupWorld } from './testing/backup-world.ts';

const everyKind = readFileSync(new URL('testing/every-kind-of-object.sql', import.meta.url), 'utf8');

vi.setConfig({ testTimeout: 60_000 });

let world: BackupWorld;

beforeAll(async () => {
  world = await startBackupWorld();
}, 60_000);

afterAll(() => world.stop());

/** A file of the database as it is now: its bytes through its row. */
async function readFile(path: string): Promise<string> {
  const [row] = await world.asSystem.rows<{ blob_id: string; segments: [string, number][] }>(
    'select blob_id, segments from selfdb.files where path = $1',
    [path],
  );
  const [segment] = row?.segments[0] ?? [];
  if (!row || segment === undefined) return 'no row';
  return text(world.blobs.read(segmentKey({ blobId: row.blob_id, segment })));
}

test('every kind of object, large objects and files come back, and nothing that was added since', async () => {
  await world.asUser.run(everyKind);
  await addFile(world, 'notes/today.txt', Buffer.from('Hello'));
  await addFile(world, 'notes', Buffer.from('This path is also a folder'));
  await addFile(world, 'empty.txt', Buffer.alloc(0));
  const count = "select count(*)::int as objects from pg_class where relnamespace = 'app'::regnamespace";
  const before = await world.asSystem.rows(count);

  const { filename, manifest } = await world.backup();
  expect(manifest.files.count).toBe(3);
  expect(manifest.tables.find(({ name }) => name === 'app.base')?.rows).toBe(9);
  expect(manifest.tables.find(({ name }) => name === 'app.hidden')?.rows).toBe(2);
  await world.asUser.run('drop schema app cascade; create table public.later (id int)');
  await world.asSystem.run('delete from selfdb.files');

  const { notes } = await world.restore(filename);
  expect(notes).toEqual([]);
  expect(await world.asSystem.rows(count)).toEqual(before);
  expect(await world.asSystem.rows("select to_regclass('public.later') as later")).toEqual([{ later: null }]);
  expect(await world.asUser.rows('select code from app.base where id = 7')).toEqual([
    { code: 'tab\t back\\slash \nnl' },
  ]);
  expect(
    await world.asUser.rows("select encode(lo_get(oid), 'hex') as bytes from pg_largeobject_metadata"),
  ).toEqual([{ bytes: 'deadbeef' }]);
  expect([await readFile('notes/today.txt'), await readFile('notes'), await readFile('empty.txt')]).toEqual([
    'Hello',
    'This path is also a folder',
    '',
  ]);
});

test('rows of many sizes come back in the order of the archive', async () => {
  // After one of these rows does not fit, a smaller one does: Postgres would fill the ends of pages.
  await world.asUser.run(`create table public.sizes as
    select g as id, repeat(chr(65 + g % 26), 20 + (g * 7919) % 1900) as filler from generate_series(1, 3000) g`);
  await world.asUser.run('alter table public.sizes alter column filler set storage plain');
  const { filename } = await world.backup();
  await world.restore(filename);
  expect(await world.asUser.rows('select count(*)::int as rows from public.sizes')).toEqual([{ rows: 3000 }]);
});

test('the owners of all objects are those of a system', async () => {
  const owners = `select n.nspname in ('selfdb', 'selfdb_api') as system, array_agg(distinct c.relowner::regrole::text) as owners
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' group by 1 order by 1`;
  expect(await world.asSystem.rows(owners)).toEqual([
    { system: false, owners: ['selfdb_sql'] },
    { system: true, owners: ['selfdb'] },
  ]);
  await expect(world.asUser.rows('select * from selfdb.users')).rejects.toThrow('permission denied');
});

test('sessions and holds of the time of the backup are gone, the settings are those of now, and bytes of the replaced database are kept', async () => {
  await world.asSystem.run(`insert into selfdb.sessions (id, user_id, refresh_id, expires_at)
    select uuidv7(), id, uuidv7(), now() + interval '1 day' from selfdb.users limit 1`);
  await world.asSystem.run("update selfdb.instance set private_means = 'users'");
  const { filename } = await world.backup();
  await world.restore(filename);
  expect(await world.asSystem.rows('select * from selfdb.sessions')).toEqual([]);
  expect(await world.asSystem.rows('select private_means from selfdb.instance')).toEqual([
    { private_means: 'owner' },
  ]);
  expect(
    await world.asSystem.rows(
      "select reason, expires_at > now() + interval '23 hours' as long from selfdb.blob_holds",
    ),
  ).toEqual([{ reason: 'restore', long: true }]);
});

test('an encrypted archive is proved and restored with its passphrase, and is not called bad without', async () => {
  const { store, source, target } = world;
  const filename = archiveName(new Date(), 'sealed', true);
  const keys = { recipients: [], identities: [], passphrase: 'a passphrase for tests' };
  await runBackup(source, { store, keys }, { filename, name: 'sealed', kind: 'manual' }, () => {});
  await runVerify({ store, keys }, filename, target, () => {});
  await expect(runVerify(world.archives, filename, undefined, () => {})).rejects.toThrow('is encrypted');
  await expect(world.restore(filename)).rejects.toThrow('is encrypted');
  expect(await getBackup(store, filename)).toMatchObject({ status: 'good', name: 'sealed', error: null });
  await world.asUser.run('delete from public.sizes');
  const nameFor = (isEncrypted: boolean) => archiveName(new Date(), 'uploaded', isEncrypted);
  await restoreUpload({ target, archives: { store, keys } }, store.read(filename), () => {}, nameFor);
  expect((await store.list()).map((archive) => archive.filename)).toContainEqual(
    expect.stringMatching(/_uploaded\.tar\.gz\.age$/),
  );
  expect(await world.asUser.rows('select count(*)::int as rows from public.sizes')).toEqual([{ rows: 3000 }]);
  await world.asUser.run('delete from public.sizes');
  await runRestore({ store, keys }, filename, target, () => {});
  expect(await world.asUser.rows('select count(*)::int as rows from public.sizes')).toEqual([{ rows: 3000 }]);
});

test('a snapshot waits for no lock', async () => {
  const { databaseUrl } = world.source;
  await withConnection(databaseUrl, async (changing) => {
    await changing.query('begin; lock table public.sizes in access exclusive mode');
    const { databaseBytes } = await withConnection(databaseUrl, takeSnapshot);
    expect(databaseBytes).toBeGreaterThan(0);
  });
});

test('a role that may not create databases is told so, and nothing changes', async () => {
  const { filename } = await world.backup();
  await world.asSuperuser.run('alter role selfdb nocreatedb');
  await expect(world.restore(filename)).rejects.toThrow('alter role "selfdb" createdb');
  await world.asSuperuser.run('alter role selfdb createdb');
  expect(await world.asUser.rows('select count(*)::int as rows from public.sizes')).toEqual([{ rows: 3000 }]);
});

test('an archive that was restored can be backed up and restored again', async () => {
  const { filename } = await world.backup();
  await world.restore(filename);
  const { filename: second, manifest } = await world.backup();
  expect(manifest.tables.find(({ name }) => name === 'app.base')?.rows).toBe(9);
  await world.restore(second);
});
