import type { SignatureScheme } from './scheme.ts';

/** By what a webhook recognizes a delivery that it already has. */
export interface DeliveryIdentity {
  /** The provider's own id. It sends a delivery again under the same one. */
  providerDeliveryId: string | null;
  /** The signature, where neither the id nor a time is signed, so that an old request with a new id stays the same delivery. */
  replayKey: string | null;
}

const MAX_ID_CHARACTERS = 255;
const GENERIC_HEADERS = ['X-Webhook-Id', 'Webhook-Id', 'Idempotency-Key'];

/** Reads what identifies a request whose signature was verified. */
export function identifyDelivery(
  scheme: SignatureScheme,
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
): DeliveryIdentity {
  return {
    providerDeliveryId: usable(readId(scheme, headers, body)),
    replayKey: scheme === 'github' ? headers.get('X-Hub-Signature-256') : null,
  };
}

function readId(scheme: SignatureScheme, headers: Headers, body: Uint8Array<ArrayBuffer>): unknown {
  switch (scheme) {
    case 'github':
      return headers.get('X-GitHub-Delivery');
    case 'standard-webhooks':
      return headers.get('webhook-id');
    case 'stripe':
      return fieldOf(body, 'id');
    case 'slack':
      // Slash commands have no event id. A repeated signature is a repeated request: it covers the time.
      return fieldOf(body, 'event_id') ?? headers.get('X-Slack-Signature');
    case 'generic':
      return GENERIC_HEADERS.map((name) => headers.get(name)).find((id) => id !== null);
  }
}

/** A field of a body that is a JSON object. */
function fieldOf(body: Uint8Array<ArrayBuffer>, name: string): unknown {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, name) : undefined;
  } catch {
    return undefined;
  }
}

function usable(id: unknown): string | null {
  if (typeof id !== 'string' || id === '' || id.length > MAX_ID_CHARACTERS) return null;
  return id.includes('\0') || !id.isWellFormed() ? null : id;
}
