import type { PresetId } from '../presets/presets.ts';
import { eventHeaders, signRequest } from './sign-request.ts';

interface TestRequest {
  scheme: PresetId;
  /** Empty: it is sent unsigned. */
  secret: string;
  event: string;
  body: string;
}

/** What the webhook answered. */
export interface WebhookAnswer {
  status: number;
  deliveryId?: string;
  /** What it says instead. */
  text: string;
}

/** Sends a request to a webhook as its provider would: without key and token. */
export async function sendTestRequest(
  webhookToken: string,
  { scheme, secret, event, body }: TestRequest,
): Promise<WebhookAnswer> {
  const id = crypto.getRandomValues(new Uint32Array(4)).join('-');
  const signed = secret === '' ? {} : await signRequest({ scheme, secret, body, now: Date.now(), id });
  const response = await fetch(`/api/webhooks/in/${webhookToken}`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', ...eventHeaders(scheme, event, id), ...signed },
    credentials: 'omit',
  });
  const answer: { delivery_id?: unknown; detail?: unknown } = await response.json().catch(() => ({}));
  const { delivery_id: deliveryId, detail } = answer;
  return {
    status: response.status,
    ...(typeof deliveryId === 'string' ? { deliveryId } : {}),
    text: typeof detail === 'string' ? detail : 'It answered something else than a delivery.',
  };
}
