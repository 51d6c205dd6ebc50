import type { PresetId } from '../presets/presets.ts';

/** What a test request needs to be signed. */
interface UnsignedRequest {
  scheme: PresetId;
  secret: string;
  body: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Names the delivery, where the scheme has an id. */
  id: string;
}

const encoder = new TextEncoder();

/** The headers by which the provider would sign a request. Throws where the browser has no cryptography: without HTTPS. */
export async function signRequest({
  scheme,
  secret,
  body,
  now,
  id,
}: UnsignedRequest): Promise<Record<string, string>> {
  const seconds = String(Math.floor(now / 1000));
  switch (scheme) {
    case 'github':
      return { 'X-Hub-Signature-256': `sha256=${hex(await hmac(encoder.encode(secret), body))}` };
    case 'generic':
      return { 'X-Webhook-Signature': `sha256=${hex(await hmac(encoder.encode(secret), body))}` };
    case 'slack': {
      const signature = hex(await hmac(encoder.encode(secret), `v0:${seconds}:${body}`));
      return { 'X-Slack-Request-Timestamp': seconds, 'X-Slack-Signature': `v0=${signature}` };
    }
    case 'stripe': {
      const signature = hex(await hmac(encoder.encode(secret), `${seconds}.${body}`));
      return { 'Stripe-Signature': `t=${seconds},v1=${signature}` };
    }
    case 'standard-webhooks': {
      const signature = await hmac(keyOf(secret), `${id}.${seconds}.${body}`);
      const text = btoa(String.fromCharCode(...signature));
      return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${text}` };
    }
  }
}

/** The headers by which the provider names the event and the delivery. */
export function eventHeaders(scheme: PresetId, event: string, id: string): Record<string, string> {
  if (scheme === 'github') return { 'X-GitHub-Event': event, 'X-GitHub-Delivery': id };
  if (scheme === 'generic') return { 'X-Webhook-Event': event, 'X-Webhook-Id': id };
  return {};
}

async function hmac(secret: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array> {
  if (!globalThis.crypto?.subtle) {
    throw new Error('This browser signs only over HTTPS or on localhost. Use the command below.');
  }
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

/** The secret of Standard Webhooks is base64 of the key. */
function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw new Error('A secret of Standard Webhooks is whsec_ and base64.', { cause });
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
