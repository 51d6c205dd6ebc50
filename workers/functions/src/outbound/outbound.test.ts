import { rows, value } from '@selfdb/server/testing/postgres';
import type { Webhook, WebhookWithSecret } from '@selfdb/shared/webhooks/schema';
import { Webhook as Verifier } from 'standardwebhooks';
import { beforeEach, expect, test } from 'vitest';
import { doneBySystem } from '../testing/audited.ts';
import { call, createPerson } from '../testing/client.ts';
import {
  COMMITTED_AT,
  changeOf,
  createOutbound,
  createSender,
  deliveriesOf,
  passTime,
  queue,
} from '../testing/outbound.ts';
import { type Received, startReceiver } from '../testing/receiver.ts';
import { createTable } from '../testing/tables.ts';

beforeEach(async () => void (await rows('delete from selfdb.webhooks')));

const verify = (secret: string, { headers, body }: Received) =>
  new Verifier(secret).verify(body, headers as Record<string, string>);
const titlesOf = (received: Received[]) => received.map(({ body }) => JSON.parse(body).record.title);

test('a change is sent as it came from the feed, signed, once, and its delivery says how that went', async () => {
  const receiver = await startReceiver(() => ({ status: 201, body: 'thanks' }));
  const made = await createOutbound(receiver.address);
  const exact = '{"id":1,"title":"ü","n":12345678901234567890.10,"j":"\\u0000"}';
  const change = changeOf(made.table, 'UPDATE', exact, { id: 1, title: 'a' });
  expect(await queue([change])).toBe(1);
  await createSender(receiver.address).sendAll();
  const [request, ...others] = receiver.received;
  expect(others).toEqual([]);
  const [delivery] = await deliveriesOf(made);
  expect(verify(made.webhook.secret_key, request as Received)).toEqual({
    ...{ type: 'UPDATE', timestamp: COMMITTED_AT, table: made.table.name, schema: 'public' },
    ...{ record: JSON.parse(exact), old_record: { id: 1, title: 'a' }, cursor: change.cursor },
  });
  expect(request?.body).toContain(exact);
  expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': delivery?.id });
  expect(delivery).toMatchObject({
    ...{
      status: 'completed',
      delivery_attempt: 1,
      retry_count: 0,
      response_status_code: 201,
      error_message: null,
    },
    ...{ execution_result: 'thanks', request_body: request?.body, function_id: null, signature_valid: null },
    execution_time_ms: expect.any(Number),
  });
  const { body } = await call<Webhook>('GET', `/webhooks/${made.webhook.id}`, made);
  expect(body).toMatchObject({ successful_delivery_count: 1, total_delivery_count: 1, is_active: true });
});

test('only wanted operations of the table are sent, while the webhook and its owner are active and may read it', async () => {
  const receiver = await startReceiver();
  const made = await createOutbound(receiver.address, { operations: ['INSERT', 'DELETE'] });
  const other = await createOutbound(receiver.address);
  const insert = changeOf(made.table, 'INSERT', { id: 1 });
  expect(
    await queue([
      insert,
      changeOf(made.table, 'UPDATE', { id: 1 }),
      changeOf(made.table, 'DELETE', null, { id: 1 }),
    ]),
  ).toBe(2);
  expect((await deliveriesOf(made)).map(({ request_body }) => JSON.parse(request_body).type)).toEqual([
    'INSERT',
    'DELETE',
  ]);
  expect(await deliveriesOf(other)).toEqual([]);
  const { userId, table, webhook } = made;
  for (const [off, on, id] of [
    [
      'update selfdb.webhooks set is_active = false',
      'update selfdb.webhooks set is_active = true',
      webhook.id,
    ],
    ['update selfdb.users set is_active = false', 'update selfdb.users set is_active = true', userId],
    [
      `update selfdb.tables set owner_id = '${other.userId}'`,
      `update selfdb.tables set owner_id = '${userId}'`,
      table.id,
    ],
  ]) {
    await rows(`${off} where id = $1`, [id]);
    expect(await queue([insert]), off).toBe(2);
    await createSender(receiver.address).sendAll();
    expect(receiver.received, off).toEqual([]);
    await rows(`${on} where id = $1`, [id]);
  }
  await createSender(receiver.address).sendAll();
  expect(receiver.received).toHaveLength(2);
});

