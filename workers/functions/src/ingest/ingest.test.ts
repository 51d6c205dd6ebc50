import { rows, value } from '@selfdb/server/testing/postgres';
import type { Webhook, WebhookWithSecret } from '@selfdb/shared/webhooks/schema';
import { expect, test } from 'vitest';
import { call, createAdmin, createFunction } from '../testing/client.ts';
import { createWebhook, deliveriesOf, send, sendSigned } from '../testing/webhooks.ts';

const MAX_BYTES = 1024 * 1024;

async function newWebhook(fields: object = {}) {
  const { token } = await createAdmin();
  const { id: functionId } = await createFunction(token);
  return { token, functionId, webhook: await createWebhook(token, functionId, fields) };
}

const patch = (token: string, { id }: { id: string }, json: object) =>
  call<Webhook>('PATCH', `/webhooks/${id}`, { token, json });

test('a body of the greatest size is taken, and a larger one is refused and stored nowhere', async () => {
  const { token, webhook } = await newWebhook();
  expect((await sendSigned(webhook, 'a'.repeat(MAX_BYTES))).status).toBe(202);
  expect((await sendSigned(webhook, 'a'.repeat(MAX_BYTES + 1))).status).toBe(413);
  const [delivery, ...others] = await deliveriesOf(token, webhook);
  expect(others).toEqual([]);
  expect(delivery).toMatchObject({ request_body_bytes: MAX_BYTES });
});

test('an address that does not exist is not found, whatever it looks like', async () => {
  for (const webhook_token of ['x', 'A'.repeat(43), 'A'.repeat(101), "'".repeat(30)]) {
    expect((await send({ webhook_token: encodeURIComponent(webhook_token) }, '{}', {})).status).toBe(404);
  }
});

test('another method is told which one is taken, without an API key', async () => {
  const { webhook } = await newWebhook();
  for (const door of ['in', 'trigger']) {
    const { status, headers } = await call('GET', `/webhooks/${door}/${webhook.webhook_token}`, {
      headers: { 'X-API-Key': undefined },
    });
    expect([status, headers.get('Allow')]).toEqual([405, 'POST']);
  }
});

test('above the limit of a minute requests are refused with the time to wait, but not those that came before', async () => {
  const { token, webhook } = await newWebhook({ rate_limit_per_minute: 3 });
  const numbered = (n: number) => sendSigned(webhook, String(n), { 'X-Webhook-Id': String(n) });
  for (const n of [1, 2, 3]) expect((await numbered(n)).status).toBe(202);
  const refused = await numbered(4);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(Number(refused.headers.get('Retry-After'))).toBeLessThanOrEqual(60);
  expect((await numbered(2)).status).toBe(202);
  expect(await deliveriesOf(token, webhook)).toHaveLength(3);
  await rows(
    `update selfdb.webhook_statistics set minute_began_at = minute_began_at - interval '1 minute' where webhook_id = $1`,
    [webhook.id],
  );
  expect((await numbered(4)).status).toBe(202);
});

test('repeated and refused requests do not use up the limit', async () => {
  const { webhook } = await newWebhook({ rate_limit_per_minute: 2 });
  for (let i = 0; i < 5; i += 1) {
    expect((await sendSigned(webhook, '1', { 'X-Webhook-Id': '1' })).status).toBe(202);
    expect((await send(webhook, '1', { 'X-Webhook-Signature': 'a'.repeat(64) })).status).toBe(401);
  }
  expect((await sendSigned(webhook, '2')).status).toBe(202);
});

test('a webhook without a signature takes unsigned requests, and still refuses wrong ones', async () => {
  const { token, webhook } = await newWebhook({ require_signature: false });
  expect((await send(webhook, '{}', {})).status).toBe(202);
  expect((await send(webhook, '{}', { 'X-Webhook-Signature': 'a'.repeat(64) })).status).toBe(401);
  expect((await send(webhook, '{}', { 'X-Webhook-Signature': 'x' })).status).toBe(401);
  expect((await deliveriesOf(token, webhook)).map((each) => each.signature_valid)).toEqual([null]);
});

test('after a rotation both secrets count, and the former one no longer when its time is over', async () => {
  const { token, webhook } = await newWebhook();
  expect((await sendSigned(webhook, '0')).status).toBe(202);
  const path = `/webhooks/${webhook.id}/rotate-secret`;
  const rotated = await call<WebhookWithSecret>('POST', path, { token });
  expect(rotated.status).toBe(200);
  expect(rotated.body.secret_key).not.toBe(webhook.secret_key);
  expect(Date.parse(String(rotated.body.old_secret_until))).toBeGreaterThan(Date.now());
  expect((await sendSigned(webhook, '1')).status).toBe(202);
  expect((await sendSigned(rotated.body, '2')).status).toBe(202);
  await rows('update selfdb.webhooks set old_secret_until = now() where id = $1', [webhook.id]);
  expect((await sendSigned(webhook, '3')).status).toBe(401);
  expect((await sendSigned(rotated.body, '4')).status).toBe(202);
  expect((await call<Webhook>('GET', `/webhooks/${webhook.id}`, { token })).body.old_secret_until).toBeNull();
});

