import { env, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { gunzipSync } from 'node:zlib';
import { createS3Blobs } from '@selfdb/backup/blobs/s3-blobs';
import { runBackup, runVerify } from '@selfdb/backup/jobs';
import { s3SettingsOf } from '@selfdb/s3/settings';
import { INTERNAL_TOKEN_HEADER, signInternalToken } from '@selfdb/server/auth/tokens';
import { rows } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { readBackupRunnerSettings } from '@selfdb/settings';
import { Backup, BackupJob } from '@selfdb/shared/backups/schema';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import { beforeAll, expect, inject, test, vi } from 'vitest';
import type { BackupRunner } from './backup-runner.ts';
import { runnerSystemOf } from './runner-system.ts';

const { BACKUP_RUNNER: objects } = env as { BACKUP_RUNNER: DurableObjectNamespace<BackupRunner> };
const runner = objects.getByName('runner');
const BOSS = { id: crypto.randomUUID(), email: 'boss@example.com', role: 'ADMIN' };
const FILE = Buffer.from('A file of the storage');

beforeAll(async () => {
  await rows(`create table selfdb.migrations (name text primary key, checksum text not null,
    applied_at timestamptz not null default now())`);
  await rows(
    "create table public.books as select g as id, 'Book ' || g as title from generate_series(1, 5000) g",
  );
  const blobId = crypto.randomUUID();
  const blobs = createS3Blobs(s3SettingsOf({ ...inject('s3'), S3_ADDRESSING: 'path' }), {
    fetch: (input, init) => fetch(input, init),
  });
  async function* content() {
    yield FILE;
  }
  await blobs.write(segmentKey({ blobId, segment: '0' }), content());
  await rows(
    `with owner as (insert into selfdb.users (email, password_hash, first_name, last_name, role) values ('a@example.com', 'x', 'A', 'B', 'ADMIN') returning id),
     bucket as (insert into selfdb.buckets (name, owner_id, access) select 'photos', id, 'owner' from owner returning id, owner_id)
     insert into selfdb.files (bucket_id, path, size, mime_type, checksum_sha256, blob_id, segments, owner_id)
     select id, 'sea.txt', $1, 'text/plain', encode(sha256($2), 'hex'), $3, $4, owner_id from bucket`,
    [FILE.byteLength, FILE, blobId, JSON.stringify([['0', FILE.byteLength]])],
  );
});

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const token = await signInternalToken(SECRETS.INTERNAL_SECRET);
  const headers = { ...init.headers, [INTERNAL_TOKEN_HEADER]: token };
  return objects.getByName('runner').fetch(`http://backup-host${path}`, { ...init, headers });
}

const list = async () => Backup.array().parse(await (await ask('/backups')).json());
const jobOf = async (id: string) => BackupJob.parse(await (await ask(`/jobs/${id}`)).json());

async function finish(path: string, request: object): Promise<BackupJob> {
  const { id } = BackupJob.parse(
    await (await ask(path, { method: 'POST', body: JSON.stringify(request) })).json(),
  );
  return vi.waitUntil(
    async () => {
      const job = await jobOf(id);
      return job.status === 'running' ? undefined : job;
    },
    { timeout: 20_000, interval: 50 },
  );
}

test('a backup of rows and files is made, listed, downloaded, verified and removed, and outlives the object', async () => {
  const made = await finish('/backups', { name: 'first' });
  expect(made).toMatchObject({ status: 'done', error: null });
  await evictDurableObject(runner);
  expect(await jobOf(made.id)).toMatchObject({ status: 'done' });
  const [backup] = await list();
  expect(backup).toMatchObject({ filename: made.filename, name: 'first', status: 'good' });

  const whole = await ask(`/backups/${made.filename}/bytes`);
  const archive = gunzipSync(await whole.arrayBuffer()).toString();
  expect(archive).toContain('5000\tBook 5000\n');
  expect(archive).toContain(FILE.toString());
  const part = await ask(`/backups/${made.filename}/bytes`, { headers: { Range: 'bytes=0-1' } });
  expect([part.status, ...new Uint8Array(await part.arrayBuffer())]).toEqual([206, 0x1f, 0x8b]);

  expect(await finish(`/backups/${made.filename}/verify`, { full: false })).toMatchObject({ status: 'done' });
  expect((await ask(`/backups/${made.filename}`, { method: 'DELETE' })).status).toBe(200);
  expect(await list()).toEqual([]);
});

