import type { RunningServer } from '@selfdb/s3/testing/server';
import { startS3rver } from '@selfdb/s3/testing/start-s3rver';
import { startVersitygw } from '@selfdb/s3/testing/start-versitygw';
import { runLauncher } from '@selfdb/system-under-test/launcher';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { expectStatus } from '../expectations.ts';
import {
  describeOwnSystem,
  logInTo,
  type OwnSystem,
  startOwnSystem,
} from '../system-under-test/own-system.ts';
import { s3Settings } from '../system-under-test/s3-settings.ts';
import { createBucket, downloadPath, store } from '../world/storage.ts';

describeOwnSystem('backups of files in S3, kept in S3', { timeout: 120_000 }, () => {
  let server: RunningServer;
  let own: OwnSystem;

  beforeAll(async () => {
    server = (await startVersitygw()) ?? (await startS3rver());
    const files = s3Settings(server);
    const archives = Object.entries(files).filter(([name]) => name.startsWith('S3_'));
    own = await startOwnSystem({
      ...files,
      ...Object.fromEntries(archives.map(([name, value]) => [`BACKUP_${name}`, value])),
      BACKUP_S3_PREFIX: 'archives/',
    });
  }, 120_000);
  afterAll(async () => {
    await own?.stop();
    await server?.stop();
  }, 60_000);

  it('come back, the empty file too', async () => {
    const { boss, system } = own;
    const selfdb = (...args: string[]) => runLauncher(system.environment ?? {}, ...args);
    const bucket = await createBucket(boss);
    const large = 'a line of a large file\n'.repeat(1_000_000);
    const contents = { 'large.txt': large, 'small.txt': 'small', 'empty.txt': '' };
    for (const [path, content] of Object.entries(contents)) await store(boss, bucket, path, content);
    const { filename } = JSON.parse(await selfdb('backup', '--json'));
    expectStatus(await boss.del(`/storage/buckets/${bucket.id}`), 204);

    await selfdb('restore', filename, '--yes');

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
});
