const IV_BYTES = 12;
const keys = new Map<string, Promise<CryptoKey>>();
const encoder = new TextEncoder();

/** What a text is: each purpose has a key of its own. */
type Purpose = 'webhook secrets' | 'function variables';

/**
 * Encrypts a text for the database: AES-256-GCM with a key that HKDF derives from SECRET_KEY, as base64. It can only be opened
 * for the same `context`, such as the id of its row.
 */
export async function sealText(
  secretKey: string,
  purpose: Purpose,
  context: string,
  text: string,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(context) };
  const key = await sealingKey(secretKey, purpose);
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, encoder.encode(text)));
  return Buffer.concat([iv, sealed]).toString('base64');
}

/** Undefined if it was sealed under another SECRET_KEY, for another context, or has been changed. */
export async function openSealedText(
  secretKey: string,
  purpose: Purpose,
  context: string,
  sealed: string,
): Promise<string | undefined> {
  const bytes = new Uint8Array(Buffer.from(sealed, 'base64'));
  const algorithm = {
    name: 'AES-GCM',
    iv: bytes.slice(0, IV_BYTES),
    additionalData: encoder.encode(context),
  };
  const key = await sealingKey(secretKey, purpose);
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, bytes.slice(IV_BYTES)));
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

function sealingKey(secretKey: string, purpose: Purpose): Promise<CryptoKey> {
  const name = `${purpose} ${secretKey}`;
  const key = keys.get(name) ?? deriveKey(secretKey, purpose);
  keys.set(name, key);
  return key;
}

async function deriveKey(secretKey: string, purpose: Purpose): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', encoder.encode(secretKey), 'HKDF', false, ['deriveKey']);
  const derivation = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: encoder.encode(`selfdb ${purpose}`),
  };
  const algorithm = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(derivation, base, algorithm, false, ['encrypt', 'decrypt']);
}
