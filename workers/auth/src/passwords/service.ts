import type { UserPrincipal } from '@selfdb/shared/auth/principal';
import { requireUser } from '@selfdb/shared/db/authority';
import type { Database } from '@selfdb/shared/db/database';
import type { Env } from '@selfdb/shared/env';
import { AppError } from '@selfdb/shared/errors';
import type { ChangePassword } from '@selfdb/shared/schemas/user';
import { hash, hashQueue, verify } from './hashing.ts';
import { beginChange, replacePassword } from './repository.ts';

/**
 * Gives the caller another password and ends their other sessions. Throws unauthenticated, forbidden (the current
 * password is wrong; counted like a failed login), too_many_requests, unavailable.
 */
export async function changePassword(
  env: Env,
  db: Database,
  principal: UserPrincipal,
  { current_password, new_password }: ChangePassword,
): Promise<void> {
  hashQueue.requireRoom();
  const begun = await beginChange(db, principal, env.LOGIN_FAILURES_PER_ACCOUNT);
  requireUser(principal, begun.myRole);
  if (begun.retryAfterSeconds !== undefined) {
    throw new AppError('too_many_requests', 'Too many passwords were wrong. Wait before you try again.', {
      retryAfterSeconds: begun.retryAfterSeconds,
    });
  }
  if (!(await verify(current_password, begun.passwordHash))) throw wrongPassword();
  const replaced = await replacePassword(db, principal, {
    from: begun.passwordHash,
    to: await hash(new_password),
  });
  requireUser(principal, replaced.myRole);
  if (!replaced.done) throw wrongPassword();
}

function wrongPassword(): AppError {
  return new AppError('forbidden', 'The current password is wrong.');
}
