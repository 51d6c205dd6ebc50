import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runLauncher, services } from '@selfdb/system-under-test/launcher';
import { expect, it, vi } from 'vitest';
import { type Caller, createClient } from '../clients/client.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { presentMoment } from '../present-moment.ts';
import { logInTo, type OwnSystem } from '../system-under-test/own-system.ts';

interface Job {
  id: string;
  status: string;
  step: string | null;
  found: { users: number; largest_tables: { name: string; rows: number }[] } | null;
  answer_until: string | null;
}
interface Moments {
  enabled: boolean;
  oldest: string;
  newest: string;
  job_id: string | null;
}

const NO_JOB = '0199a000-0000-7000-8000-000000000000';
const WAITING = { timeout: 60_000, interval: 100 };

/** Tests of restores to a time by the API, on the system of a suite. */
export function itRestoresByApi(system: () => OwnSystem['system']): void {
  let boss: Caller;
  let moment: string;

  const logIn = async () => {
    ({ boss } = await logInTo(system()));
  };
  const sql = (query: string) => boss.post<{ results: { rows: unknown[][] }[] }>('/sql/query', { query });
  const titles = async () =>
    (await sql('select title from novels order by 1')).body.results?.[0]?.rows.flat();
  const moments = async () => (await boss.get<Moments>('/backups/moments')).body;
  const restoreTo = (to: string) => boss.post<{ job_id: string }>('/backups/restore-to', { to });
  const confirm = (id: string) => boss.post<Job>(`/backups/jobs/${id}/confirm`);
  const jobOf = async (id: string) => (await boss.get<Job>(`/backups/jobs/${id}`)).body;
  const ended = (id: string) =>
    vi.waitFor(async () => {
      const job = await jobOf(id);
      expect(job.status).toMatch(/done|failed|cancelled/);
      return job;
    }, WAITING);

  /** A restore to the moment, once it waits to be confirmed. */
  async function recovered(): Promise<Job> {
    const started = await restoreTo(moment);
    expectStatus(started, 202);
    const id = started.body.job_id;
    expect(started.body).toEqual({ success: true, to: moment, message: expect.any(String), job_id: id });
    return vi.waitFor(async () => {
      const job = await jobOf(id);
      expect(job).toMatchObject({ status: 'running', step: 'waiting' });
      return job;
    }, WAITING);
  }

  it('the API recovers a moment beside the present, and drops it when that is cancelled', async () => {
    await logIn();
    expectStatus(await sql("create table novels (title text); insert into novels values ('Emma')"), 200);
    moment = await presentMoment();
    expectStatus(await sql("insert into novels values ('Persuasion')"), 200);
    const { oldest, newest, ...others } = await moments();
    expect(others).toMatchObject({ enabled: true, job_id: null });
    expect([oldest, moment, newest]).toEqual([oldest, moment, newest].sort());

    const { id, found, answer_until } = await recovered();
    expect(found?.largest_tables).toContainEqual({ name: 'novels', rows: 1, is_estimate: false });
    expect(Date.parse(answer_until ?? '') - Date.now()).toBeLessThanOrEqual(30 * 60_000);
    expect(Date.parse(answer_until ?? '') - Date.now()).toBeGreaterThan(29 * 60_000);
    expect(await moments()).toMatchObject({ job_id: id });
    expectProblem(await restoreTo(moment), 409);
    expectProblem(await boss.post('/backups'), 409);

    expectStatus(await boss.del(`/backups/jobs/${id}`), 200);
    expect(await ended(id)).toMatchObject({ status: 'cancelled', answer_until: null });
    expectProblem(await confirm(id), 409);
    expectProblem(await boss.del(`/backups/jobs/${id}`), 409);
    expect(await titles()).toEqual(['Emma', 'Persuasion']);
    expect(await moments()).toMatchObject({ job_id: null });
  });

  it('the API refuses what is no moment, no job and no administrator, and changes nothing', async () => {
    const { oldest } = await moments();
    const near = (time: string, milliseconds: number) =>
      new Date(Date.parse(time) + milliseconds).toISOString();
    for (const to of [near(oldest, -1000), near(moment, 86_400_000), 'yesterday', '2026-12-02 10:00:00', ''])
      expectProblem(await restoreTo(to), 422);
    expectProblem(await confirm(NO_JOB), 404);
    expectProblem(await boss.del(`/backups/jobs/${NO_JOB}`), 404);
    expectProblem(await confirm('none'), 422);
    const backup = await boss.post<{ job_id: string }>('/backups');
    expectStatus(backup, 202);
    expectProblem(await confirm(backup.body.job_id), 409);
    expectProblem(await boss.del(`/backups/jobs/${backup.body.job_id}`), 409);
    expect(await ended(backup.body.job_id)).toMatchObject({ status: 'done' });

    const person = { email: 'reader@example.com', password: 'no administrator' };
    expectStatus(await boss.post('/users', { ...person, firstName: 'Anne', lastName: 'Elliot' }), 201);
    const { boss: reader } = await logInTo(system(), person);
    const nobody = createClient(system().baseUrl, system().apiKey).as(undefined);
    for (const [caller, status] of [
      [reader, 403],
      [nobody, 401],
    ] as const) {
      expectProblem(await caller.get('/backups/moments'), status);
      expectProblem(await caller.post('/backups/restore-to', { to: moment }), status);
      expectProblem(await caller.post(`/backups/jobs/${NO_JOB}/confirm`), status);
      expectProblem(await caller.del(`/backups/jobs/${NO_JOB}`), status);
    }
    expect(await moments()).toMatchObject({ job_id: null });
    expect(await titles()).toEqual(['Emma', 'Persuasion']);
  });

  it('a process that is killed while it waits leaves the database as it is, and nothing beside it', async () => {
    const { id } = await recovered();
    const environment = system().environment ?? {};
    const beside = join(environment.SELFDB_STATE_DIR ?? '', 'postgres_restore');
    expect(existsSync(beside)).toBe(true);
    const host = (await services(environment)).find(({ service }) => service === 'backup');
    process.kill(host?.pid ?? 0, 'SIGKILL');
    expect(await ended(id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('ended before'),
    });
    await vi.waitFor(() => expect(existsSync(beside)).toBe(false), WAITING);
    expect(await titles()).toEqual(['Emma', 'Persuasion']);
  });

  it('the API puts a moment in place once it is confirmed, and names who confirmed it', async () => {
    const { id } = await recovered();
    const old = boss;
    const answers = await Promise.all([confirm(id), confirm(id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    await vi.waitFor(async () => expect((await old.get('/users/me')).status).toBe(401), WAITING);
    await vi.waitFor(logIn, WAITING);
    expect(await titles()).toEqual(['Emma']);
    expect(await ended(id)).toMatchObject({ kind: 'restore_to', status: 'done', to: moment });
    const { body } = await boss.get<{ data: unknown[] }>('/system/audit', { action: 'backup.restored' });
    expect(body.data[0]).toMatchObject({
      target_name: moment,
      actor: { email: system().adminEmail, role: 'ADMIN' },
    });
    expectStatus(await old.get('/users/me'), 401);

    await runLauncher(system().environment ?? {}, 'restore', '--undo', '--yes');
    await logIn();
    expect(await titles()).toEqual(['Emma', 'Persuasion']);
  });
}
