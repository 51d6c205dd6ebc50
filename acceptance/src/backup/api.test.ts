import { createHash } from 'node:crypto';
import { launchSystem, type System } from '@selfdb/system-under-test/launch';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Caller, type Client, createClient } from '../clients/client.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import {
  describeOwnSystem,
  logInTo,
  type OwnSystem,
  startOwnSystem,
} from '../system-under-test/own-system.ts';

interface Backup {
  filename: string;
  size: number;
  name: string | null;
  status: string;
  checksum_sha256: string | null;
  proven_at: string | null;
}
interface Job {
  id: string;
  status: string;
  step: string | null;
  error: string | null;
}
interface Started {
  filename: string;
  job_id: string;
}

describeOwnSystem('backups by the API', { timeout: 120_000 }, () => {
  let own: OwnSystem;
  let boss: Caller;
  let archive: Blob;

  beforeAll(async () => {
    own = await startOwnSystem({ BACKUP_PITR_DAYS: '0' });
    boss = own.boss;
    expectStatus(await sql('create table books (title text)'), 200);
    expectStatus(await sql("insert into books values ('Emma')"), 200);
  }, 120_000);
  afterAll(() => own?.stop(), 60_000);

  const sql = (query: string) => boss.post<{ results: { rows: unknown[][] }[] }>('/sql/query', { query });
  const list = async () => (await boss.get<Backup[]>('/backups')).body;

  async function ended(id: string): Promise<Job> {
    return vi.waitFor(async () => {
      const { body } = await boss.get<Job>(`/backups/jobs/${id}`);
      expect(body.status).not.toBe('running');
      return body;
    }, 60_000);
  }

  it('a backup is made in the background, shown meanwhile, and only one at a time', async () => {
    const started = await boss.post<Started>('/backups', { name: 'first' });
    expectStatus(started, 202);
    const { filename, job_id } = started.body;
    expect(started.body).toEqual({ success: true, filename, job_id, message: expect.any(String) });
    expectProblem(await boss.post('/backups'), 409);
    expect((await list()).map((backup) => [backup.filename, backup.status])).toEqual([
      [filename, expect.stringMatching(/running|verifying/)],
    ]);
    expectProblem(await boss.del(`/backups/${filename}`), 409);
    expect(await ended(job_id)).toMatchObject({ status: 'done', error: null });
    expect(await list()).toMatchObject([
      { filename, name: 'first', kind: 'manual', status: 'good', error: null, job_id: null },
    ]);
  });

  it('it can be downloaded, whole and in parts', async () => {
    const [backup] = await list();
    const path = `/backups/${backup?.filename}/download`;
    const whole = await boss.get(path);
    expectStatus(whole, 200);
    expect(createHash('sha256').update(whole.bytes).digest('hex')).toBe(backup?.checksum_sha256);
    expect(whole.headers.get('Content-Disposition')).toBe(`attachment; filename="${backup?.filename}"`);
    archive = new Blob([whole.bytes]);
    const part = await boss.call('GET', path, { headers: { Range: 'bytes=100-199' } });
    expectStatus(part, 206);
    expect(part.headers.get('Content-Range')).toBe(`bytes 100-199/${backup?.size}`);
    expect(part.bytes).toEqual(whole.bytes.slice(100, 200));
    const beyond = await boss.call('GET', path, { headers: { Range: `bytes=${backup?.size}-` } });
    expectProblem(beyond, 416);
    expect(beyond.headers.get('Content-Range')).toBe(`bytes */${backup?.size}`);
  });

  it('it is verified by a restore into a database of its own', async () => {
    const [before] = await list();
    const started = await boss.post<Started>(`/backups/${before?.filename}/verify`, { full: true });
    expectStatus(started, 202);
    expect(await ended(started.body.job_id)).toMatchObject({ status: 'done', error: null });
    const [after] = await list();
    expect(Date.parse(after?.proven_at ?? '')).toBeGreaterThan(Date.parse(before?.proven_at ?? ''));
  });

  it('a restore brings everything back, ends all sessions, and is in the audit log', async () => {
    const [backup] = await list();
    expectStatus(await sql("update books set title = 'Persuasion'"), 200);
    const started = await boss.post<Started>(`/backups/${backup?.filename}/restore`);
    expectStatus(started, 202);
    await vi.waitFor(async () => expect((await boss.get('/users/me')).status).toBe(401), 60_000);
    ({ boss } = await logInTo(own.system));
    expect(await ended(started.body.job_id)).toMatchObject({ kind: 'restore', status: 'done' });
    expect((await sql('select title from books')).body.results[0]?.rows).toEqual([['Emma']]);
    const { body } = await boss.get<{ data: { target_name: string }[] }>('/system/audit', {
      action: 'backup.restored',
    });
    expect(body.data.map(({ target_name }) => target_name)).toContain(backup?.filename);
  });

  it.each(['..%2F..%2Fetc%2Fpasswd', '.selfdb.json', 'selfdb_backup_20260101_000000.tar.gz.json'])(
    'no other file can be asked for: %s',
    async (name) => {
      expectProblem(await boss.get(`/backups/${name}/download`), 422);
      expectProblem(await boss.post(`/backups/${name}/restore`), 422);
      expectProblem(await boss.del(`/backups/${name}`), 422);
    },
  );

  it('what is not there is 404', async () => {
    const none = '/backups/selfdb_backup_20200101_000000.tar.gz';
    for (const answer of [
      await boss.get(`${none}/download`),
      await boss.post(`${none}/verify`),
      await boss.post(`${none}/restore`),
      await boss.del(none),
      await boss.get('/backups/jobs/0199a000-0000-7000-8000-000000000000'),
    ])
      expectProblem(answer, 404);
  });

  it('no time can be restored where the log is not kept, and it says why', async () => {
    expect((await boss.get('/backups/moments')).body).toMatchObject({
      enabled: false,
      oldest: null,
      reason: 'off',
    });
    const refused = await boss.post('/backups/restore-to', { to: new Date().toISOString() });
    expectProblem(refused, 409);
    expect(refused.text).toContain('BACKUP_PITR_DAYS is 0');
  });

  it('the schedule is kept, and a wrong one is refused and changes nothing', async () => {
    const schedule = { cron: '0 3 * * *', timezone: 'Europe/Berlin', retention_days: 30, verify: true };
    const set = await boss.call<{ next_runs: string[] }>('PUT', '/backups/schedule', { json: schedule });
    expectStatus(set, 200);
    expect(set.body).toMatchObject({ ...schedule, last_run: null });
    expect(set.body.next_runs).toHaveLength(5);
    for (const wrong of [
      { cron: '0 3 31 2 *' },
      { cron: 'daily' },
      { timezone: 'Mars' },
      { retention_days: 0 },
    ])
      expectProblem(await boss.call('PUT', '/backups/schedule', { json: { ...schedule, ...wrong } }), 422);
    expect((await boss.get('/backups/schedule')).body).toMatchObject(schedule);
  });

  it('an archive is not taken from outside once somebody has logged in', async () => {
    expectProblem(await upload(own.system, archive), 403);
    expect(await list()).toHaveLength(1);
  });

  it('is deleted', async () => {
    const [backup] = await list();
    expectStatus(await boss.del(`/backups/${backup?.filename}`), 200);
    expect(await list()).toEqual([]);
  });

  it('a new system takes it before the first login, refuses a broken one, and then closes that door', async () => {
    const { system, stop } = await launchSystem({
      ADMIN_PASSWORD: 'a different password',
      ADMIN_EMAIL: 'other@example.com',
    });
    try {
      const bytes = new Uint8Array(await archive.arrayBuffer());
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      expectProblem(await upload(system, new Blob([bytes])), 422);
      expectProblem(await upload(system, new Blob(['no archive'])), 422);
      const done = await upload(system, archive);
      expectStatus(done, 200);
      expect(done.body).toEqual({ success: true, message: expect.any(String) });
      expectProblem(await upload(system, archive), 403);
      const { adminEmail, adminPassword } = own.system;
      const { boss: restored } = await logInTo({ ...system, adminEmail, adminPassword });
      const { body } = await restored.post<{ results: { rows: unknown[][] }[] }>('/sql/query', {
        query: 'select title from books',
      });
      expect(body.results[0]?.rows).toEqual([['Emma']]);
    } finally {
      await stop();
    }
  });
});

function upload({ baseUrl, apiKey }: System, file: Blob) {
  const form = new FormData();
  form.set('file', file, 'backup.tar.gz');
  const client: Client = createClient(baseUrl, apiKey);
  return client.call('POST', '/backups/restore', { body: form });
}
