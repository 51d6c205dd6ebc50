import { signInternalToken } from '@selfdb/server/auth/tokens';
import { value } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import type { SelfDBFunction } from '@selfdb/shared/functions/schema';
import { expect, it } from 'vitest';
import { call, createAdmin, createFunction, HELLO } from '../testing/client.ts';
import { DEACTIVATED, UNREADABLE_VARIABLES } from './deployment-errors.ts';

const setError = (id: string, error: string, isActive = true) =>
  value('update selfdb.functions set deployment_error = $2, is_active = $3 where id = $1 returning 1', [
    id,
    error,
    isActive,
  ]);
const codeOf = async (id: string) =>
  call('GET', `/internal/functions/${id}/code`, {
    headers: { 'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET) },
  });

it('tells the owner that variables can not be read, until they are set again', async () => {
  const { token } = await createAdmin();
  const made = await createFunction(token, { env_vars: { WORD: 'a' } });
  await value(
    `update selfdb.functions set variables = '{"WORD": "of another key"}' where id = $1 returning 1`,
    [made.id],
  );
  expect((await codeOf(made.id)).status).toBe(409);
  const read = () => call<SelfDBFunction>('GET', `/functions/${made.id}`, { token });
  expect((await read()).body.deployment_error).toBe(UNREADABLE_VARIABLES);
  const set = await call<SelfDBFunction>('PUT', `/functions/${made.id}/env`, {
    token,
    json: { env_vars: { WORD: 'b' } },
  });
  expect(set.body.deployment_error).toBeNull();
  expect((await codeOf(made.id)).status).toBe(200);
});

it('says why a function was deactivated, until it is activated', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  await setError(id, DEACTIVATED, false);
  const path = `/functions/${id}`;
  const renamed = await call<SelfDBFunction>('PATCH', path, { token, json: { description: 'same' } });
  expect(renamed.body.deployment_error).toBe(DEACTIVATED);
  const active = await call<SelfDBFunction>('PATCH', `${path}/state`, { token, json: { is_active: true } });
  expect(active.body).toMatchObject({ is_active: true, deployment_error: null });
});

it('keeps an error of the code when a function is activated or its variables are set', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  await setError(id, 'index.ts:1:1: broken');
  const json = { is_active: true, env_vars: { A: 'b' } };
  const { body } = await call<SelfDBFunction>('PATCH', `/functions/${id}`, { token, json });
  expect(body.deployment_error).toBe('index.ts:1:1: broken');
});

it('takes code, state and variables at once', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  await setError(id, DEACTIVATED, false);
  const json = { code: HELLO, is_active: true, env_vars: { A: 'b' } };
  const { status, body } = await call<SelfDBFunction>('PATCH', `/functions/${id}`, { token, json });
  expect([status, body.is_active, body.deployment_error]).toEqual([200, true, null]);
  const saved = await call<SelfDBFunction>('PATCH', `/functions/${id}`, {
    token,
    json: { ...json, deploy: false },
  });
  expect(saved.body).toMatchObject({ version: 3, deployed_version: 2, deployment_status: 'pending' });
});
