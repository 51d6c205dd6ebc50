import { value } from '@selfdb/server/testing/postgres';
import type { Webhook, WebhookWithSecret } from '@selfdb/shared/webhooks/schema';
import { expect, test } from 'vitest';
import { call, createAdmin, createFunction, createPerson, newName } from '../testing/client.ts';
import { createTable } from '../testing/tables.ts';

const target_url = 'https://example.com/hook';
const secret_key = `whsec_${'A'.repeat(32)}`;

const create = (token: string, json: object) =>
  call<WebhookWithSecret>('POST', '/webhooks', {
    token,
    json: { name: newName(), direction: 'outbound', target_url, ...json },
  });

/** The fields that an answer complains about. */
const faults = (body: unknown) =>
  (body as { detail: { loc: string[] }[] }).detail.map(({ loc }) => loc.at(-1));

test('an outbound webhook has a table, operations, a target and a secret, and no URL of its own', async () => {
  const { token, userId } = await createPerson();
  const table = await createTable(userId);
  const { status, body } = await create(token, { table: table.name });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    ...{ direction: 'outbound', table_id: table.id, table: table.name, target_url, owner_id: userId },
    ...{ operations: ['INSERT', 'UPDATE', 'DELETE'], function_id: null, url: null, webhook_token: null },
    ...{ retry_attempts: 10, retry_delay_seconds: 90, retry_max_delay_seconds: 43_200 },
    secret_key: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
  });
  const shown = await call<Webhook>('GET', `/webhooks/${body.id}`, { token });
  expect(shown.body).toMatchObject({ id: body.id, table: table.name });
  expect(shown.text).not.toContain(body.secret_key);
  const listed = await call<Webhook[]>('GET', '/webhooks', { token });
  expect(listed.body.map(({ id }) => id)).toEqual([body.id]);
});

test('a table is named by its id, too, and changed later; one that is gone takes its webhooks along', async () => {
  const { token, userId } = await createPerson();
  const [table, other] = [await createTable(userId), await createTable(userId)];
  const { body } = await create(token, { table: table.id, operations: ['DELETE'] });
  const json = { table: other.name, operations: ['INSERT'], target_url: 'http://example.org:81/' };
  const changed = await call<Webhook>('PATCH', `/webhooks/${body.id}`, { token, json });
  expect(changed.body).toMatchObject({ ...json, table_id: other.id });
  await value('delete from selfdb.tables where id = $1', [other.id]);
  expect((await call('GET', `/webhooks/${body.id}`, { token })).status).toBe(404);
});

test('the owner must be allowed to read the table, also where an administrator changes the webhook', async () => {
  const { token, userId } = await createPerson();
  const admin = await createAdmin();
  const foreign = await createTable(admin.userId);
  expect((await create(token, { table: foreign.name })).status).toBe(403);
  expect((await create(token, { table: 'no_such_table' })).status).toBe(404);
  expect(await value('select count(*)::int from selfdb.webhooks where owner_id = $1', [userId])).toBe(0);
  expect((await create(token, { table: (await createTable(admin.userId, 'users')).name })).status).toBe(201);
  const { body } = await create(token, { table: (await createTable(userId)).name });
  const json = { table: foreign.name };
  const path = `/webhooks/${body.id}`;
  expect((await call('PATCH', path, { token: admin.token, json })).status).toBe(403);
  const stranger = await createPerson();
  expect((await call('PATCH', path, { token: stranger.token, json: { name: 'mine' } })).status).toBe(403);
});

