import { duringTransaction, rows, value } from '@selfdb/server/testing/postgres';
import { beforeEach, expect, test } from 'vitest';
import { createAdmin, createFunction, database } from '../testing/client.ts';
import { begin, execution, forgetJobs, jobsOf, queueJob, reportEnds } from '../testing/jobs.ts';
import { createWebhook, deliveriesOf, sendSigned } from '../testing/webhooks.ts';
import { claimJobs, releaseLost } from './repository.ts';

beforeEach(forgetJobs);

const claim = async () => (await database.query(claimJobs(100))).map(({ job }) => job);

/** As if the jobs of a function had been claimed some time ago. */
const age = (functionId: string) =>
  rows(`update selfdb.function_jobs set claimed_at = now() - interval '1 minute' where function_id = $1`, [
    functionId,
  ]);

const executionsOf = (functionId: string) =>
  rows('select id, status, fault from selfdb.function_executions where function_id = $1 order by id', [
    functionId,
  ]);

test('of jobs that the host lost, all run again, and those that had begun are marked as cut and counted', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const webhook = await createWebhook(token, id);
  for (const n of [1, 2]) await sendSigned(webhook, String(n));
  const [one, two] = await claim();
  expect(await begin([execution(id, String(one?.execution_id))])).toEqual([one?.execution_id]);
  await age(id);
  expect(await releaseLost(database, [], [])).toBe(2);
  expect(await jobsOf(id)).toMatchObject(
    [one, two].map((job) => ({ id: job?.id, is_claimed: false, is_due: true, attempt: 0 })),
  );
  expect(await executionsOf(id)).toEqual([{ id: one?.execution_id, status: 'failed', fault: 'cut' }]);
  expect((await deliveriesOf(token, webhook)).map(({ status }) => status)).toEqual(['queued', 'queued']);
  const counts = await rows(
    'select executions::int, errors::int from selfdb.function_statistics where function_id = $1',
    [id],
  );
  expect(counts).toEqual([{ executions: 1, errors: 1 }]);
});

test('a job stays with its execution while the host knows it, or it is on its way', async () => {
  const { id } = await createFunction((await createAdmin()).token);
  for (let i = 0; i < 4; i += 1) await queueJob(id);
  const [known, posting, young, lost] = await claim();
  await age(id);
  await rows('update selfdb.function_jobs set claimed_at = now() where id = $1', [young?.id]);
  const ids = [known, posting].map((job) => [String(job?.execution_id)]);
  expect(await releaseLost(database, ids[0] ?? [], ids[1] ?? [])).toBe(1);
  const free = (await jobsOf(id)).filter(({ is_claimed }) => !is_claimed);
  expect(free.map((job) => job.id)).toEqual([lost?.id]);
});

test('an execution may not begin once its job was given back, nor twice, nor without a job', async () => {
  const { id } = await createFunction((await createAdmin()).token);
  await queueJob(id);
  const [job] = await claim();
  const first = execution(id, String(job?.execution_id));
  await age(id);
  await releaseLost(database, [], []);
  expect(await begin([first])).toEqual([]);
  const [again] = await claim();
  const second = execution(id, String(again?.execution_id));
  expect(await begin([first, second, execution(id, crypto.randomUUID())])).toEqual([again?.execution_id]);
  expect(await begin([second])).toEqual([]);
  expect(await executionsOf(id)).toEqual([{ id: again?.execution_id, status: 'running', fault: null }]);
});

test('of beginning and being given back at the same time, one happens', async () => {
  const { id } = await createFunction((await createAdmin()).token);
  await queueJob(id);
  const [job] = await claim();
  await age(id);
  const executionId = String(job?.execution_id);
  const giveBack = `update selfdb.function_jobs set claimed_at = null, execution_id = null where execution_id = $1`;
  expect(
    await duringTransaction([[giveBack, [executionId]]], () => begin([execution(id, executionId)])),
  ).toEqual([]);
  expect(await executionsOf(id)).toEqual([]);
});

test('what ended after it was given back stays marked as cut, and the job runs again', async () => {
  const { id } = await createFunction((await createAdmin()).token);
  await queueJob(id);
  const [job] = await claim();
  const executed = execution(id, String(job?.execution_id));
  await begin([executed]);
  await age(id);
  await releaseLost(database, [], []);
  expect((await reportEnds([executed])).status).toBe(204);
  expect(await executionsOf(id)).toMatchObject([{ status: 'failed', fault: 'cut' }]);
  expect(await jobsOf(id)).toMatchObject([{ is_claimed: false, is_due: true }]);
  expect(
    await value('select count(*)::int from selfdb.function_dead_jobs where function_id = $1', [id]),
  ).toBe(0);
});