test('of two rotations, the last secret and the one before count', async () => {
  const { token, webhook } = await newWebhook();
  const rotate = () => call<WebhookWithSecret>('POST', `/webhooks/${webhook.id}/rotate-secret`, { token });
  const [second, third] = [(await rotate()).body, (await rotate()).body];
  expect((await sendSigned(webhook, '1')).status).toBe(401);
  expect((await sendSigned(second, '2')).status).toBe(202);
  expect((await sendSigned(third, '3')).status).toBe(202);
});

test('a change counts from the next request, although the webhook is remembered', async () => {
  const { token, webhook } = await newWebhook();
  expect((await sendSigned(webhook, '1')).status).toBe(202);
  await patch(token, webhook, { is_active: false });
  expect((await sendSigned(webhook, '2')).status).toBe(409);
  await patch(token, webhook, { is_active: true });
  expect((await sendSigned(webhook, '2')).status).toBe(202);
  await patch(token, webhook, { provider: 'github' });
  expect((await sendSigned(webhook, '3')).status).toBe(401);
  await patch(token, webhook, { provider: null, provider_event_type: 'other' });
  expect((await sendSigned(webhook, '4')).status).toBe(202);
  expect((await deliveriesOf(token, webhook)).map(({ status }) => status)).toEqual([
    'received',
    'queued',
    'queued',
  ]);
  await patch(token, webhook, { secret_key: 'another' });
  expect((await sendSigned({ ...webhook, secret_key: 'another' }, '5')).status).toBe(202);
  const moved = await call<Webhook>('POST', `/webhooks/${webhook.id}/regenerate-token`, { token });
  expect((await sendSigned(webhook, '6')).status).toBe(404);
  const now = { webhook_token: moved.body.webhook_token, secret_key: 'another' };
  expect((await sendSigned(now, '6')).status).toBe(202);
  expect((await call('DELETE', `/webhooks/${webhook.id}`, { token })).status).toBe(204);
  expect((await sendSigned(now, '7')).status).toBe(404);
});

test('an inactive webhook, or one of an inactive function, stores nothing', async () => {
  const { token, functionId, webhook } = await newWebhook();
  await call('PATCH', `/functions/${functionId}/state`, { token, json: { is_active: false } });
  expect((await sendSigned(webhook, '1')).status).toBe(409);
  await call('PATCH', `/functions/${functionId}/state`, { token, json: { is_active: true } });
  await patch(token, webhook, { is_active: false });
  expect((await sendSigned(webhook, '1')).status).toBe(409);
  expect(await deliveriesOf(token, webhook)).toEqual([]);
});

test('no header that holds a secret, a cookie or a credential is stored', async () => {
  const { token, webhook } = await newWebhook();
  await sendSigned(webhook, '1', {
    ...{ 'X-Own': `prefix ${webhook.secret_key}`, Cookie: 'a=b', Authorization: 'Bearer abc' },
    ...{ 'X-Gitlab-Token': 'abc', 'X-API-Key': 'abc', 'X-Kept': 'kept' },
  });
  const [delivery] = await deliveriesOf(token, webhook);
  const { 'x-webhook-signature': signature, ...headers } = delivery?.request_headers ?? {};
  expect(signature).toHaveLength(64);
  expect(headers).toEqual({ 'x-kept': 'kept', 'content-type': 'text/plain;charset=UTF-8' });
});

test('the secret is shown once, and is encrypted in the database', async () => {
  const { token, functionId, webhook } = await newWebhook({ secret_key: 'open sesame' });
  expect(webhook.secret_key).toBe('open sesame');
  const rotated = await call<WebhookWithSecret>('POST', `/webhooks/${webhook.id}/rotate-secret`, {
    token,
    json: { secret_key: 'close sesame' },
  });
  expect(rotated.body.secret_key).toBe('close sesame');
  const answers = [
    await call('GET', `/webhooks/${webhook.id}`, { token }),
    await call('GET', '/webhooks', { token }),
    await patch(token, webhook, { secret_key: 'third sesame' }),
    await call('POST', `/webhooks/${webhook.id}/regenerate-token`, { token }),
    await call('GET', `/functions/${functionId}`, { token }),
  ];
  for (const { status, text } of answers) {
    expect(status).toBe(200);
    expect(text).not.toContain('sesame');
  }
  const stored = await value('select row_to_json(w)::text from selfdb.webhooks w where id = $1', [
    webhook.id,
  ]);
  expect(stored).not.toContain('sesame');
  const noted = await value(
    `select coalesce(json_agg(a)::text, '') from selfdb.audit_log a where a.target_id::text = $1`,
    [webhook.id],
  );
  expect(noted).toContain('secret_key');
  expect(noted).not.toContain('sesame');
});