test('of one row, a change waits for the one before; other rows do not', async () => {
  let isDown = true;
  const receiver = await startReceiver(({ body }) => ({
    status: isDown && body.includes('"id":1,') ? 500 : 200,
  }));
  const made = await createOutbound(receiver.address);
  const { sendAll } = createSender(receiver.address);
  const insert = (id: number, title: string) => changeOf(made.table, 'UPDATE', { id, title });
  await queue([insert(1, 'a'), insert(2, 'x'), insert(1, 'b'), insert(1, 'c'), insert(2, 'y')]);
  await sendAll();
  expect(titlesOf(receiver.received).toSorted()).toEqual(['a', 'x', 'y']);
  const statuses = async () => (await deliveriesOf(made)).map(({ status }) => status);
  expect(await statuses()).toEqual(['retry_pending', 'completed', 'queued', 'queued', 'completed']);
  isDown = false;
  await passTime(made.webhook.id);
  await sendAll();
  expect(titlesOf(receiver.received).slice(3)).toEqual(['a', 'b', 'c']);
  expect(new Set(await statuses())).toEqual(new Set(['completed']));
});

test('an attempt that fails is made again, later each time, with the same id, until it is the last', async () => {
  const receiver = await startReceiver(() => ({ status: 503, body: 'down' }));
  const made = await createOutbound(receiver.address, { retry_attempts: 2, retry_delay_seconds: 100 });
  const { sendAll } = createSender(receiver.address);
  await queue([
    changeOf(made.table, 'INSERT', { id: 1, title: 'a' }),
    changeOf(made.table, 'UPDATE', { id: 1, title: 'b' }),
  ]);
  for (const seconds of [100, 200]) {
    await sendAll();
    const wait = await value(
      'select extract(epoch from run_at - now())::float8 from selfdb.webhook_jobs where webhook_id = $1 and attempt > 0',
      [made.webhook.id],
    );
    expect(Math.abs(Number(wait) / seconds - 1)).toBeLessThan(0.21);
    expect((await deliveriesOf(made))[0]).toMatchObject({
      status: 'retry_pending',
      next_retry_at: expect.any(String),
    });
    await passTime(made.webhook.id);
  }
  await rows('update selfdb.webhooks set retry_enabled = false where id = $1', [made.webhook.id]);
  await sendAll();
  const [dead, next] = await deliveriesOf(made);
  expect(dead).toMatchObject({
    ...{
      status: 'failed',
      delivery_attempt: 3,
      retry_count: 2,
      response_status_code: 503,
      next_retry_at: null,
    },
    ...{ error_message: 'The receiver answered 503.', execution_result: 'down' },
  });
  expect(next).toMatchObject({ status: 'failed', delivery_attempt: 1 });
  expect(receiver.received.slice(0, 3).map(({ headers }) => headers['webhook-id'])).toEqual([
    dead?.id,
    dead?.id,
    dead?.id,
  ]);
});

test('what has failed, or was delivered, can be sent again by hand, by its owner', async () => {
  const receiver = await startReceiver((_, count) => ({ status: count === 1 ? 500 : 200 }));
  const made = await createOutbound(receiver.address, { retry_enabled: false });
  const { sendAll } = createSender(receiver.address);
  await queue([changeOf(made.table, 'INSERT', { id: 1, title: 'a' })]);
  await sendAll();
  const [failed] = await deliveriesOf(made);
  expect(failed?.status).toBe('failed');
  const retry = () => call('POST', `/webhooks/deliveries/${failed?.id}/retry`, made);
  for (const body of [receiver.received[0]?.body, receiver.received[0]?.body]) {
    expect((await retry()).status).toBe(200);
    expect((await retry()).status).toBe(409);
    await sendAll();
    expect(receiver.received.at(-1)).toMatchObject({ body, headers: { 'webhook-id': failed?.id } });
    expect((await deliveriesOf(made))[0]).toMatchObject({ status: 'completed', error_message: null });
  }
  await call('PATCH', `/webhooks/${made.webhook.id}`, { ...made, json: { is_active: false } });
  const refused = await retry();
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('not active')]);
});

test('redirects are not followed, and 410 deactivates the webhook, whose other deliveries wait', async () => {
  const elsewhere = await startReceiver();
  const receiver = await startReceiver((_, count) =>
    count === 1 ? { status: 302, headers: { Location: elsewhere.url } } : { status: 410 },
  );
  const made = await createOutbound(receiver.address, { retry_delay_seconds: 1 });
  const { sendAll } = createSender(receiver.address);
  await queue([changeOf(made.table, 'INSERT', { id: 1 }), changeOf(made.table, 'UPDATE', { id: 1 })]);
  await sendAll();
  expect((await deliveriesOf(made))[0]?.error_message).toContain('Redirects are not followed');
  await passTime(made.webhook.id);
  await sendAll();
  expect(elsewhere.received).toEqual([]);
  expect(receiver.received).toHaveLength(2);
  expect((await deliveriesOf(made)).map(({ status }) => status)).toEqual(['failed', 'queued']);
  const { body } = await call<Webhook>('GET', `/webhooks/${made.webhook.id}`, made);
  expect(body.is_active).toBe(false);
  expect(await doneBySystem(made.webhook.id)).toEqual([
    { action: 'webhook.deactivated', target_name: body.name },
  ]);
});

