import { createHmac } from 'node:crypto';
import { rows } from '@selfdb/server/testing/postgres';
import type { WebhookWithSecret } from '@selfdb/shared/webhooks/schema';
import { expect, test } from 'vitest';
import { createAdmin, createFunction } from '../testing/client.ts';
import { nowSeconds, PROVIDERS, TIMED_PROVIDERS } from '../testing/provider-requests.ts';
import { createWebhook, deliveriesOf, send } from '../testing/webhooks.ts';

const names = Object.keys(PROVIDERS);

async function newWebhook(fields: object): Promise<{ token: string; webhook: WebhookWithSecret }> {
  const { token } = await createAdmin();
  return { token, webhook: await createWebhook(token, (await createFunction(token)).id, fields) };
}

async function sign(
  provider: string,
  { secret_key }: { secret_key: string },
  id: string,
  seconds = nowSeconds(),
) {
  const signer = PROVIDERS[provider];
  if (!signer) throw new Error(provider);
  return signer(secret_key, id, seconds);
}

const countJobs = async (webhookId: string) =>
  (
    await rows(
      `select from selfdb.function_jobs j join selfdb.webhook_deliveries d on d.id = j.delivery_id where d.webhook_id = $1`,
      [webhookId],
    )
  ).length;

test.each(names)('%s: what its own library signs is stored as it came, with one job', async (provider) => {
  const { token, webhook } = await newWebhook({ provider });
  const id = crypto.randomUUID();
  const { body, headers } = await sign(provider, webhook, id);
  const answer = await send(webhook, body, headers);
  expect(answer.status, answer.text).toBe(202);
  const [delivery] = await deliveriesOf(token, webhook);
  expect(delivery).toMatchObject({
    ...{ id: answer.body.delivery_id, provider_delivery_id: id, request_body: body, status: 'queued' },
    ...{ signature_valid: true, source_ip: 'test', delivery_attempt: 0 },
  });
  expect(await countJobs(webhook.id)).toBe(1);
});

test.each(names)(
  '%s: the same delivery, one after the other or many at once, is stored and run once',
  async (provider) => {
    const { token, webhook } = await newWebhook({ provider });
    const id = crypto.randomUUID();
    const { body, headers } = await sign(provider, webhook, id);
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(webhook, body, headers)));
    // A provider that repeats a delivery later signs it again, with another time.
    const later = await sign(provider, webhook, id, nowSeconds() - 60);
    answers.push(await send(webhook, later.body, later.headers));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    expect(new Set(answers.map((answer) => answer.body.delivery_id)).size).toBe(1);
    expect(await deliveriesOf(token, webhook)).toHaveLength(1);
    expect(await countJobs(webhook.id)).toBe(1);
  },
);

test.each(names)('%s: two ids are two deliveries', async (provider) => {
  const { token, webhook } = await newWebhook({ provider });
  for (const id of ['one', 'two']) {
    const { body, headers } = await sign(provider, webhook, id);
    expect((await send(webhook, body, headers)).status).toBe(202);
  }
  expect(await deliveriesOf(token, webhook)).toHaveLength(2);
});

test('github: an old request with a new id, which is not signed, is the old delivery', async () => {
  const { webhook } = await newWebhook({ provider: 'github' });
  const { body, headers } = await sign('github', webhook, 'first');
  const first = await send(webhook, body, headers);
  const second = await send(webhook, body, { ...headers, 'X-GitHub-Delivery': 'second' });
  expect(second.body.delivery_id).toBe(first.body.delivery_id);
  expect(await countJobs(webhook.id)).toBe(1);
});

test.each(names)(
  '%s: another body, another secret or no signature is refused and stores nothing',
  async (provider) => {
    const { token, webhook } = await newWebhook({ provider });
    const { webhook: other } = await newWebhook({ provider });
    const { body, headers } = await sign(provider, webhook, 'a');
    const foreign = await sign(provider, other, 'a');
    const answers = [
      await send(webhook, `${body} `, headers),
      await send(webhook, foreign.body, foreign.headers),
      await send(webhook, body, {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(await deliveriesOf(token, webhook)).toEqual([]);
  },
);

test.each(TIMED_PROVIDERS)(
  '%s: a time of more than five minutes ago, or ahead, is refused',
  async (provider) => {
    const { webhook } = await newWebhook({ provider });
    // Some seconds pass until the request is checked.
    for (const [seconds, status] of [
      [nowSeconds() - 310, 401],
      [nowSeconds() + 330, 401],
      [nowSeconds() - 270, 202],
      [nowSeconds() + 270, 202],
    ] as const) {
      const { body, headers } = await sign(provider, webhook, String(seconds), seconds);
      expect((await send(webhook, body, headers)).status, String(seconds - nowSeconds())).toBe(status);
    }
  },
);

test('slack: the verification of the URL is answered, if it is signed, and runs nothing', async () => {
  const { token, webhook } = await newWebhook({ provider: 'slack' });
  const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
  const time = String(nowSeconds());
  const signature = createHmac('sha256', webhook.secret_key).update(`v0:${time}:${body}`).digest('hex');
  const headers = { 'X-Slack-Request-Timestamp': time, 'X-Slack-Signature': `v0=${signature}` };
  const answer = await send(webhook, body, headers);
  expect([answer.status, answer.body]).toEqual([200, { challenge: 'abc' }]);
  expect((await send(webhook, body, {})).status).toBe(401);
  expect(await deliveriesOf(token, webhook)).toEqual([]);
});

test('an event that the webhook does not want is stored and does not run', async () => {
  const { token, webhook } = await newWebhook({
    provider: 'github',
    provider_event_type: 'push, issues.closed',
  });
  const { body, headers } = await sign('github', webhook, 'a');
  expect((await send(webhook, body, headers)).status).toBe(202);
  expect((await deliveriesOf(token, webhook)).map(({ status }) => status)).toEqual(['received']);
  expect(await countJobs(webhook.id)).toBe(0);
  expect((await send(webhook, body.replace('"a"', '"b"'), headers)).status).toBe(401);
});
