import { fromBase64, type SignatureScheme } from './scheme.ts';

const HMAC = { name: 'HMAC', hash: 'SHA-256' };
const PREFIX = 'whsec_';
/** As Standard Webhooks wants them: 24 to 64. */
const SECRET_BYTES = 32;

/** Imports a secret. That of Standard Webhooks is base64 of the key; in all other schemes the text itself is the key. */
export function signingKey(scheme: SignatureScheme, secret: string): Promise<CryptoKey> {
  const bytes = scheme === 'standard-webhooks' ? keyBytes(secret) : new TextEncoder().encode(secret);
  if (!bytes) throw new Error('A secret of Standard Webhooks must be base64.');
  return crypto.subtle.importKey('raw', bytes, HMAC, false, ['sign', 'verify']);
}

/** Whether the scheme can use the text as its secret. */
export function isUsableSecret(scheme: SignatureScheme, secret: string): boolean {
  if (scheme !== 'standard-webhooks') return secret !== '';
  return (keyBytes(secret)?.length ?? 0) > 0;
}

/** Whether the text is a secret as Standard Webhooks writes them: `whsec_` and base64 of 24 to 64 bytes. */
export function isStandardSecret(secret: string): boolean {
  const length = secret.startsWith(PREFIX) ? (keyBytes(secret)?.length ?? 0) : 0;
  return length >= 24 && length <= 64;
}

/** A new secret: `whsec_` and 32 random bytes, in the form of Standard Webhooks, which every scheme can use. */
export function newSigningSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return PREFIX + btoa(String.fromCharCode(...bytes));
}

function keyBytes(secret: string): Uint8Array<ArrayBuffer> | undefined {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return fromBase64(text);
}
