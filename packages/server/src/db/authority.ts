import { AppError } from '@selfdb/shared/errors';
import type { Role } from '@selfdb/shared/users/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Principal, UserPrincipal } from '../auth/principal.ts';

/** A column of every statement that begins with `me` or `caller`: the principal's role, null if the session has ended. */
export interface RoleRow {
  my_role: Role | null;
}

/** Undefined if a statement returned no row. */
export type MyRole = RoleRow['my_role'] | undefined;

/**
 * The common table expression `me(id, role)`: one row while the principal's session is valid and the account active, none
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
 * The user `u` as a table expression of one row, all null where `me` would have none. For frequent statements, in which a
 * common table expression would cost too much.
 */
export function caller(principal: Principal): RawBuilder<unknown> {
  if (principal.kind === 'anonymous') return sql`(select null::uuid as id, null::text as role) u`;
  return sql`(select 1) as always left join (selfdb.sessions s join selfdb.users u on u.id = s.user_id) on ${isLive(principal)}`;
}

/**
 * `caller` for many principals: a table expression with the `position` of each principal, from 1, and the user `u`.
 */
export function callers(principals: Principal[]): RawBuilder<unknown> {
  const users = principals.map((principal) => (principal.kind === 'user' ? principal : undefined));
  const sessionIds = users.map((user) => user?.sessionId ?? null);
  const userIds = users.map((user) => user?.userId ?? null);
  return sql`unnest(${sessionIds}::uuid[], ${userIds}::uuid[]) with ordinality as given(session_id, user_id, position)
    left join (selfdb.sessions s join selfdb.users u on u.id = s.user_id)
      on s.id = given.session_id and s.user_id = given.user_id and ${isValid}`;
}

/** Whether the session `s` of the user `u` is the principal's, and valid. */
function isLive({ sessionId, userId }: UserPrincipal): RawBuilder<unknown> {
  return sql`s.id = ${sessionId}::uuid and s.user_id = ${userId}::uuid and ${isValid}`;
}

const isValid = sql`s.revoked_at is null and s.expires_at > now() and u.is_active`;

/** Throws unauthenticated if a statement found that the user's session has ended. `role` is `(select role from me)`. */
export function requireAlive(principal: Principal, role: MyRole): void {
  if (principal.kind === 'user' && !role) {
    throw new AppError('unauthenticated', 'The session has ended. Sign in again.');
  }
}

/** Throws unless the statement found a valid session of an administrator. */
export function requireAdmin(principal: Principal, role: MyRole): void {
  requireUser(principal, role);
  if (role !== 'ADMIN') throw new AppError('forbidden', 'Only an administrator may do this.');
}

/** Throws unless the statement found a valid session. */
export function requireUser(principal: Principal, role: MyRole): void {
  asUser(principal);
  requireAlive(principal, role);
}

/** The principal as a user. Throws unauthenticated for an anonymous caller. Does not say whether the session is valid. */
export function asUser(principal: Principal): UserPrincipal {
  if (principal.kind === 'user') return principal;
  throw new AppError('unauthenticated', 'Sign in to do this.');
}
