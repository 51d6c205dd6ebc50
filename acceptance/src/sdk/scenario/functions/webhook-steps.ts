import { ConflictError, NotFoundError, PermissionDeniedError, type WebhookDelivery } from '@selfdb/sdk';
import { refused, same } from '../check.ts';
import type { Step } from '../step.ts';
import { eventually } from './eventually.ts';

const ECHO = `export const triggers = [{ type: 'webhook' }, { type: 'event', event: 'EVENT' }];
export default async (request: Request) => {
  const text = await request.text();
  if (text === 'fail') return new Response('no', { status: 500 });
  return Response.json({ text });
};`;

async function sign(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a provider sends. Gives the status of the answer. */
async function send(
  { url, secret_key }: { url: string | null; secret_key: string },
  body: string,
): Promise<number> {
  const headers = { 'X-Webhook-Signature': await sign(secret_key, body) };
  const { status } = await fetch(url ?? '', { method: 'POST', body, headers });
  return status;
}

export const WEBHOOK_STEPS: Step[] = [
  {
    name: 'creates, finds, changes and deletes a webhook',
    async run({ admin, user, marker }) {
      const { functions, webhooks } = admin;
      const fn = await functions.create({ name: `hooked-${marker}`, code: ECHO });
      const made = await webhooks.create({ name: `hook-${marker}`, function_id: fn.id, provider: 'acme' });
      const found = await webhooks.list({ search: made.name, sortBy: 'name' });
      same([found.map(({ id }) => id), (await webhooks.count({ search: made.name })).count], [[made.id], 1]);
      same('secret_key' in (await webhooks.get(made.id)), false);
      await refused(user.webhooks.get(made.id), PermissionDeniedError, 403, 'forbidden');
      same((await webhooks.update(made.id, { retry_attempts: 5 })).retry_attempts, 5);
      same(await send(made, '1'), 202);
      const rotated = await webhooks.rotateSecret(made.id);
      same([rotated.secret_key === made.secret_key, rotated.old_secret_until === null], [false, false]);
      same([await send(made, '2'), await send(rotated, '3')], [202, 202]);
      const chosen = await webhooks.rotateSecret(made.id, { secretKey: `chosen-${marker}` });
      same([chosen.secret_key, await send(made, '4')], [`chosen-${marker}`, 401]);
      const { url } = await webhooks.regenerateToken(made.id);
      same([await send(chosen, '5'), await send({ ...chosen, url }, '6')], [404, 202]);
      await webhooks.delete(made.id);
      await refused(webhooks.get(made.id), NotFoundError, 404, 'not_found');
      await functions.delete(fn.id);
    },
  },
  {
    name: 'shows the deliveries of a webhook, and runs one again',
    async run({ admin, user, marker }) {
      const { functions, webhooks } = admin;
      const fn = await functions.create({ name: `again-${marker}`, code: ECHO });
      const retries = { retry_enabled: false };
      const webhook = await webhooks.create({ name: `again-${marker}`, function_id: fn.id, ...retries });
      same([await send(webhook, 'fail'), await send(webhook, 'well')], [202, 202]);
      const oneOf = (status: WebhookDelivery['status']) =>
        eventually(async () => (await webhooks.deliveries(webhook.id, { status, limit: 1 }))[0]);
      const [failed, completed] = [await oneOf('failed'), await oneOf('completed')];
      same([failed.request_body, failed.response_status_code], ['fail', 500]);
      same([completed.execution_result, completed.signature_valid], [{ text: 'well' }, true]);
      await functions.update(fn.id, { code: ECHO.replace("'fail'", "'other'") });
      await refused(user.webhooks.retryDelivery(failed.id), PermissionDeniedError, 403, 'forbidden');
      same((await webhooks.retryDelivery(failed.id)).status, 'queued');
      const ended = await eventually(async () => {
        const delivery = await webhooks.delivery(failed.id);
        return delivery.status === 'completed' ? delivery : undefined;
      });
      same(ended.execution_result, { text: 'fail' });
      await functions.setActive(fn.id, false);
      await refused(webhooks.retryDelivery(failed.id), ConflictError, 409, 'conflict');
      await functions.delete(fn.id);
    },
  },
  {
    name: 'sends an event to the functions that listen for it',
    async run({ admin, marker }) {
      const { functions } = admin;
      const event = `paid-${marker}`;
      const fn = await functions.create({ name: event, code: ECHO.replace('EVENT', event) });
      same(await functions.sendEvent(event, { order: 7 }), { event, functions: 1 });
      const execution = await eventually(async () => {
        const list = await functions.executions(fn.id, { triggerType: 'event', status: 'completed' });
        return list[0];
      });
      same(execution.result, { text: JSON.stringify({ event, data: { order: 7 } }) });
      same((await functions.sendEvent(`none-${marker}`)).functions, 0);
      await functions.delete(fn.id);
    },
  },
];
