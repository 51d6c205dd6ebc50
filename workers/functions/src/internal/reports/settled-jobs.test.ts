import { rows, value } from '@selfdb/server/testing/postgres';
import { beforeEach, expect, test } from 'vitest';
import { claimJobs } from '../../dispatcher/repository.ts';
import { createAdmin, createFunction, database } from '../../testing/client.ts';
import { execution, forgetJobs, idAt, jobsOf, queueJob, reportEnds } from '../../testing/jobs.ts';
import { createWebhook, deliveriesOf, sendSigned } from '../../testing/webhooks.ts';
import { keepDays } from './repository.ts';

beforeEach(forgetJobs);

const newFunction = async () =>
  (await createFunction((await createAdmin()).token, { max_concurrent: 100 })).id;

async function runJobs(ending: object): Promise<void> {
  const jobs = (await database.query(claimJobs(200))).map(({ job }) => job);
  await reportEnds(
    jobs.map((job) => ({ ...execution(job.function_id, job.execution_id, job.attempt), ...ending })),
  );
}

const failed = { status: 'failed', response_status: null, error_message: 'broken' };

test.each([
  ['fixed', 1, 100],
  ['fixed', 4, 100],
  ['linear', 1, 100],
  ['linear', 4, 400],
  ['exponential', 1, 100],
  ['exponential', 4, 800],
  ['exponential', 9, 1000],
  ['linear', 40, 1000],
])(
  '%s: after attempt %i a job waits %i seconds, a fifth more or less',
  async (backoff, attempts, seconds) => {
    const id = await newFunction();
    const policy = { backoff, delay_seconds: 100, max_delay_seconds: 1000, max_attempts: 100 };
    for (let i = 0; i < 40; i += 1) await queueJob(id, { ...policy, attempt: attempts - 1 });
    const before = Number(await value('select extract(epoch from clock_timestamp())'));
    await runJobs(failed);
    const after = Number(await value('select extract(epoch from clock_timestamp())'));
    const found = await rows(
      'select extract(epoch from run_at)::float8 as at, attempt, last_error from selfdb.function_jobs where function_id = $1',
      [id],
    );
    const times = found.map(({ at }) => Number(at));
    expect(found).toHaveLength(40);
    expect(found[0]).toMatchObject({ attempt: attempts, last_error: 'broken' });
    expect(Math.min(...times)).toBeGreaterThanOrEqual(before + seconds * 0.8 - 0.01);
    expect(Math.max(...times)).toBeLessThanOrEqual(after + seconds * 1.2 + 0.01);
    // Forty that all fell into the middle tenth would be no jitter.
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(seconds * 0.04);
  },
);

test('a job is dead after its last attempt, and its delivery has failed', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const webhook = await createWebhook(token, id, { retry_attempts: 1 });
  await sendSigned(webhook, '{}');
  await runJobs(failed);
  const [waiting] = await deliveriesOf(token, webhook);
  expect(waiting).toMatchObject({ status: 'retry_pending', delivery_attempt: 1, error_message: 'broken' });
  expect(Date.parse(String(waiting?.next_retry_at))).toBeGreaterThan(Date.now());
  await rows('update selfdb.function_jobs set run_at = now() where function_id = $1', [id]);
  await runJobs(failed);
  expect(await jobsOf(id)).toEqual([]);
  const [dead] = await rows(
    'select attempts, error, delivery_id from selfdb.function_dead_jobs where function_id = $1',
    [id],
  );
  expect(dead).toEqual({ attempts: 2, error: 'broken', delivery_id: waiting?.id });
  expect(await deliveriesOf(token, webhook)).toMatchObject([{ status: 'failed', next_retry_at: null }]);
});

test('an execution that was cut runs again at once and does not count as an attempt', async () => {
  const id = await newFunction();
  await queueJob(id, { max_attempts: 1 });
  await runJobs({ ...failed, fault: 'cut' });
  expect(await jobsOf(id)).toMatchObject([{ is_claimed: false, is_due: true, attempt: 0 }]);
  await runJobs({});
  expect(await jobsOf(id)).toEqual([]);
});

test.each([
  [399, 0],
  [400, 1],
  [503, 1],
])('a job whose function answers %i is dead: %i', async (response_status, dead) => {
  const id = await newFunction();
  await queueJob(id);
  await runJobs({ response_status });
  expect(await jobsOf(id)).toEqual([]);
  const count = await value('select count(*)::int from selfdb.function_dead_jobs where function_id = $1', [
    id,
  ]);
  expect(count).toBe(dead);
});

test('old deliveries and dead jobs are deleted, but not those that wait', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const webhook = await createWebhook(token, id);
  const day = 86_400_000;
  const insert = (status: string, days: number) =>
    rows(
      `insert into selfdb.webhook_deliveries (id, webhook_id, request_body, status) values ($1, $2, '', $3)`,
      [idAt(Date.now() - days * day), webhook.id, status],
    );
  for (const status of ['received', 'queued', 'executing', 'completed', 'failed', 'retry_pending']) {
    await insert(status, 11);
    await insert(status, 9);
  }
  for (const days of [15, 9]) {
    await rows(
      `insert into selfdb.function_dead_jobs (id, function_id, trigger_type, request, attempts, created_at, died_at)
       values ($1, $2, 'event', '{}', 1, now(), now() - make_interval(days => $3))`,
      [idAt(Date.now()), id, days],
    );
  }
  await keepDays(database, { days: 14, maxBytes: 1e12, deliveryDays: 10 });
  expect((await deliveriesOf(token, webhook)).map(({ status }) => status).sort()).toEqual([
    'completed',
    'executing',
    'executing',
    'failed',
    'queued',
    'queued',
    'received',
    'retry_pending',
    'retry_pending',
  ]);
  const left = await rows(
    'select died_at > now() - interval $$10 days$$ as is_young from selfdb.function_dead_jobs where function_id = $1',
    [id],
  );
  expect(left).toEqual([{ is_young: true }]);
});