test('what needs a restore is refused, with a way to do it', async () => {
  // Two backups of one second need two names.
  const { filename } = await finish('/backups', { name: 'kept' });
  const weekly = { cron: '', timezone: 'UTC', retention_days: 7, verify: true };
  for (const [method, path, body] of [
    ['POST', `/backups/${filename}/restore`, { by: BOSS }],
    ['POST', `/backups/${filename}/verify`, { full: true }],
    ['POST', '/restore', {}],
    ['PUT', '/schedule', weekly],
  ] as const) {
    const answer = await ask(path, { method, body: JSON.stringify(body) });
    expect(await answer.json(), path).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('./selfdb restore'),
    });
  }
});

test('no time can be restored, and why is told', async () => {
  expect(await (await ask('/moments')).json()).toMatchObject({ enabled: false, reason: 'own_postgres' });
  const answer = await ask('/restore-to', {
    method: 'POST',
    body: JSON.stringify({ to: '2026-12-02T03:00:00Z' }),
  });
  expect(await answer.json()).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('point-in-time recovery'),
  });
});

test('nobody without the internal token is answered', async () => {
  expect((await runner.fetch('http://backup-host/backups')).status).toBe(401);
});

test('a backup of the schedule that ended with the object has failed, and is tried again a minute later', async () => {
  const now = Date.now();
  const job = {
    id: crypto.randomUUID(),
    kind: 'backup',
    filename: 'selfdb_backup_20261202_030000.tar.gz',
    status: 'running',
    step: null,
    bytes: 0,
    total: null,
    notes: [],
    error: null,
    started_at: new Date(now - 60_000).toISOString(),
    finished_at: null,
    is_scheduled: true,
  };
  await runInDurableObject(runner, (_, { storage }) => {
    storage.kv.put('jobs', [job]);
    storage.kv.put('schedule', {
      schedule: { cron: '* * * * *', timezone: 'UTC', retention_days: 7, verify: false },
      handled_until: new Date(now - 120_000).toISOString(),
      retry_at: null,
      verified_at: null,
      last_run: null,
    });
  });
  await evictDurableObject(runner);
  expect(await jobOf(job.id)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('ended before'),
  });
  const schedule = await (await ask('/schedule')).json();
  expect(schedule).toMatchObject({
    last_run: { attempts: 1, error: expect.stringContaining('ended before') },
  });
  const names = async () => (await list()).map(({ filename }) => filename);
  const before = await names();
  await runner.tick();
  expect(await names()).toEqual(before);
});

test('a tick makes the backup that is due', async () => {
  await runInDurableObject(runner, (_, { storage }) => {
    storage.kv.put('schedule', {
      schedule: { cron: '* * * * *', timezone: 'UTC', retention_days: 7, verify: false },
      handled_until: new Date(Date.now() - 120_000).toISOString(),
      retry_at: null,
      verified_at: null,
      last_run: null,
    });
  });
  await evictDurableObject(runner);
  await runner.tick();
  await vi.waitUntil(
    async () => (await list()).some(({ kind, status }) => kind === 'scheduled' && status === 'good'),
    {
      timeout: 20_000,
      interval: 50,
    },
  );
});

test('an archive is encrypted for the owner of a public key', async () => {
  const keys = {
    recipients: ['age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'],
    identities: [],
    passphrase: undefined,
  };
  const { archives, source } = runnerSystemOf(readBackupRunnerSettings(env));
  const filename = 'selfdb_backup_20261202_040000.tar.gz.age';
  await runBackup(source, { ...archives, keys }, { filename, name: undefined, kind: 'manual' }, () => {});
  await expect(runVerify({ ...archives, keys }, filename, undefined, () => {})).rejects.toThrow(
    'no key opens it',
  );
});

test.each([
  ['BACKUP_S3_BUCKET', { BACKUP_S3_BUCKET: '' }],
  ['STORAGE_BACKEND', { STORAGE_BACKEND: 'disk' }],
  ['BACKUP_AGE_RECIPIENT', { BACKUP_PASSPHRASE: 'a passphrase for tests' }],
])('settings with which nothing can be backed up are refused by the name %s', (name, wrong) => {
  const settings = readBackupRunnerSettings({ ...env, ...wrong });
  expect(() => runnerSystemOf(settings)).toThrow(name);
});
