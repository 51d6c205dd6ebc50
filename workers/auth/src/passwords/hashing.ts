import { hashPassword, verifyPassword } from '@selfdb/shared/auth/password';
import { createHashQueue } from '../hash-queue.ts';

const MAX_WAITING = 256;

/** A hash of the usual cost that no password has; checked when an e-mail is not known, so that it costs the same. */
export const NOBODYS_HASH = `scrypt$32768$8$3$${'A'.repeat(22)}==$${'A'.repeat(43)}=`;

export const hashQueue = createHashQueue({ maxWaiting: MAX_WAITING });

export function hash(password: string): Promise<string> {
  return hashQueue.run(() => hashPassword(password));
}

/** Whether the password has the hash; without a hash, false after the same work. */
export function verify(password: string, expected: string | undefined): Promise<boolean> {
  return hashQueue.run(() => verifyPassword(password, expected ?? NOBODYS_HASH));
}
