import { compare } from 'bcryptjs';

/** bcrypt ignores all bytes after these. */
const MAX_BYTES = 72;
/** Cost 15 holds the thread for about three seconds. */
const FORM = /^\$2[aby]\$(?:0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}$/;

/** Whether the hash is a bcrypt hash of an acceptable cost. Backups of earlier versions have such hashes. */
export function isBcrypt(hash: string): boolean {
  return FORM.test(hash);
}

/**
 * Whether the password matches the hash, as in earlier versions: bytes after the 72nd don't count. A password with a NUL
 * never matches, because bcrypt can't tell `a` from `a\0a`.
 */
export async function verifyWithBcrypt(password: string, hash: string): Promise<boolean> {
  const matches = await compare(password, hash);
  return matches && !password.includes('\0');
}

/** Whether bcrypt reads the whole password. If not, its end may be mistyped and must not become part of a new hash. */
export function fitsBcrypt(password: string): boolean {
  return new TextEncoder().encode(password).length <= MAX_BYTES;
}
