import type { UserPrincipal } from '@selfdb/server/auth/principal';
import { requireUser } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { SettingsOf } from '@selfdb/settings';
import { AppError } from '@selfdb/shared/errors';
import type { ChangePassword } from '@selfdb/shared/users/schema';
import { beginAttempt } from '../login-attempts/attempt.ts';
import { sessionSubject } from '../login-attempts/subjects.ts';
import type { WaitUntil } from '../wait-until.ts';
import { check, hash, hashQueue } from './hashing.ts';
import { findPasswordChangeState, replacePassword } from './repository.ts';

/**
 * Changes the caller's password and ends their other sessions. Throws unauthenticated, forbidden (the current
 * password is wrong; counted like a failed login), too_many_requests, unavailable.
 */
export async function changePassword(
  env: SettingsOf<'auth'>,
  db: Database,
  principal: UserPrincipal,
  { current_password, new_password }: ChangePassword,
  waitUntil: WaitUntil,
): Promise<void> {
  hashQueue.requireRoom(principal.userId);
  const subject = sessionSubject(env, principal.sessionId);
  const attempt = beginAttempt([subject]);
  const state = await findPasswordChangeState(db, principal, subject);
  requireUser(principal, state.myRole);
  attempt.admit([subject], state.counted);
  const { matches, rehashed } = await check({
    caller: principal.userId,
    password: current_password,
    expected: state.passwordHash,
    requireTurn: attempt.requireTurn,
    onFailure: attempt.fail,
    padFailures: false,
  });
  if (!matches) {
    await attempt.record(db, waitUntil);
    throw wrongPassword();
  }
  // A simultaneous login may have replaced the hash of the same password.
  const from = [state.passwordHash, ...(rehashed === undefined ? [] : [rehashed])];
  const hashes = { from, to: await hash(principal.userId, new_password) };
  const replaced = await replacePassword(db, principal, hashes, subject);
  requireUser(principal, replaced.myRole);
  if (!replaced.done) throw wrongPassword();
}

function wrongPassword(): AppError {
  return new AppError('forbidden', 'The current password is wrong.');
}
