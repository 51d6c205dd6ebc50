import type { Principal, UserPrincipal } from '@selfdb/server/auth/principal';
import { type MyRole, requireAdmin, requireAlive, requireUser } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import { AppError } from '@selfdb/shared/errors';
import type { CreateUser, Owned, UpdateUser, User } from '@selfdb/shared/users/schema';
import { hash } from '../passwords/hashing.ts';
import { serializeRegistration } from './registrations.ts';
import * as repository from './repository.ts';
import { noSuchUser, requireSelfOrAdmin } from './self-or-admin.ts';
import type { Audience } from './statement/visibility.ts';
import type { UserChanges } from './user-changes.ts';

/** The user, with the fields that the caller may see. Throws unauthenticated, forbidden, not_found. */
export async function getUser(
  db: Database,
  principal: UserPrincipal,
  audience: Audience,
  id: string,
): Promise<User> {
  const { myRole, user } = await repository.findUser(db, principal, audience, id);
  if (id === principal.userId) requireUser(principal, myRole);
  else requireAudience(principal, myRole, audience);
  if (!user) throw noSuchUser();
  return user;
}

/** A page of users, with the fields that the caller may see. Throws unauthenticated, forbidden. */
export async function listUsers(
  db: Database,
  principal: UserPrincipal,
  audience: Audience,
  options: repository.ListOptions,
): Promise<User[]> {
  const { myRole, users } = await repository.listUsers(db, principal, audience, options);
  requireAudience(principal, myRole, audience);
  return users;
}

/** The number of users. Throws unauthenticated, forbidden. */
export async function countUsers(
  db: Database,
  principal: UserPrincipal,
  audience: Audience,
  search: string | undefined,
): Promise<number> {
  const { myRole, count } = await repository.countUsers(db, principal, audience, search);
  requireAudience(principal, myRole, audience);
  return count;
}

/**
 * Creates a user. For users who register themselves, the network counts as one where they have logged in. Throws
 * unauthenticated (the session has ended), forbidden (a non-ADMIN creates an ADMIN), conflict (the e-mail is taken).
 */
export async function createUser(
  db: Database,
  principal: Principal,
  input: CreateUser,
  network: string,
): Promise<User> {
  const { password, ...rest } = input;
  if (input.role === 'ADMIN' && principal.kind === 'anonymous') throw adminsOnly();

  function refuse(myRole: MyRole): void {
    requireAlive(principal, myRole);
    if (input.role === 'ADMIN' && myRole !== 'ADMIN') throw adminsOnly();
  }

  async function register(): Promise<User> {
    const passwordHash = await hash(network, password);
    const { myRole, user } = await repository.insertUser(db, principal, { ...rest, passwordHash }, network);
    refuse(myRole);
    if (!user) throw emailTaken();
    return user;
  }

  async function refuseIfTaken(): Promise<void> {
    const { myRole, taken } = await repository.isEmailTaken(db, principal, input.email);
    refuse(myRole);
    if (taken) throw emailTaken();
  }

  return serializeRegistration(input.email, register, refuseIfTaken);
}

/** Changes a user. Throws unauthenticated, forbidden, not_found, conflict (e-mail taken, last active ADMIN). */
export async function updateUser(
  db: Database,
  principal: UserPrincipal,
  id: string,
  patch: UpdateUser,
): Promise<User> {
  const { password, ...rest } = patch;
  if (Object.values(patch).every((value) => value === undefined)) return getUnchanged(db, principal, id);
  const changes =
    password === undefined ? rest : { ...rest, passwordHash: await hash(principal.userId, password) };
  const { myRole, exists, user } = await save(db, principal, id, changes);
  requireSelfOrAdmin(principal, myRole, id);
  if (myRole !== 'ADMIN' && hasAdminFields(patch)) {
    throw new AppError('forbidden', 'You may change only your first and last name.');
  }
  if (!exists) throw noSuchUser();
  if (!user) throw lastAdmin();
  return user;
}

/** Deletes a user and transfers what they own. Throws unauthenticated, forbidden, not_found, conflict. */
export async function deleteUser(db: Database, principal: UserPrincipal, id: string): Promise<void> {
  const { myRole, exists, deleted } = await repository.deleteUser(db, principal, id);
  requireSelfOrAdmin(principal, myRole, id);
  if (!exists) throw noSuchUser();
  if (!deleted) throw lastAdmin();
}

/** What a user owns, and what would pass to an ADMIN with `deleteUser`. Throws unauthenticated, forbidden, not_found. */
export async function getOwned(db: Database, principal: UserPrincipal, id: string): Promise<Owned> {
  const { myRole, owned } = await repository.selectOwned(db, principal, id);
  requireSelfOrAdmin(principal, myRole, id);
  if (!owned) throw noSuchUser();
  return owned;
}

/** The user for an empty change, if the caller may change them. */
async function getUnchanged(db: Database, principal: UserPrincipal, id: string): Promise<User> {
  const { myRole, user } = await repository.findUser(db, principal, 'admins', id);
  requireSelfOrAdmin(principal, myRole, id);
  if (!user) throw noSuchUser();
  return user;
}

async function save(
  db: Database,
  principal: UserPrincipal,
  id: string,
  changes: UserChanges,
): ReturnType<typeof repository.updateUser> {
  try {
    return await repository.updateUser(db, principal, id, changes);
  } catch (error) {
    throw pgErrorOf(error)?.constraint === 'users_email_key' ? emailTaken(error) : error;
  }
}

function hasAdminFields({ email, password, role, isActive }: UpdateUser): boolean {
  return [email, password, role, isActive].some((value) => value !== undefined);
}

function requireAudience(principal: UserPrincipal, myRole: MyRole, audience: Audience): void {
  if (audience === 'admins') requireAdmin(principal, myRole);
  else requireUser(principal, myRole);
}

function adminsOnly(): AppError {
  return new AppError('forbidden', 'Only an administrator may create an administrator.');
}

function emailTaken(cause?: unknown): AppError {
  return new AppError('conflict', 'This e-mail address is taken.', { cause });
}

function lastAdmin(): AppError {
  return new AppError(
    'conflict',
    'This user is the last active administrator. Make another user an administrator first.',
  );
}
