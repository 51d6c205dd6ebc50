import type { RunningServer } from '@selfdb/s3/testing/server';
import { startS3rver } from '@selfdb/s3/testing/start-s3rver';
import { startVersitygw } from '@selfdb/s3/testing/start-versitygw';
import { runLauncher, type SystemEnvironment } from '@selfdb/system-under-test/launcher';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { expectStatus } from '../expectations.ts';
import { presentMoment } from '../present-moment.ts';
import {
  describeOwnSystem,
  logInTo,
  type OwnSystem,
  startOwnSystem,
} from '../system-under-test/own-system.ts';
import { s3Settings } from '../system-under-test/s3-settings.ts';
import { createBucket, downloadPath, store } from '../world/storage.ts';

const PASSPHRASE = 'a passphrase for backups';

describeOwnSystem('backups of files in S3, encrypted and kept in S3', { timeout: 120_000 }, () => {
  let server: RunningServer;
  let own: OwnSystem;

  const selfdb = (environment: SystemEnvironment, ...args: string[]) =>
    runLauncher({ ...own.system.environment, ...environment }, ...args);

  beforeAll(async () => {
    server = (await startVersitygw()) ?? (await startS3rver());
    const files = s3Settings(server);
    const archives = Object.entries(files).filter(([name]) => name.startsWith('S3_'));
    own = await startOwnSystem({
      ...files,
      ...Object.fromEntries(archives.map(([name, value]) => [`BACKUP_${name}`, value])),
      BACKUP_S3_PREFIX: 'archives/',
      BACKUP_PASSPHRASE: PASSPHRASE,
      BACKUP_PITR_DAYS: '1',
    });
  }, 120_000);
  afterAll(async () => {
    await own?.stop();
    await server?.stop();
  }, 60_000);

  it('come back, the empty file too', async () => {
    const { boss, system } = own;
    const bucket = await createBucket(boss);
    const large = 'a line of a large file\n'.repeat(1_000_000);
    const contents = { 'large.txt': large, 'small.txt': 'small', 'empty.txt': '' };
    for (const [path, content] of Object.entries(contents)) await store(boss, bucket, path, content);
    const { filename } = JSON.parse(await selfdb({}, 'backup', '--json'));
    expectStatus(await boss.del(`/storage/buckets/${bucket.id}`), 204);

    await selfdb({}, 'restore', filename, '--yes');

    const { boss: again } = await logInTo(system);
    for (const [path, content] of Object.entries(contents)) {
      const file = await again.get(downloadPath(bucket, path));
      expect([path, file.status, file.text === content]).toEqual([path, 200, true]);
    }
    expect((await again.get('/backups')).body).toMatchObject([{ filename, status: 'good' }]);
    const part = await again.call('GET', `/backups/${filename}/download`, {
      headers: { Range: 'bytes=0-99' },
    });
    expect([part.status, part.bytes.byteLength]).toEqual([206, 100]);
  });

  it('have a base backup soon after the start', async () => {
    const tooEarly = () => selfdb({}, 'restore', '--to', '2026-01-01 00:00Z', '--yes');
    // Before the first one, it says that there is none.
    await vi.waitFor(() => expect(tooEarly()).rejects.toThrow('is too long ago'), 60_000);
  });

  it('go back to any second, with the passphrase alone', async () => {
    const { system } = own;
    const { boss } = await logInTo(system);
    const bucket = await createBucket(boss);
    const file = await store(boss, bucket, 'letter.txt', 'Dear Emma');
    expectStatus(await boss.post('/sql/query', { query: 'create table books (title text)' }), 200);
    const moment = await presentMoment();
    expectStatus(await boss.post('/sql/query', { query: 'drop table books' }), 200);
    expectStatus(await boss.del(`/storage/files/${file.id}`), 204);

    const locked = selfdb({ BACKUP_PASSPHRASE: '' }, 'restore', '--to', moment, '--yes');
    await expect(locked).rejects.toThrow('The archive is encrypted, and no key opens it.');
    expect((await boss.get('/users/me')).status).toBe(200);
    await selfdb({}, 'restore', '--to', moment, '--yes');

    const { boss: again } = await logInTo(system);
    expectStatus(await again.post('/sql/query', { query: 'select from books' }), 200);
    expect((await again.get(downloadPath(bucket, 'letter.txt'))).text).toBe('Dear Emma');
    const text = await selfdb({}, 'status', '--json');
    expect(JSON.parse(text).notes.join()).not.toContain('archived');
  });
});
