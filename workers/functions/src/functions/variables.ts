import { openSealedText, sealText } from '@selfdb/server/auth/sealed-text';
import { MASKED } from '@selfdb/shared/functions/schema';

/** Variables by name, as text or, in the database, encrypted. */
export type Variables = Record<string, string>;

const PURPOSE = 'function variables';

/** Encrypts each value. It can only be decrypted under the same name. */
export async function encryptVariables(secretKey: string, variables: Variables): Promise<Variables> {
  const entries = Object.entries(variables).map(
    async ([name, value]) => [name, await sealText(secretKey, PURPOSE, name, value)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** Undefined if a value was encrypted under another SECRET_KEY. */
export async function decryptVariables(secretKey: string, stored: Variables): Promise<Variables | undefined> {
  const entries = await Promise.all(
    Object.entries(stored).map(
      async ([name, sealed]) => [name, await openSealedText(secretKey, PURPOSE, name, sealed)] as const,
    ),
  );
  const opened = entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  return opened.length === entries.length ? Object.fromEntries(opened) : undefined;
}

/** The names whose stored value stays, because a client sent back what it was shown. */
export function maskedNames(variables: Variables): string[] {
  return Object.keys(variables).filter((name) => variables[name] === MASKED);
}

export function withoutMasked(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== MASKED));
}
