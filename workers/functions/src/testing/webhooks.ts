import { createHmac } from 'node:crypto';
import type { WebhookDelivery } from '@selfdb/shared/webhooks/delivery-schema';
import type { WebhookWithSecret } from '@selfdb/shared/webhooks/schema';
import { call } from './client.ts';

/** An accepted request. */
export interface AcceptedAnswer {
  accepted: true;
  delivery_id: string;
  function: string;
}

/** A webhook for a function. */
export async function createWebhook(
  token: string,
  function_id: string,
  fields: object = {},
): Promise<WebhookWithSecret> {
  const json = { name: `w-${crypto.randomUUID()}`, function_id, ...fields };
  const { body, status, text } = await call<WebhookWithSecret>('POST', '/webhooks', { token, json });
  if (status !== 201) throw new Error(text);
  return body;
}

/** Sends a request to the address of a webhook, as another service does. */
export function send(
  webhook: { webhook_token: string | null },
  body: BodyInit,
  headers: Record<string, string>,
) {
  return call<AcceptedAnswer>('POST', `/webhooks/in/${webhook.webhook_token}`, {
    body,
    headers: { 'X-API-Key': undefined, ...headers },
  });
}

/** Sends a request that is signed in the generic way. */
export function sendSigned(
  webhook: { webhook_token: string | null; secret_key: string },
  body: string,
  headers: Record<string, string> = {},
) {
  const signature = createHmac('sha256', webhook.secret_key).update(body).digest('hex');
  return send(webhook, body, { 'X-Webhook-Signature': signature, ...headers });
}

/** The deliveries of a webhook, the newest first. */
export async function deliveriesOf(token: string, { id }: { id: string }): Promise<WebhookDelivery[]> {
  return (await call<WebhookDelivery[]>('GET', `/webhooks/${id}/deliveries`, { token })).body;
}