test.each([
  ...[
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://localhost:5432',
    'http://a.localhost',
  ],
  ...[
    'http://10.0.0.1',
    'http://10.9.8.7:8081/',
    'https://192.168.1.1',
    'http://172.31.0.1',
    'http://100.64.0.1',
  ],
  ...['http://169.254.169.254/latest', 'http://0.0.0.0', 'http://224.0.0.1', 'http://198.18.0.1'],
  ...[
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[fe80::1]',
    'http://[fd00::1]',
    'http://[2002:7f00:1::]',
  ],
  ...['http://[64:ff9b::7f00:1]', 'http://[2001:db8::1]', 'http://localhost./'],
])('the target %s is refused when it is saved', async (url) => {
  const { token, userId } = await createPerson();
  const { status, body } = await create(token, { table: (await createTable(userId)).name, target_url: url });
  expect([status, faults(body)]).toEqual([422, ['target_url']]);
  expect(JSON.stringify(body)).toContain('FUNCTIONS_ALLOWED_ADDRESSES');
});

test.each([
  ...[
    'http://10.9.8.7:8080/x',
    'http://10.1.2.3:99',
    'https://8.8.8.8/',
    'http://[2606:4700::1111]/',
    'http://172.32.0.1',
  ],
  ...['https://hooks.example.com/a?b=c', 'http://internal.example:8080'],
])('the target %s is taken', async (url) => {
  const { token, userId } = await createPerson();
  expect((await create(token, { table: (await createTable(userId)).name, target_url: url })).status).toBe(
    201,
  );
});

test.each(['ftp://example.com', 'example.com', 'https://a:b@example.com', ''])(
  'the target %s is no address to post to',
  async (url) => {
    const { token, userId } = await createPerson();
    const { status, body } = await create(token, {
      table: (await createTable(userId)).name,
      target_url: url,
    });
    expect([status, faults(body)]).toEqual([422, ['target_url']]);
  },
);

test('what belongs to the other direction, or is missing, is named', async () => {
  const { token, userId } = await createAdmin();
  const table = (await createTable(userId)).name;
  const name = newName();
  const post = async (json: object) => faults((await call('POST', '/webhooks', { token, json })).body);
  expect(await post({ name })).toEqual(['function_id']);
  expect(await post({ name, direction: 'outbound' })).toEqual(['table', 'target_url']);
  expect(await post({ name, direction: 'outbound', table, target_url, provider: 'github' })).toEqual([
    'provider',
  ]);
  expect(await post({ name, function_id: userId, table })).toEqual(['table']);
  expect(await post({ name, direction: 'outbound', table, target_url, secret_key: 'short' })).toEqual([
    'secret_key',
  ]);
  expect(await post({ name, direction: 'outbound', table, target_url, operations: [] })).toEqual([
    'operations',
  ]);
});

test('a change must suit the direction, and changes nothing otherwise', async () => {
  const { token, userId } = await createAdmin();
  const fn = await createFunction(token);
  const inbound = await call<Webhook>('POST', '/webhooks', {
    token,
    json: { name: newName(), function_id: fn.id },
  });
  const outbound = await create(token, { table: (await createTable(userId)).name });
  const patch = (webhook: Webhook, json: object) => call('PATCH', `/webhooks/${webhook.id}`, { token, json });
  for (const [webhook, json] of [
    [inbound.body, { target_url, name: 'changed' }],
    [outbound.body, { function_id: fn.id, name: 'changed' }],
    [outbound.body, { secret_key: 'short', name: 'changed' }],
    [outbound.body, { function_id: fn.id, target_url, name: 'changed' }],
  ] as const)
    expect((await patch(webhook, json)).status, JSON.stringify(json)).toBe(422);
  expect(await value(`select count(*)::int from selfdb.webhooks where name = 'changed'`)).toBe(0);
  expect((await patch(inbound.body, { secret_key: 'short' })).status).toBe(200);
  expect((await patch(outbound.body, { secret_key })).status).toBe(200);
  const rotate = (json: object) =>
    call<WebhookWithSecret>('POST', `/webhooks/${outbound.body.id}/rotate-secret`, { token, json });
  expect((await rotate({ secret_key: 'short' })).status).toBe(422);
  expect((await rotate({})).body.secret_key).toMatch(/^whsec_/);
  const moved = await call('POST', `/webhooks/${outbound.body.id}/regenerate-token`, { token });
  expect(moved.status).toBe(409);
});
