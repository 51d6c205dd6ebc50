import { MASKED } from '@selfdb/shared/functions/schema';

/** Variables by name, as text or, in the database, encrypted. */
export type Variables = Record<string, string>;

const IV_BYTES = 12;
const keys = new Map<string, Promise<CryptoKey>>();

/** Encrypts each value: AES-256-GCM over its text, with a key of SECRET_KEY and the variable's name as additional data. */
export async function encryptVariables(secretKey: string, variables: Variables): Promise<Variables> {
  const key = await variablesKey(secretKey);
  return mapValues(variables, async (name, value) => {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(name) };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, utf8(value)));
    return Buffer.concat([iv, sealed]).toString('base64');
  });
}

/** Undefined if a value was encrypted under another SECRET_KEY. */
export async function decryptVariables(secretKey: string, stored: Variables): Promise<Variables | undefined> {
  const key = await variablesKey(secretKey);
  try {
    return await mapValues(stored, async (name, value) => {
      const bytes = new Uint8Array(Buffer.from(value, 'base64'));
      const algorithm = { name: 'AES-GCM', iv: bytes.slice(0, IV_BYTES), additionalData: utf8(name) };
      return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, bytes.slice(IV_BYTES)));
    });
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

/** The names whose stored value stays, because a client sent back what it was shown. */
export function maskedNames(variables: Variables): string[] {
  return Object.keys(variables).filter((name) => variables[name] === MASKED);
}

export function withoutMasked(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== MASKED));
}

function variablesKey(secretKey: string): Promise<CryptoKey> {
  const known = keys.get(secretKey) ?? deriveKey(secretKey);
  keys.set(secretKey, known);
  return known;
}

async function deriveKey(secretKey: string): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8(secretKey), 'HKDF', false, ['deriveKey']);
  const derivation = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: utf8('selfdb function variables'),
  };
  return crypto.subtle.deriveKey(derivation, base, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
}

async function mapValues(
  variables: Variables,
  change: (name: string, value: string) => Promise<string>,
): Promise<Variables> {
  const entries = Object.entries(variables).map(
    async ([name, value]) => [name, await change(name, value)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}
