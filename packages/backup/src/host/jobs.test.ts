import { beforeEach, expect, test } from 'vitest';
import { JobRunning } from '../restore/maintenance.ts';
import { memoryState } from '../testing/memory-state.ts';
import { Jobs } from './jobs.ts';

const REQUEST = { kind: 'backup' as const, filename: 'a.tar.gz' };

let state: ReturnType<typeof memoryState>;
beforeEach(() => {
  state = memoryState();
});

const open = () => new Jobs(state, (error) => `told: ${String(error)}`);

test('one job runs at a time, and its progress can be read', async () => {
  const jobs = open();
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const { job, ended } = jobs.start(REQUEST, (report) => {
    report({ step: 'files', bytes: 10, total: 100 });
    return promise;
  });
  expect(jobs.get(job.id)).toMatchObject({ status: 'running', step: 'files', bytes: 10, total: 100 });
  expect(() => jobs.start(REQUEST, async () => [])).toThrow(JobRunning);
  resolve(['A note.']);
  expect(await ended).toEqual({});
  expect(jobs.get(job.id)).toMatchObject({ status: 'done', notes: ['A note.'], error: null });
  expect(jobs.running()).toEqual([]);
});

test('a job that fails says why, until it is forgotten, unlike other jobs with its archive', async () => {
  const jobs = open();
  const { job: verified, ended: untilVerified } = jobs.start({ ...REQUEST, kind: 'verify' }, async () => []);
  await untilVerified;
  const failure = new Error('no space');
  const { job, ended } = jobs.start(REQUEST, () => Promise.reject(failure));
  expect(await ended).toEqual({ error: failure });
  expect(open().get(job.id)).toMatchObject({ status: 'failed', error: 'told: Error: no space' });
  expect(jobs.failedBackups().map(({ id }) => id)).toEqual([job.id]);
  jobs.forget(job.filename ?? '');
  expect(open().failedBackups()).toEqual([]);
  jobs.forget(job.filename ?? '');
  expect(open().get(verified.id)).toMatchObject({ status: 'done' });
});

test('a job whose process was killed is failed after the next start', async () => {
  const { job } = open().start(REQUEST, () => new Promise(() => {}));
  const restarted = open();
  expect(restarted.get(job.id)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('ended before'),
  });
  expect(restarted.running()).toEqual([]);
});

test('the last 50 jobs are kept, and a state that is not what it should be counts as none', async () => {
  const jobs = open();
  const [first] = [jobs.start(REQUEST, async () => [])];
  await first.ended;
  for (let count = 0; count < 50; count++) await jobs.start(REQUEST, async () => []).ended;
  expect(jobs.get(first.job.id)).toBeUndefined();
  state.write([{ id: 1 }]);
  expect(open().running()).toEqual([]);
});
