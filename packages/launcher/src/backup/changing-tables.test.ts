import { archiveName } from '@selfdb/backup/archive/archive-name';
import { runBackup } from '@selfdb/backup/jobs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addFile, type BackupWorld, startBackupWorld } from './testing/backup-world.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: BackupWorld;

beforeAll(async () => {
  world = await startBackupWorld();
}, 60_000);

afterAll(() => world.stop());

test('backups succeed while tables are made and dropped', async () => {
  let changed = 0;
  let isOver = false;
  const change = async (client: number) => {
    while (!isOver) {
      const name = `public.passing_${client}_${changed}`;
      await world.asUser.run(`create table ${name} (id int); create schema s${client}; create table s${client}.t ();
        drop table ${name}; drop schema s${client} cascade`);
      changed += 1;
    }
  };
  const clients = [change(1), change(2), change(3)];
  try {
    for (let backups = 0; backups < 5; backups += 1) await world.backup();
  } finally {
    isOver = true;
    await Promise.all(clients);
  }
  expect(changed).toBeGreaterThan(5);
});

test('tables can be changed while a backup copies files', async () => {
  await world.asUser.run('create table public.grows (id int)');
  await addFile(world, 'slow.txt', Buffer.from('Slow'));
  const { blobs } = world.source;
  const changingBlobs = {
    ...blobs,
    async *read(key: string) {
      await world.asUser.run("set lock_timeout to '5s'; alter table public.grows add column title text");
      yield* blobs.read(key);
    },
  };
  const request = {
    filename: archiveName(new Date(), 'files', false),
    name: 'files',
    kind: 'manual' as const,
  };
  await runBackup({ ...world.source, blobs: changingBlobs }, world.archives, request, () => {});
  expect(await world.asUser.rows('select title from public.grows')).toEqual([]);
});
