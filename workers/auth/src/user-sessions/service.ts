import type { UserPrincipal } from '@selfdb/server/auth/principal';
import type { Database } from '@selfdb/server/db/database';
import { AppError } from '@selfdb/shared/errors';
import type { ListUserSessions, UserSession } from '@selfdb/shared/user-sessions/schema';
import { noSuchUser, requireSelfOrAdmin } from '../users/self-or-admin.ts';
import * as repository from './repository.ts';

/** A page of a user's live sessions. The id may be `me`. Throws unauthenticated, forbidden, not_found. */
export async function listUserSessions(
  db: Database,
  principal: UserPrincipal,
  idOrMe: string,
  page: ListUserSessions,
): Promise<UserSession[]> {
  const id = idOf(principal, idOrMe);
  const { myRole, exists, sessions } = await repository.selectUserSessions(db, principal, id, page);
  requireSelfOrAdmin(principal, myRole, id);
  if (!exists) throw noSuchUser();
  return sessions;
}

/** Ends a user's sessions except the caller's own. Throws unauthenticated, forbidden, not_found. */
export async function endOtherUserSessions(
  db: Database,
  principal: UserPrincipal,
  idOrMe: string,
): Promise<void> {
  const id = idOf(principal, idOrMe);
  const { myRole, exists } = await repository.endUserSessions(db, principal, id);
  requireSelfOrAdmin(principal, myRole, id);
  if (!exists) throw noSuchUser();
}

/** Ends one live session of a user. Throws unauthenticated, forbidden, not_found. */
export async function endUserSession(
  db: Database,
  principal: UserPrincipal,
  idOrMe: string,
  sessionId: string,
): Promise<void> {
  const id = idOf(principal, idOrMe);
  const { myRole, exists, ended } = await repository.endUserSessions(db, principal, id, sessionId);
  requireSelfOrAdmin(principal, myRole, id);
  if (!exists) throw noSuchUser();
  if (!ended) throw new AppError('not_found', 'The user has no such session. It may have ended already.');
}

function idOf(principal: UserPrincipal, idOrMe: string): string {
  return idOrMe === 'me' ? principal.userId : idOrMe;
}
