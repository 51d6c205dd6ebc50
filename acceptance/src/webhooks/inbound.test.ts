import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { admin, createPerson, marker, system } from '../world/users.ts';

interface Webhook {
  id: string;
  url: string;
  webhook_token: string;
  secret_key: string;
  total_delivery_count: number;
  successful_delivery_count: number;
  failed_delivery_count: number;
}
interface Delivery {
  id: string;
  status: string;
  delivery_attempt: number;
  execution_result: unknown;
  response_status_code: number | null;
  request_body: string;
  error_message: string | null;
}

async function saveFunction(code: string): Promise<{ id: string; name: string }> {
  const answer = await admin.post<{ id: string; name: string }>('/functions/', { name: marker('f'), code });
  expectStatus(answer, 201);
  return answer.body;
}

async function createWebhook(functionId: string, fields: object = {}): Promise<Webhook> {
  const body = { name: marker('hook'), function_id: functionId, ...fields };
  const answer = await admin.post<Webhook>('/webhooks/', body);
  expectStatus(answer, 201);
  return answer.body;
}

function send(token: string, body: string, headers: Record<string, string>, path = 'in') {
  return fetch(`${system.baseUrl}/webhooks/${path}/${token}`, { method: 'POST', body, headers });
}

const sign = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex');

const deliveriesOf = async ({ id }: Webhook) =>
  (await admin.get<Delivery[]>(`/webhooks/${id}/deliveries`)).body;

const statusesOf = async (webhook: Webhook) => (await deliveriesOf(webhook)).map(({ status }) => status);

const ECHO = `export default { async fetch(request) {
  return Response.json({ event: request.headers.get('x-github-event'), body: await request.json() });
} };`;

it('a signed request of GitHub runs the function, once, however often it comes', async () => {
  const fn = await saveFunction(ECHO);
  const webhook = await createWebhook(fn.id, { provider: 'github' });
  const body = JSON.stringify({ action: 'opened', text: 'ü' });
  const headers = {
    'X-GitHub-Event': 'issues',
    'X-GitHub-Delivery': crypto.randomUUID(),
    'X-Hub-Signature-256': `sha256=${sign(webhook.secret_key, body)}`,
  };
  const first = await send(webhook.webhook_token, body, headers);
  expect(first.status).toBe(202);
  const accepted = (await first.json()) as { delivery_id: string };
  expect(accepted).toEqual({ accepted: true, delivery_id: expect.any(String), function: fn.name });
  const again = await send(webhook.webhook_token, body, headers);
  expect([again.status, await again.json()]).toEqual([202, accepted]);
  await expect.poll(() => statusesOf(webhook), { timeout: 15_000 }).toEqual(['completed']);
  const [delivery] = await deliveriesOf(webhook);
  expect(delivery).toMatchObject({
    ...{ id: accepted.delivery_id, delivery_attempt: 1, response_status_code: 200, request_body: body },
    execution_result: { event: 'issues', body: { action: 'opened', text: 'ü' } },
  });
  const { body: shown } = await admin.get<Webhook>(`/webhooks/${webhook.id}`);
  expect(shown).toMatchObject({
    total_delivery_count: 1,
    successful_delivery_count: 1,
    failed_delivery_count: 0,
  });
  expect(JSON.stringify(shown)).not.toContain(webhook.secret_key);
});

it('what is not signed, or wrongly, is refused and stores nothing', async () => {
  const webhook = await createWebhook((await saveFunction(ECHO)).id);
  const unsigned = await send(webhook.webhook_token, '{}', {});
  expect(unsigned.status).toBe(401);
  const wrong = await send(webhook.webhook_token, '{}', { 'X-Webhook-Signature': sign('other', '{}') });
  expect(wrong.status).toBe(401);
  const unknown = await send('whk_nothing', '{}', { 'X-Webhook-Signature': sign('other', '{}') });
  expect(unknown.status).toBe(404);
  expect(await deliveriesOf(webhook)).toEqual([]);
  const old = await send(
    webhook.webhook_token,
    '{"n":1}',
    { 'X-Webhook-Signature': sign(webhook.secret_key, '{"n":1}') },
    'trigger',
  );
  expect(old.status).toBe(202);
});

it('a function that fails is tried again, then the delivery has failed and can be run by hand', async () => {
  const fn = await saveFunction(`export default () => new Response('no', { status: 500 });`);
  const retries = { retry_attempts: 1, retry_backoff_strategy: 'fixed', retry_delay_seconds: 1 };
  const webhook = await createWebhook(fn.id, retries);
  const sent = await send(webhook.webhook_token, '{}', {
    'X-Webhook-Signature': `sha256=${sign(webhook.secret_key, '{}')}`,
  });
  expect(sent.status).toBe(202);
  await expect.poll(() => statusesOf(webhook), { timeout: 20_000 }).toEqual(['failed']);
  const [failed] = await deliveriesOf(webhook);
  expect(failed).toMatchObject({ delivery_attempt: 2, response_status_code: 500 });
  expect(failed?.error_message).toContain('500');
  expectStatus(await admin.patch(`/functions/${fn.id}`, { code: ECHO }), 200);
  const retried = await admin.post(`/webhooks/deliveries/${failed?.id}/retry`);
  expectStatus(retried, 200);
  await expect.poll(() => statusesOf(webhook), { timeout: 15_000 }).toEqual(['completed']);
});

it('of many requests at once, as many are taken as the limit allows', async () => {
  const webhook = await createWebhook((await saveFunction(ECHO)).id, { rate_limit_per_minute: 5 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => {
      const body = JSON.stringify({ n });
      return send(webhook.webhook_token, body, { 'X-Webhook-Signature': sign(webhook.secret_key, body) });
    }),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 202)).toHaveLength(5);
  expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toMatch(/^\d+$/);
});

it('a rotated secret counts beside the old one, a new token ends the old URL, and strangers may do neither', async () => {
  const webhook = await createWebhook((await saveFunction(ECHO)).id);
  const stranger = await createPerson();
  for (const what of ['rotate-secret', 'regenerate-token'])
    expectProblem(await stranger.post(`/webhooks/${webhook.id}/${what}`), 403);
  expectProblem(await stranger.get(`/webhooks/${webhook.id}/deliveries`), 403);
  const rotated = await admin.post<Webhook>(`/webhooks/${webhook.id}/rotate-secret`);
  expectStatus(rotated, 200);
  expect(rotated.body.secret_key).not.toBe(webhook.secret_key);
  for (const [n, secret] of [webhook.secret_key, rotated.body.secret_key].entries()) {
    const body = JSON.stringify({ n });
    const sent = await send(webhook.webhook_token, body, { 'X-Webhook-Signature': sign(secret, body) });
    expect(sent.status).toBe(202);
  }
  const moved = await admin.post<Webhook>(`/webhooks/${webhook.id}/regenerate-token`);
  expectStatus(moved, 200);
  const body = '{"n":2}';
  const signed = { 'X-Webhook-Signature': sign(rotated.body.secret_key, body) };
  expect((await send(webhook.webhook_token, body, signed)).status).toBe(404);
  expect((await send(moved.body.webhook_token, body, signed)).status).toBe(202);
  expectStatus(await admin.del(`/webhooks/${webhook.id}`), 204);
  expect((await send(moved.body.webhook_token, body, signed)).status).toBe(404);
});
