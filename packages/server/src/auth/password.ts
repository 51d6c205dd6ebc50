import { createHash } from 'node:crypto';
import { hashWithArgon2, isArgon2, isCurrentArgon2, verifyWithArgon2 } from './hashing/argon2.ts';
import { fitsBcrypt, isBcrypt, verifyWithBcrypt } from './hashing/bcrypt.ts';
import { isScrypt, verifyWithScrypt } from './hashing/scrypt.ts';

const SALT_BYTES = 16;

/** argon2id hash of a password in the PHC string format, `$argon2id$v=19$m=…`. Holds its thread for about 25 ms. */
export async function hashPassword(password: string): Promise<string> {
  return hashWithArgon2(bytesOf(password));
}

/**
 * Whether the password matches the hash: argon2id, or scrypt or bcrypt of earlier versions, which take longer. A hash of any
 * other form never matches, but takes as long as a new one.
 */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  if (isArgon2(hash)) return verifyWithArgon2(bytesOf(password), hash);
  if (isScrypt(hash)) return verifyWithScrypt(bytesOf(password), hash);
  if (isBcrypt(hash)) return verifyWithBcrypt(password, hash);
  await hashPassword(password);
  return false;
}

/**
 * The hash that replaces an outdated hash of a password that was just verified; undefined if the hash can stay. The same
 * password and hash always give the same new hash, so that simultaneous logins agree.
 */
export async function rehashPassword(password: string, hash: string): Promise<string | undefined> {
  if (isCurrentArgon2(hash) || (isBcrypt(hash) && !fitsBcrypt(password))) return undefined;
  return hashWithArgon2(
    bytesOf(password),
    createHash('sha256').update(hash).digest().subarray(0, SALT_BYTES),
  );
}

/** NFKC, so that the same password typed on another system gives the same bytes (RFC 8265). */
function bytesOf(password: string): Uint8Array {
  return new TextEncoder().encode(password.normalize('NFKC'));
}
