import type { RecoveredDatabase } from '@selfdb/shared/backups/moment-schema';
import { beforeEach, expect, test } from 'vitest';
import { memoryState } from '../../testing/memory-state.ts';
import { INTERRUPTED, Jobs } from '../jobs.ts';
import type { Agreement, Moments } from './moments.ts';
import { type Clock, RestoreToJobs } from './restore-to-jobs.ts';

const AT = new Date('2026-12-02T10:00:00Z');
const NOW = Date.parse('2026-12-02T12:00:00Z');
const MINUTE_MS = 60_000;
const BOSS = { id: '0199a000-0000-7000-8000-000000000000', email: 'boss@example.com', role: 'ADMIN' };
const FOUND: RecoveredDatabase = {
  last_transaction_at: null,
  users: 1,
  tables: 2,
  files: { count: 0, bytes: 0 },
  largest_tables: [],
};

let state: ReturnType<typeof memoryState>;
beforeEach(() => {
  state = memoryState();
});

/** Moments whose recovery and swap are steps that a test ends. */
class StagedMoments implements Moments {
  readonly recovery = Promise.withResolvers<void>();
  readonly swap = Promise.withResolvers<void>();
  agreement: Agreement | undefined;
  isDropped = false;

  describe = async () => ({ enabled: true, oldest: null, newest: null, reason: null, problems: [] });
  check = async () => {};
  finish = async (replaced: string) => replaced === 'postgres_before';

  restore: Moments['restore'] = async (_, { withProgress, decide, beforeSwap }) => {
    try {
      await withProgress(async (report) => {
        report({ step: 'base', bytes: 1, total: 2 });
        await this.recovery.promise;
        report({ step: 'log', bytes: 1, total: undefined });
      });
      this.agreement = await decide(FOUND);
    } catch (error) {
      this.isDropped = true;
      throw error;
    }
    beforeSwap?.('postgres_before');
    await this.swap.promise;
  };
}

function open(moments = new StagedMoments()) {
  let now = NOW;
  const due: { at: number; work: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(milliseconds, work) {
      const entry = { at: now + milliseconds, work };
      due.push(entry);
      return () => void due.splice(due.indexOf(entry), 1);
    },
  };
  const jobs = new Jobs(state, (error) => `told: ${String(error)}`);
  const pass = (milliseconds: number) => {
    now += milliseconds;
    for (const entry of due.filter(({ at }) => at <= now)) entry.work();
  };
  return { jobs, moments, due, pass, work: new RestoreToJobs(jobs, moments, clock) };
}

async function openWaiting() {
  const opened = open();
  const { id } = await opened.work.begin(AT);
  opened.moments.recovery.resolve();
  const job = () => opened.jobs.get(id);
  await expect.poll(() => job()?.step).toBe('waiting');
  return { ...opened, id, job };
}

const ended = (job: () => { status: string } | undefined) =>
  expect.poll(() => job()?.status).not.toBe('running');

test('what nobody confirms within 30 minutes is dropped', async () => {
  const { job, pass, moments, work, id, due } = await openWaiting();
  expect(job()).toMatchObject({
    found: FOUND,
    answer_until: '2026-12-02T12:30:00.000Z',
    to: AT.toISOString(),
  });
  pass(30 * MINUTE_MS - 1);
  expect(await work.describe()).toMatchObject({ job_id: id });
  expect(job()).toMatchObject({ status: 'running', step: 'waiting' });
  pass(1);
  expect(() => work.confirm(id, BOSS)).toThrow('does not wait');
  await ended(job);
  expect(job()).toMatchObject({
    status: 'cancelled',
    error: expect.stringContaining('within 30 minutes'),
    answer_until: null,
  });
  expect(moments).toMatchObject({ isDropped: true, agreement: undefined });
  expect(due).toEqual([]);
  expect(await work.describe()).toMatchObject({ job_id: null });
});

test('one that waits is cancelled, and can not be confirmed from then on', async () => {
  const { job, moments, work, id } = await openWaiting();
  work.cancel(id);
  expect(() => work.confirm(id, BOSS)).toThrow('does not wait');
  await ended(job);
  expect(job()).toMatchObject({ status: 'cancelled', error: expect.stringContaining('Nothing has changed') });
  expect(moments).toMatchObject({ isDropped: true, agreement: undefined });
  expect(() => work.cancel(id)).toThrow('has ended');
});

test('one that recovers is cancelled at its next step', async () => {
  const { jobs, moments, work } = open();
  const { id } = await work.begin(AT);
  expect(() => work.confirm(id, BOSS)).toThrow('does not wait');
  work.cancel(id);
  moments.recovery.resolve();
  await ended(() => jobs.get(id));
  expect(jobs.get(id)).toMatchObject({ status: 'cancelled', step: 'base', found: null });
  expect(moments.isDropped).toBe(true);
});

test('it is confirmed once, however long the swap takes, and names who did', async () => {
  const { job, moments, work, id, pass } = await openWaiting();
  expect(work.confirm(id, BOSS)).toMatchObject({ step: 'restart', answer_until: null });
  expect(() => work.confirm(id, BOSS)).toThrow('does not wait');
  expect(() => work.cancel(id)).toThrow('confirmed already');
  await expect.poll(() => moments.agreement).toEqual({ by: BOSS });
  pass(60 * MINUTE_MS);
  moments.swap.resolve();
  await ended(job);
  expect(job()).toMatchObject({ status: 'done', error: null });
});

test('what a process has left that was ended while it waited has failed, and another one can begin', async () => {
  const { id } = await openWaiting();
  const next = open();
  next.work.resume();
  expect(next.jobs.get(id)).toMatchObject({ status: 'failed', error: INTERRUPTED, answer_until: null });
  expect(() => next.work.confirm(id, BOSS)).toThrow('has ended');
  expect(await next.work.begin(AT)).toMatchObject({ status: 'running' });
});

test.each([
  ['is done if the swap was decided', 'postgres_before', 'done'],
  ['has failed if it was not', 'postgres_before_another', 'failed'],
])('one whose process was ended while it swapped %s', async (_, replaced, status) => {
  const { id, jobs, job, work, moments } = await openWaiting();
  work.confirm(id, BOSS);
  await expect.poll(() => moments.agreement).toBeDefined();
  const stored = job();
  if (stored) jobs.change(stored, { replaced });
  const next = open();
  expect(next.jobs.get(id)).toMatchObject({ status: 'running' });
  next.work.resume();
  await ended(() => next.jobs.get(id));
  expect(next.jobs.get(id)).toMatchObject({ status });
});

test('no other job can be confirmed or cancelled', async () => {
  const { jobs, work } = open();
  const { job } = jobs.start({ kind: 'backup', filename: 'a.tar.gz' }, () => new Promise(() => {}));
  expect(() => work.confirm(job.id, BOSS)).toThrow('can not be confirmed or cancelled');
  expect(() => work.cancel(job.id)).toThrow('can not be confirmed or cancelled');
  expect(() => work.cancel(BOSS.id)).toThrow('no such job');
  await expect(work.begin(AT)).rejects.toThrow('Another backup or restore');
});
