import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JobCancelled, Jobs } from '@selfdb/backup/host/jobs';
import { listAll } from '@selfdb/backup/host/list';
import { createBackupDirectory } from '@selfdb/backup/store/disk-store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jsonFile } from '../config/json-file.ts';
import { readCommandJobs, tellingOfJob } from './command-jobs.ts';

const FILENAME = 'selfdb_backup_20261201_130559.tar.gz';
const REQUEST = { kind: 'backup' as const, filename: FILENAME };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'selfdb-commands-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Begins a job of a command in the folder. Resolves when it has told of itself. */
async function begin(request: Parameters<typeof tellingOfJob>[1] = REQUEST) {
  const begun = Promise.withResolvers<void>();
  const work = Promise.withResolvers<void>();
  const ended = tellingOfJob(folder, request, (report) => {
    report({ step: 'files', bytes: 10, total: 100 });
    begun.resolve();
    return work.promise;
  });
  await begun.promise;
  return { ended, ...work };
}

const jobsOf = () => new Jobs(jsonFile(join(folder, 'jobs')), String, () => readCommandJobs(folder));
const listed = () => listAll(createBackupDirectory(join(folder, 'archives')), jobsOf());

test('a backup that a command makes is listed as running, and its end can be read', async () => {
  const { ended, resolve } = await begin();
  const [backup] = await listed();
  expect(backup).toMatchObject({ filename: FILENAME, status: 'running' });
  const id = backup?.job_id ?? '';
  expect(jobsOf().get(id)).toMatchObject({ status: 'running', step: 'files', bytes: 10, total: 100 });
  resolve();
  await ended;
  expect(await listed()).toEqual([]);
  expect(jobsOf().get(id)).toMatchObject({ status: 'done', error: null });
});

test('an archive that a command verifies is listed so', async () => {
  const store = createBackupDirectory(join(folder, 'archives'));
  const archive = await store.create(FILENAME, 0);
  await archive.finish(new Uint8Array(1));
  await archive.publish();
  const { ended, resolve } = await begin({ ...REQUEST, kind: 'verify' });
  expect(await listed()).toMatchObject([{ status: 'verifying', job_id: expect.any(String) }]);
  resolve();
  await ended;
  expect(await listed()).toMatchObject([{ status: 'good', job_id: null }]);
});

test('a restore to a time is known as that of a command, also while it waits and when its answer is no', async () => {
  const to = '2026-12-02T10:00:00.000Z';
  const jobs = jobsOf();
  const ended = tellingOfJob(folder, { kind: 'restore_to', filename: null, to }, async (_, note) => {
    note({ step: 'waiting' });
    expect(jobs.running()).toMatchObject([{ to, step: 'waiting', by_command: true }]);
    throw new JobCancelled('The answer was no.');
  });
  await expect(ended).rejects.toThrow('The answer was no.');
  expect(readCommandJobs(folder)).toMatchObject([{ status: 'cancelled', error: 'The answer was no.' }]);
});

test('a command that is refused before it has begun was never there', async () => {
  await expect(tellingOfJob(folder, REQUEST, () => Promise.reject(new Error('busy')))).rejects.toThrow(
    'busy',
  );
  expect(readCommandJobs(folder)).toEqual([]);
});

test('what a killed command has left is no running job, and goes away', async () => {
  const { ended, resolve } = await begin();
  const path = join(folder, readdirSync(folder)[0] ?? '');
  const text = readFileSync(path, 'utf8').replace(/"identity":"/, '$&an earlier process ');
  resolve();
  await ended;
  writeFileSync(path, text);
  expect(jobsOf().running()).toEqual([]);
  expect(readCommandJobs(folder)).toMatchObject([
    { status: 'failed', error: expect.stringContaining('ended before') },
  ]);
  utimesSync(path, 0, 0);
  readCommandJobs(folder);
  expect(readCommandJobs(folder)).toEqual([]);
});
