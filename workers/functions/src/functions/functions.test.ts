import { value } from '@selfdb/server/testing/postgres';
import type { FunctionCode } from '@selfdb/shared/functions/runner-protocol';
import { MASKED, type SelfDBFunction } from '@selfdb/shared/functions/schema';
import { expect, test } from 'vitest';
import { call, createAdmin, createFunction, createPerson, HELLO, newName } from '../testing/client.ts';

const codeOf = (id: string) => call<FunctionCode>('GET', `/internal/functions/${id}/code`);

test('an administrator makes a function, which serves at once', async () => {
  const { token, userId } = await createAdmin();
  const made = await createFunction(token, { code: 'export default (a: unknown) => a' });
  expect(made).toMatchObject({
    version: 1,
    deployed_version: 1,
    deployment_status: 'deployed',
    owner_id: userId,
  });
  const { body } = await codeOf(made.id);
  expect(body).toMatchObject({ version: 1, modules: { 'index.js': 'export default (a         ) => a' } });
  expect(body.acting).toMatchObject({ user_id: userId, is_admin: true });
});

test('a user makes none, and nobody does without a token', async () => {
  const { token } = await createPerson();
  const name = newName();
  expect((await call('POST', '/functions', { token, json: { name, code: HELLO } })).status).toBe(403);
  expect((await call('POST', '/functions', { json: { name, code: HELLO } })).status).toBe(401);
  expect(await value('select count(*)::int from selfdb.functions where name = $1', [name])).toBe(0);
});

test('another user neither sees nor changes a function', async () => {
  const made = await createFunction((await createAdmin()).token);
  const { token } = await createPerson();
  const path = `/functions/${made.id}`;
  for (const [method, at, json] of [
    ['GET', path],
    ['PATCH', path, { code: 'export default () => 2' }],
    ['DELETE', path],
    ['POST', `${path}/deploy`],
    ['PATCH', `${path}/state`, { is_active: false }],
    ['PUT', `${path}/env`, { env_vars: {} }],
    ['GET', `${path}/versions`],
    ['POST', `${path}/rollback`, { version: 1 }],
    ['GET', `${path}/executions`],
    ['GET', `${path}/logs`],
    ['GET', `${path}/metrics`],
  ] as const) {
    expect((await call(method, at, { token, json })).status, `${method} ${at}`).toBe(403);
  }
  expect((await call<SelfDBFunction[]>('GET', '/functions', { token })).body).toEqual([]);
  expect(await value('select version from selfdb.functions where id = $1', [made.id])).toBe(1);
});

test.each(['count', 'events', '1st', 'a b'])('a function cannot be called %s', async (name) => {
  const { token } = await createAdmin();
  expect((await call('POST', '/functions', { token, json: { name, code: HELLO } })).status).toBe(422);
});

test('a taken name is a conflict, when made and when renamed', async () => {
  const { token } = await createAdmin();
  const [one, two] = [await createFunction(token), await createFunction(token)];
  expect((await call('POST', '/functions', { token, json: { name: one.name, code: HELLO } })).status).toBe(
    409,
  );
  expect((await call('PATCH', `/functions/${two.id}`, { token, json: { name: one.name } })).status).toBe(409);
});

test('after an error in the code, the last good version keeps serving', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const { status, text } = await call('PATCH', `/functions/${id}`, {
    token,
    json: { code: 'export default (' },
  });
  expect(status).toBe(422);
  expect(text).toContain('index.ts:1:');
  expect((await codeOf(id)).body).toMatchObject({ version: 1, modules: { 'index.js': HELLO } });
});

test('of two saves at once, each is a version', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const codes = [2, 3, 4, 5].map((n) => `export default () => ${n};`);
  const saves = codes.map((code) =>
    call<SelfDBFunction>('PATCH', `/functions/${id}`, { token, json: { code } }),
  );
  const versions = (await Promise.all(saves)).map(({ body }) => body.version);
  expect(versions.sort()).toEqual([2, 3, 4, 5]);
  const { body } = await call<{ code: string; version: number }[]>('GET', `/functions/${id}/versions`, {
    token,
  });
  expect(body.map(({ code }) => code).sort()).toEqual([HELLO, ...codes].sort());
});

test('a draft serves once it is deployed, and a rollback serves an earlier version again', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const path = `/functions/${id}`;
  await call('PATCH', path, { token, json: { code: 'export default () => 2;', deploy: false } });
  expect((await codeOf(id)).body.version).toBe(1);
  const deployed = await call<SelfDBFunction>('POST', `${path}/deploy`, { token });
  expect(deployed.body).toMatchObject({ deployed_version: 2, deployment_status: 'deployed' });
  expect((await codeOf(id)).body.modules['index.js']).toBe('export default () => 2;');
  await call('POST', `${path}/rollback`, { token, json: { version: 1 } });
  expect((await codeOf(id)).body).toMatchObject({ version: 3, modules: { 'index.js': HELLO } });
  expect((await call('POST', `${path}/rollback`, { token, json: { version: 99 } })).status).toBe(404);
});

