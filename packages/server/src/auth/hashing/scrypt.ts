import { scrypt, timingSafeEqual } from 'node:crypto';

const MAX_MEMORY_BYTES = 64 * 1024 * 1024;
/** `scrypt$N$r$p$salt$key`, with the one cost that SelfDB 0.1.0 used. */
const FORM = /^scrypt\$32768\$8\$3\$([A-Za-z0-9+/]{22}==)\$([A-Za-z0-9+/]{43}=)$/;

/** Whether the hash is one that SelfDB 0.1.0 made. */
export function isScrypt(hash: string): boolean {
  return FORM.test(hash);
}

/** Whether the password matches the hash, which must be one that `isScrypt` accepts. Holds its thread for about 0.2 s. */
export async function verifyWithScrypt(password: Uint8Array, hash: string): Promise<boolean> {
  const [, salt = '', key = ''] = FORM.exec(hash) ?? [];
  const expected = Buffer.from(key, 'base64');
  const actual = await derive(password, Buffer.from(salt, 'base64'), expected.length);
  return timingSafeEqual(actual, expected);
}

function derive(password: Uint8Array, salt: Buffer, keyBytes: number): Promise<Buffer> {
  const cost = { N: 32_768, r: 8, p: 3, maxmem: MAX_MEMORY_BYTES };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, keyBytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
