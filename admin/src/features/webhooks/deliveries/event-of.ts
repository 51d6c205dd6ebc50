import type { WebhookDelivery } from '@selfdb/sdk';

const EVENT_HEADERS = ['x-github-event', 'x-webhook-event', 'x-event-type', 'x-event-key'];

/** The event of a delivery, by the header of its provider or the `type` of its body; empty if neither says. */
export function eventOf({
  request_headers: headers,
  request_body: body,
}: Pick<WebhookDelivery, 'request_headers' | 'request_body'>): string {
  const named = EVENT_HEADERS.map((name) => headers[name]).find((event) => event !== undefined);
  return named ?? /"type"\s*:\s*"([^"\\]{1,100})"/.exec(body)?.[1] ?? '';
}