test('a draft with an error is not deployed, and says why', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token, { code: 'export default (', deploy: false });
  expect((await call('POST', `/functions/${id}/deploy`, { token })).status).toBe(422);
  const { body } = await call<SelfDBFunction>('GET', `/functions/${id}`, { token });
  expect(body).toMatchObject({ deployment_status: 'failed', deployed_version: null });
  expect(body.deployment_error).toContain('index.ts:1:');
  expect((await codeOf(id)).status).toBe(409);
});

test('variables are encrypted in the database, masked in answers, and plain for a runner', async () => {
  const { token } = await createAdmin();
  const { id, env_vars } = await createFunction(token, { env_vars: { KEY: 'sesame', OTHER: 'open' } });
  expect(env_vars).toEqual({ KEY: MASKED, OTHER: MASKED });
  expect(await value('select variables::text from selfdb.functions where id = $1', [id])).not.toMatch(
    /sesame|open/,
  );
  const json = { env_vars: { KEY: MASKED, NEW: 'x' } };
  expect((await call<SelfDBFunction>('PUT', `/functions/${id}/env`, { token, json })).body.env_vars).toEqual({
    KEY: MASKED,
    NEW: MASKED,
  });
  expect((await codeOf(id)).body.variables).toEqual({ KEY: 'sesame', NEW: 'x' });
});

test('variables may be called as what every object has, but for the one that would be lost', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const put = (text: string) => call('PUT', `/functions/${id}/env`, { token, json: JSON.parse(text) });
  expect((await put('{"env_vars": {"constructor": "c", "toString": "t"}}')).status).toBe(200);
  expect((await codeOf(id)).body.variables).toEqual({ constructor: 'c', toString: 't' });
  const refused = await put('{"env_vars": {"__proto__": "p"}}');
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('__proto__')]);
});

test('the revision grows with what a runner loads, and not with a description', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const revision = () => value('select revision::int from selfdb.functions where id = $1', [id]);
  await call('PATCH', `/functions/${id}`, { token, json: { description: 'd' } });
  expect(await revision()).toBe(1);
  await call('PATCH', `/functions/${id}`, { token, json: { max_concurrent: 3 } });
  expect(await revision()).toBe(2);
});

test('an inactive function, or one of a deactivated owner, has no code to run', async () => {
  const { token, userId } = await createAdmin();
  const [one, two] = [await createFunction(token), await createFunction(token)];
  await call('PATCH', `/functions/${one.id}/state`, { token, json: { is_active: false } });
  expect((await codeOf(one.id)).status).toBe(409);
  await value('update selfdb.users set is_active = false where id = $1', [userId]);
  expect((await codeOf(two.id)).status).toBe(409);
});

test('ending all sessions of the owner spares the session of the function', async () => {
  const { token, userId } = await createAdmin();
  const { id } = await createFunction(token);
  await value('update selfdb.sessions set revoked_at = now() where user_id = $1', [userId]);
  expect(await value('select revoked_at is null from selfdb.sessions where function_id = $1', [id])).toBe(
    true,
  );
});

test('a function has its schedules with their next and last runs; an inactive one has no next run', async () => {
  const { token } = await createAdmin();
  const code = `${HELLO}; export const triggers = [
    { type: 'schedule', cron: '0 3 * * *' }, { type: 'schedule', cron: '0 3 * * *', timezone: 'UTC' },
    { type: 'schedule', cron: '5 4 * * *', timezone: 'Europe/Berlin' }, { type: 'webhook' },
  ]`;
  const made = await createFunction(token, { code });
  const fresh = { next_run_at: null, last_run_at: null };
  expect(made.schedules).toEqual([
    { cron: '0 3 * * *', timezone: 'UTC', ...fresh },
    { cron: '5 4 * * *', timezone: 'Europe/Berlin', ...fresh },
  ]);
  // The dispatcher writes these rows.
  await value(
    `insert into selfdb.function_schedules values ($1, '0 3 * * *', 'UTC', '2100-01-02 03:00Z', '2100-01-01 03:00Z') returning 1`,
    [made.id],
  );
  const path = `/functions/${made.id}`;
  const { body } = await call<SelfDBFunction>('GET', path, { token });
  const last_run_at = '2100-01-01T03:00:00.000Z';
  expect(body.schedules[0]).toMatchObject({ next_run_at: '2100-01-02T03:00:00.000Z', last_run_at });
  const state = await call<SelfDBFunction>('PATCH', `${path}/state`, { token, json: { is_active: false } });
  expect(state.body.schedules[0]).toMatchObject({ next_run_at: null, last_run_at });
});
