import { value } from '@selfdb/server/testing/postgres';
import { INVOCATION_HEADER } from '@selfdb/shared/functions/runner-protocol';
import type { SelfDBFunction } from '@selfdb/shared/functions/schema';
import { expect, onTestFinished, test } from 'vitest';
import { call, createAdmin, createFunction, createPerson, HELLO, runner } from '../testing/client.ts';
import { createWebhook, sendSigned } from '../testing/webhooks.ts';

/** The requests that the process which runs functions gets until the end of the test. */
function takeRuns(): { function_id: string; revision: number }[] {
  const runs: { function_id: string; revision: number }[] = [];
  runner.fetch = async (request) => {
    const text = Buffer.from(request.headers.get(INVOCATION_HEADER) ?? '', 'base64url').toString();
    runs.push(JSON.parse(text));
    return new Response('ran');
  };
  onTestFinished(() => {
    delete runner.fetch;
  });
  return runs;
}

const EVENT = `event-${crypto.randomUUID()}`;
const TRIGGERS = `export const triggers = [{ type: 'event', event: '${EVENT}' }]; ${HELLO}`;

test('a function whose newest version could not be deployed serves the last good one to every trigger', async () => {
  const runs = takeRuns();
  const { token } = await createAdmin();
  const { id, name } = await createFunction(token, { code: TRIGGERS });
  const webhook = await createWebhook(token, id);
  const draft = { code: 'export default (', deploy: false };
  expect((await call('PATCH', `/functions/${id}`, { token, json: draft })).status).toBe(200);
  expect((await call('POST', `/functions/${id}/deploy`, { token })).status).toBe(422);
  const { body } = await call<SelfDBFunction>('GET', `/functions/${id}`, { token });
  expect(body).toMatchObject({ deployment_status: 'failed', deployed_version: 1, version: 2 });

  expect((await call('GET', `/functions/${name}/invoke`, { token })).text).toBe('ran');
  expect(runs).toMatchObject([{ function_id: id }]);
  expect((await call('POST', '/functions/events', { token, json: { event: EVENT } })).body).toMatchObject({
    functions: 1,
  });
  expect((await sendSigned(webhook, '{}')).status).toBe(202);
  expect(await value('select count(*)::int from selfdb.function_jobs where function_id = $1', [id])).toBe(2);
});

test('a function that was never deployed is refused, and takes no event', async () => {
  const { token } = await createAdmin();
  const { id, name } = await createFunction(token, { code: 'export default (', deploy: false });
  const webhook = await createWebhook(token, id);
  expect((await call('GET', `/functions/${name}/invoke`, { token })).status).toBe(409);
  expect((await sendSigned(webhook, '{}')).status).toBe(409);
});

test('a function of a deactivated owner is refused at once, and takes no event', async () => {
  const runs = takeRuns();
  const { token, userId } = await createAdmin();
  const event = `event-${crypto.randomUUID()}`;
  const code = `export const triggers = [{ type: 'event', event: '${event}' }]; ${HELLO}`;
  const { id, name } = await createFunction(token, { code, public: true });
  const webhook = await createWebhook(token, id);
  const { token: other } = await createPerson();
  const send = () => call('POST', '/functions/events', { token: other, json: { event } });
  expect((await send()).body).toEqual({ event, functions: 1 });
  expect((await call('GET', `/functions/${name}/invoke`, { token: other })).status).toBe(200);
  await value('update selfdb.users set is_active = false where id = $1', [userId]);
  expect((await call('GET', `/functions/${name}/invoke`, { token: other })).status).toBe(409);
  expect((await send()).body).toEqual({ event, functions: 0 });
  expect((await sendSigned(webhook, '{}')).status).toBe(409);
  expect(runs).toHaveLength(1);
});
