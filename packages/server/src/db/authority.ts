import { AppError } from '@selfdb/shared/errors';
import type { Role } from '@selfdb/shared/users/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Principal, UserPrincipal } from '../auth/principal.ts';

/** What every statement that begins with `me` or `caller` answers: the principal's role, null where the session is dead. */
export interface RoleRow {
  my_role: Role | null;
}

/** Undefined where a statement answered no row. */
export type MyRole = RoleRow['my_role'] | undefined;

/**
 * The common table expression `me(id, role)`: one row while the principal's session and account are alive, none
 * otherwise and for an anonymous caller. Every statement that reads or writes data begins with it, so authority
 * is never older than the data: `with ${me(principal)} select (select role from me) as my_role, …`.
 */
export function me(principal: Principal): RawBuilder<unknown> {
  if (principal.kind === 'anonymous') {
    return sql`me as materialized (select null::uuid as id, null::text as role where false)`;
  }
  return sql`me as materialized (
    select u.id, u.role from selfdb.sessions s join selfdb.users u on u.id = s.user_id where ${isLive(principal)})`;
}

/**
 * The user `u` as a table expression of one row, all null where `me` would have none: for a statement that is run so
 * often that an expression of its own would be too dear.
 */
export function caller(principal: Principal): RawBuilder<unknown> {
  if (principal.kind === 'anonymous') return sql`(select null::uuid as id, null::text as role) u`;
  return sql`(select 1) as always left join (selfdb.sessions s join selfdb.users u on u.id = s.user_id) on ${isLive(principal)}`;
}

/**
 * Many at once, as a table expression: for each principal its `position`, from 1, and the user `u`, all null where `me` would
 * have none.
 */
export function callers(principals: Principal[]): RawBuilder<unknown> {
  const users = principals.map((principal) => (principal.kind === 'user' ? principal : undefined));
  const sessionIds = users.map((user) => user?.sessionId ?? null);
  const userIds = users.map((user) => user?.userId ?? null);
  return sql`unnest(${sessionIds}::uuid[], ${userIds}::uuid[]) with ordinality as given(session_id, user_id, position)
    left join (selfdb.sessions s join selfdb.users u on u.id = s.user_id)
      on s.id = given.session_id and s.user_id = given.user_id and ${counts}`;
}

/** Whether the session `s` of the user `u` is the principal's, and counts. */
function isLive({ sessionId, userId }: UserPrincipal): RawBuilder<unknown> {
  return sql`s.id = ${sessionId}::uuid and s.user_id = ${userId}::uuid and ${counts}`;
}

const counts = sql`s.revoked_at is null and s.expires_at > now() and u.is_active`;

/** Throws unauthenticated when a statement found the session of a user's token dead. `role` is `(select role from me)`. */
export function requireAlive(principal: Principal, role: MyRole): void {
  if (principal.kind === 'user' && !role) {
    throw new AppError('unauthenticated', 'The session has ended. Log in again.');
  }
}

/** Throws unless the statement found a living session of an administrator. */
export function requireAdmin(principal: Principal, role: MyRole): void {
  requireUser(principal, role);
  if (role !== 'ADMIN') throw new AppError('forbidden', 'Only an administrator may do this.');
}

/** Throws unless the statement found a living session. */
export function requireUser(principal: Principal, role: MyRole): void {
  asUser(principal);
  requireAlive(principal, role);
}

/** The principal as a user. Throws unauthenticated for an anonymous caller; whether the session lives, a statement says. */
export function asUser(principal: Principal): UserPrincipal {
  if (principal.kind === 'user') return principal;
  throw new AppError('unauthenticated', 'Log in to do this.');
}
