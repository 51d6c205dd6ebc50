import { rows, value } from '@selfdb/server/testing/postgres';
import type { WebhookDelivery } from '@selfdb/shared/webhooks/delivery-schema';
import { beforeEach, expect, test } from 'vitest';
import { claimJobs } from '../dispatcher/repository.ts';
import { call, createAdmin, createFunction, createPerson, database } from '../testing/client.ts';
import { execution, forgetJobs, jobsOf, reportEnds } from '../testing/jobs.ts';
import { createWebhook, deliveriesOf, sendSigned } from '../testing/webhooks.ts';

beforeEach(forgetJobs);

async function newWebhook(fields: object = {}) {
  const { token } = await createAdmin();
  const { id: functionId } = await createFunction(token);
  return { token, functionId, webhook: await createWebhook(token, functionId, fields) };
}

/** Runs what waits, with this ending. */
async function runJobs(ending: object = {}): Promise<void> {
  const jobs = (await database.query(claimJobs(100))).map(({ job }) => job);
  await reportEnds(
    jobs.map((job) => ({ ...execution(job.function_id, job.execution_id, job.attempt), ...ending })),
  );
}

const retry = (id: string, token?: string) => call('POST', `/webhooks/deliveries/${id}/retry`, { token });

test('a user who owns a webhook and any administrator see its deliveries and run them again; strangers and anonymous callers do not', async () => {
  const owner = await createPerson();
  const { token: admin } = await createAdmin();
  const fn = await createFunction(admin);
  await rows('update selfdb.functions set owner_id = $2 where id = $1', [fn.id, owner.userId]);
  const webhook = await createWebhook(owner.token, fn.id);
  const id = (await sendSigned(webhook, '{}')).body.delivery_id;
  await runJobs();
  const stranger = await createPerson();
  const paths = [
    ['GET', `/webhooks/${webhook.id}`],
    ['GET', `/webhooks/${webhook.id}/deliveries`],
    ['GET', `/webhooks/deliveries/${id}`],
    ['POST', `/webhooks/deliveries/${id}/retry`],
    ['POST', `/webhooks/${webhook.id}/rotate-secret`],
    ['POST', `/webhooks/${webhook.id}/regenerate-token`],
    ['DELETE', `/webhooks/${webhook.id}`],
  ] as const;
  for (const [method, path] of paths) {
    expect((await call(method, path, { token: stranger.token })).status, path).toBe(403);
    expect((await call(method, path)).status, path).toBe(401);
  }
  const change = { token: stranger.token, json: { is_active: false } };
  expect((await call('PATCH', `/webhooks/${webhook.id}`, change)).status).toBe(403);
  expect((await call('GET', '/webhooks', { token: stranger.token })).body).toEqual([]);
  expect(await deliveriesOf(owner.token, webhook)).toMatchObject([{ id, retry_count: 0 }]);
  for (const token of [owner.token, admin]) {
    expect((await retry(id, token)).status).toBe(200);
    await runJobs();
  }
  expect(await deliveriesOf(admin, webhook)).toMatchObject([{ id, retry_count: 2, status: 'completed' }]);
});

test('a webhook is made only for a function that the caller may manage', async () => {
  const { functionId } = await newWebhook();
  const { token } = await createPerson();
  const json = { name: 'w', function_id: functionId };
  expect((await call('POST', '/webhooks', { token, json })).status).toBe(403);
  const nowhere = { name: 'w', function_id: crypto.randomUUID() };
  expect((await call('POST', '/webhooks', { token, json: nowhere })).status).toBe(404);
});

test('a delivery that waits or runs is not run again, nor one of a function that can not run', async () => {
  const { token, functionId, webhook } = await newWebhook();
  const id = (await sendSigned(webhook, '{}')).body.delivery_id;
  expect((await retry(id, token)).status).toBe(409);
  await runJobs();
  const answers = await Promise.all([retry(id, token), retry(id, token), retry(id, token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(await jobsOf(functionId)).toHaveLength(1);
  await runJobs();
  await rows('update selfdb.functions set is_active = false where id = $1', [functionId]);
  expect((await retry(id, token)).status).toBe(409);
  expect((await retry(crypto.randomUUID(), token)).status).toBe(404);
});

test('an ended delivery shows what the function answered, and the webhook counts it', async () => {
  const { token, webhook } = await newWebhook({ retry_enabled: false });
  await sendSigned(webhook, '1');
  await runJobs({ response_status: 201, result: { a: 1 }, duration_ms: 7 });
  expect(await deliveriesOf(token, webhook)).toMatchObject([
    {
      ...{ status: 'completed', response_status_code: 201, execution_result: { a: 1 } },
      ...{ execution_time_ms: 7, error_message: null, delivery_attempt: 1 },
    },
  ]);
  await sendSigned(webhook, '2');
  await runJobs({ response_status: 500 });
  const [failed] = await deliveriesOf(token, webhook);
  expect(failed).toMatchObject({ status: 'failed', error_message: 'The function answered 500.' });
  const counts = async () => (await call<object>('GET', `/webhooks/${webhook.id}`, { token })).body;
  expect(await counts()).toMatchObject({
    ...{ total_delivery_count: 2, successful_delivery_count: 1, failed_delivery_count: 1 },
    last_delivery_status: 'failed',
  });
  await retry(String(failed?.id), token);
  await runJobs();
  expect(await counts()).toMatchObject({
    ...{ total_delivery_count: 2, successful_delivery_count: 2, failed_delivery_count: 0 },
  });
});

test('the list shows the beginning of a large body, and the delivery all of it', async () => {
  const { token, webhook } = await newWebhook();
  const body = 'b'.repeat(5000);
  const id = (await sendSigned(webhook, body)).body.delivery_id;
  const [listed] = await deliveriesOf(token, webhook);
  expect(listed).toMatchObject({ request_body: body.slice(0, 2048), request_body_bytes: 5000 });
  const { body: whole } = await call<WebhookDelivery>('GET', `/webhooks/deliveries/${id}`, { token });
  expect(whole.request_body).toBe(body);
});

test('deleting a webhook deletes its deliveries, and what waits for them', async () => {
  const { token, functionId, webhook } = await newWebhook();
  await sendSigned(webhook, '{}');
  expect((await call('DELETE', `/webhooks/${webhook.id}`, { token })).status).toBe(204);
  expect(await jobsOf(functionId)).toEqual([]);
  const left = await value('select count(*)::int from selfdb.webhook_deliveries where webhook_id = $1', [
    webhook.id,
  ]);
  expect(left).toBe(0);
});
