import { rows, value } from '@selfdb/server/testing/postgres';
import type { Invocation } from '@selfdb/shared/functions/runner-protocol';
import { beforeEach, expect, test } from 'vitest';
import { createAdmin, createFunction, database } from '../testing/client.ts';
import { execution, forgetJobs, jobsOf, queueJob, reportEnds } from '../testing/jobs.ts';
import { createWebhook, deliveriesOf, sendSigned } from '../testing/webhooks.ts';
import { JobRunner } from './job-runner.ts';

beforeEach(forgetJobs);

/** A job runner with a host that answers with a status, or does not answer. `sent` is what the host gets. */
function startRunner(status: number | 'never' | 'gone' = 200) {
  const sent: { invocation: Invocation; request: Request }[] = [];
  const runner = new JobRunner({
    db: database,
    log: () => {},
    async run(invocation, request) {
      sent.push({ invocation, request });
      if (status === 'never') return new Promise(() => {});
      if (status === 'gone') throw new Error('connection reset');
      return new Response(null, { status });
    },
    listExecutions: async () => (status === 'gone' ? Promise.reject(new Error('no connection')) : []),
    ended() {},
  });
  return { runner, sent };
}

const claimedOf = async (functionId: string) =>
  (await jobsOf(functionId)).filter(({ is_claimed }) => is_claimed).map(({ id }) => id);

/** Says that the claimed ones of these jobs have run. */
async function endClaimed(functionId: string): Promise<void> {
  const ids = (await jobsOf(functionId)).flatMap((job) => job.execution_id ?? []);
  await reportEnds(ids.map((id) => execution(functionId, id)));
}

async function newFunction(fields: object = {}): Promise<string> {
  return (await createFunction((await createAdmin()).token, fields)).id;
}

test('jobs with one order key run one after the other as they came, and others beside them', async () => {
  const id = await newFunction();
  const one = await queueJob(id, { order_key: 'a' });
  const two = await queueJob(id, { order_key: 'a' });
  const other = await queueJob(id, { order_key: 'b' });
  const free = await queueJob(id);
  const { runner } = startRunner();
  await runner.turn();
  expect(await claimedOf(id)).toEqual([one, other, free]);
  await runner.turn();
  expect(await claimedOf(id)).toEqual([one, other, free]);
  await endClaimed(id);
  await runner.turn();
  expect(await claimedOf(id)).toEqual([two]);
});

test('a job that waits to be tried again holds up the later ones with its order key', async () => {
  const id = await newFunction();
  const one = await queueJob(id, { order_key: 'a', run_at: new Date(Date.now() + 60_000) });
  await queueJob(id, { order_key: 'a' });
  const { runner } = startRunner();
  await runner.turn();
  expect(await claimedOf(id)).toEqual([]);
  await rows('update selfdb.function_jobs set run_at = now() where id = $1', [one]);
  await runner.turn();
  expect(await claimedOf(id)).toEqual([one]);
});

test('as many jobs of a function run at once as it may, the oldest first', async () => {
  const id = await newFunction({ max_concurrent: 2 });
  const ids: string[] = [];
  for (let i = 0; i < 5; i += 1) ids.push(await queueJob(id));
  const { runner, sent } = startRunner('never');
  await runner.turn();
  await runner.turn();
  expect(sent.map(({ invocation }) => invocation.function_id)).toEqual([id, id]);
  expect(await claimedOf(id)).toEqual(ids.slice(0, 2));
  await endClaimed(id);
  await runner.turn();
  expect(await claimedOf(id)).toEqual(ids.slice(2, 4));
});

test('a function that is not active keeps its jobs, and so does one of a deactivated owner', async () => {
  const { token, userId } = await createAdmin();
  const [one, two] = [await createFunction(token), await createFunction((await createAdmin()).token)];
  await queueJob(one.id);
  await queueJob(two.id);
  await rows('update selfdb.users set is_active = false where id = $1', [userId]);
  await rows('update selfdb.functions set is_active = false where id = $1', [two.id]);
  const { runner, sent } = startRunner();
  await runner.turn();
  expect(sent).toEqual([]);
  await rows('update selfdb.users set is_active = true where id = $1', [userId]);
  await rows('update selfdb.functions set is_active = true where id = $1', [two.id]);
  await runner.turn();
  expect(sent.map(({ invocation }) => invocation.function_id).sort()).toEqual([one.id, two.id].sort());
});

test('the job of a deleted function is gone, and what is reported of it changes nothing', async () => {
  const id = await newFunction();
  await queueJob(id);
  await startRunner('never').runner.turn();
  const [job] = await jobsOf(id);
  await rows('delete from selfdb.functions where id = $1', [id]);
  expect(await jobsOf(id)).toEqual([]);
  expect((await reportEnds([execution(id, String(job?.execution_id))])).status).toBe(204);
  expect(
    await value('select count(*)::int from selfdb.function_dead_jobs where function_id = $1', [id]),
  ).toBe(0);
});

test.each([503, 404, 409])(
  'a host that answers %i has not begun: the job waits, without counting as an attempt',
  async (status) => {
    const { token } = await createAdmin();
    const { id } = await createFunction(token);
    const webhook = await createWebhook(token, id);
    await sendSigned(webhook, '{}');
    const { runner, sent } = startRunner(status);
    await runner.turn();
    await expect.poll(() => claimedOf(id)).toEqual([]);
    expect(sent).toHaveLength(1);
    const [job] = await jobsOf(id);
    expect(job).toMatchObject({ attempt: 0, execution_id: null, is_due: false });
    const [delivery] = await deliveriesOf(token, webhook);
    expect(delivery).toMatchObject({ status: 'queued', delivery_attempt: 0, function_execution_id: null });
  },
);

test('without the host nothing is taken, and a job that was on its way stays claimed', async () => {
  const id = await newFunction();
  const first = await queueJob(id);
  await startRunner('never').runner.turn();
  await queueJob(id);
  const { runner, sent } = startRunner('gone');
  await runner.turn();
  expect(sent).toEqual([]);
  expect(await claimedOf(id)).toEqual([first]);
});

test('the host gets the request of a delivery as it came, and the ids of the execution, the delivery and the webhook', async () => {
  const { token } = await createAdmin();
  const { id, name } = await createFunction(token);
  const webhook = await createWebhook(token, id);
  const body = JSON.stringify({ text: 'ü'.repeat(100) });
  await sendSigned(webhook, body, { 'X-Custom': 'kept', Cookie: 'a=b' });
  const { runner, sent } = startRunner('never');
  await runner.turn();
  const [{ invocation, request } = { invocation: undefined, request: undefined }] = sent;
  const [delivery] = await deliveriesOf(token, webhook);
  expect(delivery?.status).toBe('executing');
  expect(invocation).toMatchObject({
    ...{ function_id: id, trigger_type: 'webhook', attempt: 1, caller: null, depth: 0 },
    execution_id: delivery?.function_execution_id,
    url: `http://selfdb/functions/${name}/invoke/webhooks/in`,
  });
  expect(await request?.text()).toBe(body);
  expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
    'x-custom': 'kept',
    'x-webhook-id': webhook.id,
    'x-delivery-id': delivery?.id,
    'x-trigger-type': 'webhook',
    'x-execution-id': invocation?.execution_id,
  });
  expect(request?.headers.has('cookie')).toBe(false);
});
