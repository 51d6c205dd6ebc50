import type { UserPrincipal } from '@selfdb/server/auth/principal';
import { type MyRole, requireUser } from '@selfdb/server/db/authority';
import { AppError } from '@selfdb/shared/errors';

/** Call this before throwing not_found: a USER must not learn whether another user exists. */
export function requireSelfOrAdmin(principal: UserPrincipal, myRole: MyRole, id: string): void {
  requireUser(principal, myRole);
  if (myRole !== 'ADMIN' && id !== principal.userId) {
    throw new AppError('forbidden', 'Only this user or an administrator may do this.');
  }
}

export function noSuchUser(): AppError {
  return new AppError('not_found', 'There is no such user.');
}
