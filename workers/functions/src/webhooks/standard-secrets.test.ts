import { expect, test } from 'vitest';
import { call, createAdmin, createFunction } from '../testing/client.ts';
import { createWebhook } from '../testing/webhooks.ts';

const PLAIN = 'not base64!';
const BASE64 = `whsec_${'A'.repeat(32)}`;
const STANDARD = 'standard-webhooks';

test('the secret of a webhook fits its provider after each change', async () => {
  const { token } = await createAdmin();
  const { id: functionId } = await createFunction(token);
  const { id } = await createWebhook(token, functionId, { provider: 'github', secret_key: PLAIN });
  const patch = async (json: object) => (await call('PATCH', `/webhooks/${id}`, { token, json })).status;
  const rotate = async (json: object) =>
    (await call('POST', `/webhooks/${id}/rotate-secret`, { token, json })).status;

  expect(await patch({ provider: STANDARD })).toBe(422);
  expect(await patch({ provider: STANDARD, secret_key: PLAIN })).toBe(422);
  expect(await patch({ secret_key: PLAIN, name: 'changed' })).toBe(200);
  expect(await rotate({ secret_key: PLAIN })).toBe(200);
  expect(await patch({ provider: ' Standard-Webhooks', secret_key: BASE64 })).toBe(200);

  const refused = await call('PATCH', `/webhooks/${id}`, {
    token,
    json: { secret_key: PLAIN, name: 'other' },
  });
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('must be base64')]);
  expect(await rotate({ secret_key: PLAIN })).toBe(422);
  expect(await rotate({})).toBe(200);
  expect(await patch({ provider: STANDARD, name: 'again' })).toBe(200);
  expect(await patch({ secret_key: BASE64 })).toBe(200);
  const { body } = await call('GET', `/webhooks/${id}`, { token });
  expect(body).toMatchObject({ name: 'again', provider: STANDARD });
  expect(await patch({ provider: null })).toBe(200);
  expect(await patch({ secret_key: PLAIN })).toBe(200);
});
