import { readClaim, type SignatureScheme } from './scheme.ts';
import { signingKey } from './signing-key.ts';

/** How far the time of a signature may be from now. */
export const MAX_CLOCK_DIFFERENCE_SECONDS = 300;

export type SignatureVerdict = 'valid' | 'missing' | 'malformed' | 'wrong' | 'outside_time_window';

interface SignedRequest {
  headers: Headers;
  /** Unchanged, as it was received. */
  body: Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();

/**
 * Whether a request was signed with one of the secrets: the current one and, after a rotation, the one before. Where the scheme
 * signs the time, it must be within five minutes of `now`, in milliseconds since 1970.
 */
export async function verifySignature(
  scheme: SignatureScheme,
  { headers, body }: SignedRequest,
  secrets: string[],
  now: number,
): Promise<SignatureVerdict> {
  const claim = readClaim(scheme, headers);
  if (!claim) return claim === undefined ? 'missing' : 'malformed';
  const message = join(encoder.encode(claim.prefix), body);
  for (const secret of secrets) {
    const key = await signingKey(scheme, secret);
    for (const signature of claim.signatures) {
      if (!(await crypto.subtle.verify('HMAC', key, signature, message))) continue;
      return isWithinWindow(claim.signedAtSeconds, now) ? 'valid' : 'outside_time_window';
    }
  }
  return 'wrong';
}

function isWithinWindow(signedAtSeconds: number | undefined, now: number): boolean {
  if (signedAtSeconds === undefined) return true;
  return Math.abs(now / 1000 - signedAtSeconds) <= MAX_CLOCK_DIFFERENCE_SECONDS;
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

/** The three headers of Standard Webhooks for a message that the system sends. `now` is in milliseconds since 1970. */
export async function signStandard(
  id: string,
  body: Uint8Array<ArrayBuffer>,
  secret: string,
  now: number,
): Promise<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const time = String(Math.floor(now / 1000));
  const message = join(encoder.encode(`${id}.${time}.`), body);
  const key = await signingKey('standard-webhooks', secret);
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
  const text = btoa(String.fromCharCode(...signature));
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${text}` };
}