test('an address that is not allowed any more gets nothing', async () => {
  const receiver = await startReceiver();
  const made = await createOutbound(receiver.address, { retry_enabled: false });
  await queue([changeOf(made.table, 'INSERT', { id: 1 })]);
  await createSender('127.0.0.1:1').sendAll();
  expect(receiver.received).toEqual([]);
  expect((await deliveriesOf(made))[0]).toMatchObject({
    ...{ status: 'failed', response_status_code: null },
    error_message: expect.stringContaining('must be a public address'),
  });
});

test('after a rotation, both secrets verify what is sent; a long answer is cut', async () => {
  const receiver = await startReceiver(() => ({ status: 200, body: `\0${'x'.repeat(100_000)}` }));
  const made = await createOutbound(receiver.address);
  const path = `/webhooks/${made.webhook.id}/rotate-secret`;
  const rotated = await call<WebhookWithSecret>('POST', path, { ...made, json: {} });
  await queue([changeOf(made.table, 'INSERT', { id: 1 })]);
  await createSender(receiver.address).sendAll();
  const [request] = receiver.received as [Received];
  for (const secret of [made.webhook.secret_key, rotated.body.secret_key])
    expect(verify(secret, request)).toMatchObject({ type: 'INSERT' });
  expect(() => verify(`whsec_${'A'.repeat(44)}`, request)).toThrow();
  const [delivery] = await deliveriesOf(made);
  expect(String(delivery?.execution_result)).toMatch(/^\ufffdx{4095}$/);
});

test('what was being sent when the process ended is sent again, and does not count as an attempt', async () => {
  const receiver = await startReceiver();
  const made = await createOutbound(receiver.address);
  await queue([changeOf(made.table, 'INSERT', { id: 1 })]);
  await rows('update selfdb.webhook_jobs set claimed_at = now(), attempt = 1 where webhook_id = $1', [
    made.webhook.id,
  ]);
  const { sender, sendAll } = createSender(receiver.address);
  await sender.reconcile();
  await sendAll();
  expect(receiver.received).toHaveLength(1);
  expect((await deliveriesOf(made))[0]).toMatchObject({ status: 'completed', delivery_attempt: 1 });
});

test('a deleted webhook sends nothing', async () => {
  const receiver = await startReceiver();
  const made = await createOutbound(receiver.address);
  await queue([changeOf(made.table, 'INSERT', { id: 1 })]);
  expect((await call('DELETE', `/webhooks/${made.webhook.id}`, made)).status).toBe(204);
  await createSender(receiver.address).sendAll();
  expect(receiver.received).toEqual([]);
});

test('where changes are missing, a failed delivery says so, and nothing is sent', async () => {
  const receiver = await startReceiver();
  const made = await createOutbound(receiver.address);
  const other = await createOutbound(receiver.address);
  const lost = { cursor: 'k3f9q2:0:0', relid: made.table.relid, reason: 'The table was truncated.' };
  expect(await queue([], [lost])).toBe(0);
  await createSender(receiver.address).sendAll();
  expect(receiver.received).toEqual([]);
  const [delivery] = await deliveriesOf(made);
  expect(delivery).toMatchObject({ status: 'failed', error_message: expect.stringContaining(lost.reason) });
  expect(await deliveriesOf(other)).toEqual([]);
});

test('if a table gets a webhook while the feed is asked, the changes are asked for again', async () => {
  const { token, userId } = await createPerson();
  const table = await createTable(userId);
  await createOutbound('127.0.0.1:1');
  const json = { name: 'late', direction: 'outbound', table: table.name, target_url: 'https://example.com' };
  const meanwhile = () => call('POST', '/webhooks', { token, json });
  expect(await queue([changeOf(table, 'INSERT', { id: 1 })], [], meanwhile)).toBe(0);
  expect(await queue([changeOf(table, 'INSERT', { id: 1 })])).toBe(1);
});

test('large bodies are taken a few at a time, and all are sent', async () => {
  const receiver = await startReceiver();
  const made = await createOutbound(receiver.address);
  const title = 'x'.repeat(5_000_000);
  for (const id of [1, 2, 3]) await queue([changeOf(made.table, 'INSERT', { id, title })]);
  const { sender, sendAll } = createSender(receiver.address);
  await sender.turn();
  expect(await value('select count(*)::int from selfdb.webhook_jobs where claimed_at is null')).toBe(1);
  await sendAll();
  expect(receiver.received.map(({ body }) => JSON.parse(body).record.id).toSorted()).toEqual([1, 2, 3]);
});
