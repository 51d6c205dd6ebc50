import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { launchSystem, type System } from '@selfdb/system-under-test/launch';
import { ROOT, runLauncher } from '@selfdb/system-under-test/launcher';
import { hashSync } from 'bcryptjs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Caller, createClient } from '../clients/client.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { describeOwnSystem, logInTo } from '../system-under-test/own-system.ts';

const FILENAME = 'selfdb_backup_20250501_030000.tar.gz';
const BOSS = { email: 'ada@example.com', password: 'the old password' };
const READER = { email: 'reader@example.com', password: 'another old one' };
const BOOKS = '1b2c0000-0000-4000-8000-000000000001';
const NOTES = '1b2c0000-0000-4000-8000-000000000002';

/** What pg_dump 15 wrote of a database as SelfDB 0.0.5 has it. */
const SCRIPT = join(ROOT, 'packages/backup/src/testing/earlier-database.sql');
const ROUNDS = 10;

interface Page {
  data: Record<string, unknown>[];
}

describeOwnSystem('an archive of SelfDB 0.0.5', { timeout: 120_000 }, () => {
  let system: System;
  let stop: () => Promise<void>;
  let folder: string;
  let archive: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'selfdb-earlier-'));
    archive = join(folder, FILENAME);
    writeArchive(archive);
    ({ system, stop } = await launchSystem({ BACKUP_DIR: folder }));
  }, 120_000);

  afterAll(async () => {
    await stop?.();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  async function logIn(credentials: typeof BOSS): Promise<Caller> {
    return (await logInTo(system, credentials)).boss;
  }

  async function upload() {
    const form = new FormData();
    form.set('file', new Blob([readFileSync(archive)]), FILENAME);
    return createClient(system.baseUrl, system.apiKey).call('POST', '/backups/restore', { body: form });
  }

  it('is restored by a new system before the first login, and old passwords open it', async () => {
    expectStatus(await upload(), 200);
    expectProblem(await upload(), 403);
    for (const credentials of [BOSS, READER]) {
      await logIn(credentials);
      await logIn(credentials);
      const wrong = { ...credentials, password: 'a wrong password' };
      const client = createClient(system.baseUrl, system.apiKey);
      expectProblem(await client.as(undefined).post('/users/token', wrong), 401);
    }
    const me = await (await logIn(BOSS)).get('/users/me');
    expect(me.body).toMatchObject({ firstName: 'Ada', role: 'ADMIN' });
  });

  it('its tables have their ids, rows and readers, and take new rows', async () => {
    const reader = await logIn(READER);
    const anyone = createClient(system.baseUrl, system.apiKey).as(undefined);
    const books = await anyone.get<Page>(`/tables/${BOOKS}/data`, {
      sort_by: 'created_at',
      sort_order: 'asc',
    });
    expect(books.body.data).toMatchObject([{ title: 'Emma', price: 9.99 }, { title: 'Tab\tand\nline' }]);
    expectProblem(await anyone.get(`/tables/${NOTES}/data`), 404);
    expectStatus(await reader.post(`/tables/${NOTES}/data`, { body: 'third' }), 201);
    const notes = await reader.get<Page>(`/tables/${NOTES}/data`, { sort_by: 'id', sort_order: 'asc' });
    expect(notes.body.data.map(({ id, body }) => [id, body])).toEqual([
      [1, 'first'],
      [2, 'second'],
      [3, 'third'],
    ]);
    expectStatus(await reader.patch(`/tables/${NOTES}/data/3`, { body: 'changed' }), 200);
    const { body: seen } = await reader.get<{ name: string }[]>('/tables/');
    expect(seen.map(({ name }) => name).sort()).toEqual(['books', 'notes']);
  });

  it('its files have their ids, paths and bytes', async () => {
    const reader = await logIn(READER);
    const anyone = createClient(system.baseUrl, system.apiKey).as(undefined);
    const sea = await anyone.get('/storage/files/download/photos/2025/summer/sea.txt');
    expect([sea.status, sea.text, sea.headers.get('Content-Type')]).toEqual([200, 'sea', 'text/plain']);
    const plan = await reader.get(`/storage/files/download/my-papers/${encodeURIComponent('plan é.txt')}`);
    expect([plan.status, plan.text]).toEqual([200, 'plan']);
    const file = await reader.get('/storage/files/3b2c0000-0000-4000-8000-000000000001');
    expect(file.body).toMatchObject({ path: '2025/summer/sea.txt', size: 3, metadata: { by: 'Rea' } });
  });

  it('is restored by the API, and the job tells what was left out', async () => {
    let boss = await logIn(BOSS);
    const started = await boss.post<{ job_id: string }>(`/backups/${FILENAME}/restore`);
    expectStatus(started, 202);
    await vi.waitFor(async () => expect((await boss.get('/users/me')).status).toBe(401), 60_000);
    boss = await logIn(BOSS);
    const job = await vi.waitFor(async () => {
      const { body } = await boss.get<{ status: string; notes: string[] }>(
        `/backups/jobs/${started.body.job_id}`,
      );
      expect(body.status).toBe('done');
      return body;
    }, 60_000);
    for (const told of ['no checksums', 'access is "users"', 'Functions and webhooks', 'photos/missing.png'])
      expect(job.notes.join('\n')).toContain(told);
    expect(job.notes.join('\n')).not.toContain('an-old-api-key');
  });

  it('is restored by the command line, and a restore can be undone', async () => {
    expectStatus(await (await logIn(READER)).post(`/tables/${NOTES}/data`, { body: 'before' }), 201);
    const count = async () =>
      (await (await logIn(READER)).get<Page>(`/tables/${NOTES}/data`)).body.data.length;
    const printed = await runLauncher(system.environment ?? {}, 'restore', FILENAME, '--yes');
    expect(printed).toContain('ACCESS_TOKEN_TTL_SECONDS=1800');
    expect(await count()).toBe(2);
    await runLauncher(system.environment ?? {}, 'restore', '--undo', '--yes');
    expect(await count()).toBe(3);
  });
});

/** Writes the archive as 0.0.5 does, with hashes of the old passwords. */
function writeArchive(path: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'selfdb-contents-'));
  const script = readFileSync(SCRIPT, 'utf8')
    .replaceAll('@BOSS_HASH@', () => hashSync(BOSS.password, ROUNDS))
    .replaceAll('@READER_HASH@', () => hashSync(READER.password, ROUNDS));
  const contents = {
    'database.sql': script,
    'storage/photos/2025/summer/sea.txt': 'sea',
    'storage/My Papers/plan é.txt': 'plan',
    '.env': 'ACCESS_TOKEN_EXPIRE_MINUTES=30\nAPI_KEY=an-old-api-key\n',
  };
  for (const [name, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  execFileSync('tar', ['-czf', path, '-C', folder, 'storage', 'database.sql', '.env']);
  rmSync(folder, { recursive: true });
}
