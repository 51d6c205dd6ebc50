import type { Principal, UserPrincipal } from '@selfdb/server/auth/principal';
import { administratorsLock } from '@selfdb/server/db/advisory-locks';
import { audit } from '@selfdb/server/db/audit';
import { type MyRole, me, type RoleRow } from '@selfdb/server/db/authority';
import { type Database, queryAfter } from '@selfdb/server/db/database';
import { userObject } from '@selfdb/server/db/user-object';
import type { Owned, Role, User } from '@selfdb/shared/users/schema';
import { type RawBuilder, sql } from 'kysely';
import { rememberAddress } from '../known-addresses/repository.ts';
import { auditUpdate } from './statement/audit-update.ts';
import { filesOfUser, ownedByUser, transferAll } from './statement/ownership.ts';
import {
  type Audience,
  isAdmin,
  isSelf,
  matches,
  maySeeUsers,
  SORT_COLUMNS,
  type SortField,
  visibleUser,
} from './statement/visibility.ts';
import type { UserChanges } from './user-changes.ts';

/** The result of a statement: the caller's role, and the user if the caller may see them. */
export interface Found {
  myRole: MyRole;
  user: User | undefined;
}

export interface NewUser {
  email: string;
  passwordHash: string;
  firstName: string;
  lastName: string;
  role: Role;
}

export interface ListOptions {
  skip?: number | undefined;
  limit: number;
  search?: string | undefined;
  sort_by: SortField;
  sort_order: 'asc' | 'desc';
}

interface UserRow extends RoleRow {
  user: User | null;
}

const myRole = sql`(select role from me) as my_role`;

/** Finds a user that the caller may see, with the visible fields. */
export async function findUser(
  db: Database,
  principal: UserPrincipal,
  audience: Audience,
  id: string,
): Promise<Found> {
  const rows = await db.query(sql<UserRow>`
    with ${me(principal)}
    select ${myRole}, (
      select ${visibleUser} from selfdb.users u where u.id = ${id}::uuid and (${maySeeUsers(audience)} or ${isSelf})) as "user"`);
  return toFound(rows[0]);
}

export async function listUsers(
  db: Database,
  principal: UserPrincipal,
  audience: Audience,
  { skip, limit, search, sort_by, sort_order }: ListOptions,
): Promise<{ myRole: MyRole; users: User[] }> {
  const order = sql.raw(sort_order);
  const [row] = await db.query(sql<RoleRow & { users: User[] }>`
    with ${me(principal)},
    page as (
      select ${visibleUser} as wire from (
        select * from selfdb.users u where ${maySeeUsers(audience)} and ${matches(search)}
        order by ${SORT_COLUMNS[sort_by]} ${order}, u.id ${order}
        limit ${limit}::bigint offset ${skip ?? 0}::bigint) u)
    select ${myRole}, (select coalesce(json_agg(wire), '[]') from page) as users`);
  return { myRole: row?.my_role, users: row?.users ?? [] };
}

export async function countUsers(
  db: Database,
  principal: UserPrincipal,
  audience: Audience,
  search: string | undefined,
): Promise<{ myRole: MyRole; count: number }> {
  const [row] = await db.query(sql<RoleRow & { count: number }>`
    with ${me(principal)}
    select ${myRole}, (
      select count(*) from selfdb.users u where ${maySeeUsers(audience)} and ${matches(search)})::int as count`);
  return { myRole: row?.my_role, count: row?.count ?? 0 };
}

/** Inserts a user, unless the e-mail is taken, the session has ended, or the caller may not create an ADMIN. */
export async function insertUser(
  db: Database,
  principal: Principal,
  user: NewUser,
  network: string,
): Promise<Found> {
  const alive = principal.kind === 'anonymous' ? sql`true` : sql`exists (select from me)`;
  const rows = await db.query(sql<UserRow>`
    with ${me(principal)},
    created as (
      insert into selfdb.users (email, password_hash, first_name, last_name, role)
      select ${user.email}, ${user.passwordHash}, ${user.firstName}, ${user.lastName}, ${user.role}::text
      where ${alive} and (${user.role}::text = 'USER' or ${isAdmin})
      on conflict (lower(email)) do nothing
      returning *)
    ${principal.kind === 'anonymous' ? sql`, ${rememberAddress(sql`created`, network)}` : sql``},
    ${audit(principal, 'user.created', 'user', {
      rows: sql`select id as target_id, email as target_name, json_build_object('role', role) as details from created`,
      // Users who register themselves.
      ...(principal.kind === 'anonymous' ? { actor: sql`select id, email, role from created` } : {}),
    })}
    select ${myRole}, (select ${userObject} from created u) as "user"`);
  return toFound(rows[0]);
}

export async function isEmailTaken(
  db: Database,
  principal: Principal,
  email: string,
): Promise<{ myRole: MyRole; taken: boolean }> {
  const [row] = await db.query(sql<RoleRow & { taken: boolean }>`
    with ${me(principal)}
    select ${myRole}, exists (select from selfdb.users u where lower(u.email) = lower(${email})) as taken`);
  return { myRole: row?.my_role, taken: row?.taken === true };
}

/**
 * Changes a user. Users may change their own names, an ADMIN all fields. `exists` without a `user` means that the change
 * would leave no active ADMIN, or that the caller may not change these fields. Ends the user's sessions if the user is
 * demoted, deactivated or given another password.
 */
export async function updateUser(
  db: Database,
  principal: UserPrincipal,
  id: string,
  changes: UserChanges,
): Promise<Found & { exists: boolean }> {
  const removesAdmin = changes.role === 'USER' || changes.isActive === false;
  const update = updateStatement(principal, id, changes);
  const before = [
    ...(removesAdmin ? [lockAdministrators()] : []),
    ...(removesAdmin || changes.passwordHash !== undefined ? [lockUser(principal, id)] : []),
  ];
  const [row] = await queryAfter(db, before, update);
  return { ...toFound(row), exists: row?.exists === true };
}

type UpdateRow = UserRow & { exists: boolean };

function updateStatement(principal: UserPrincipal, id: string, changes: UserChanges): RawBuilder<UpdateRow> {
  const { email = null, passwordHash = null, firstName = null, lastName = null } = changes;
  const { role = null, isActive = null } = changes;
  const onlyNames = [email, passwordHash, role, isActive].every((value) => value === null);
  const allowed = onlyNames ? sql`(${isAdmin} or ${isSelf})` : isAdmin;
  const isRemoval = sql`(${role}::text = 'USER' or ${isActive}::boolean = false)`;
  return sql<UpdateRow>`
    with ${me(principal)},
    target as (
      select u.id, u.role, u.is_active, u.role = 'ADMIN' and u.is_active and not ${hasOtherAdmin(id)} as is_last_admin
      from selfdb.users u where u.id = ${id}::uuid and (${isAdmin} or ${isSelf})),
    changed as (
      update selfdb.users u set
        email = coalesce(${email}, u.email), password_hash = coalesce(${passwordHash}, u.password_hash),
        first_name = coalesce(${firstName}, u.first_name), last_name = coalesce(${lastName}, u.last_name),
        role = coalesce(${role}, u.role), is_active = coalesce(${isActive}::boolean, u.is_active), updated_at = now()
      from target
      where u.id = target.id and ${allowed} and not (target.is_last_admin and coalesce(${isRemoval}, false))
      returning u.*),
    ended as (
      update selfdb.sessions s set revoked_at = now() from changed, target
      where s.user_id = changed.id and s.revoked_at is null
        and (${passwordHash}::text is not null or not changed.is_active
          or (target.role = 'ADMIN' and changed.role = 'USER'))),
    ${auditUpdate(principal, changes)}
    select ${myRole}, exists (select from target) as exists, (select ${userObject} from changed u) as "user"`;
}

/**
 * Deletes a user and transfers what they own to the deleting ADMIN, or to the oldest active one. `exists` without `deleted`
 * means that no other active ADMIN exists.
 */
export async function deleteUser(
  db: Database,
  principal: UserPrincipal,
  id: string,
): Promise<{ myRole: MyRole; exists: boolean; deleted: boolean }> {
  const [, , rows] = await db.batch([
    lockAdministrators(),
    lockUser(principal, id),
    sql<RoleRow & { exists: boolean; deleted: boolean }>`
      with ${me(principal)},
      target as (select u.id from selfdb.users u where u.id = ${id}::uuid and (${isAdmin} or ${isSelf})),
      new_owner as (
        select a.id from selfdb.users a
        where a.role = 'ADMIN' and a.is_active and a.id <> ${id}::uuid
        order by a.id = (select id from me) desc, a.created_at, a.id limit 1),
      ${transferAll},
      deleted as (delete from selfdb.users u using target, new_owner where u.id = target.id returning u.id, u.email, u.role),
      ${audit(principal, 'user.deleted', 'user', {
        rows: sql`select id as target_id, email as target_name, json_build_object('role', role) as details from deleted`,
      })}
      select ${myRole}, exists (select from target) as exists, exists (select from deleted) as deleted`,
  ]);
  const [row] = rows;
  return { myRole: row?.my_role, exists: row?.exists === true, deleted: row?.deleted === true };
}

/** What a user owns. Nothing unless the caller may change the user. */
export async function selectOwned(
  db: Database,
  principal: UserPrincipal,
  id: string,
): Promise<{ myRole: MyRole; owned: Owned | undefined }> {
  const [row] = await db.query(sql<RoleRow & { owned: Owned | null }>`
    with ${me(principal)}
    select ${myRole}, (
      select ${ownedByUser} from selfdb.users u, ${filesOfUser}
      where u.id = ${id}::uuid and (${isAdmin} or ${isSelf})) as owned`);
  return { myRole: row?.my_role, owned: row?.owned ?? undefined };
}

/** Serializes the transactions that may remove an administrator, so that each sees the result of the previous one. */
function lockAdministrators(): RawBuilder<unknown> {
  return sql`select pg_advisory_xact_lock(${administratorsLock}::bigint)`;
}

/**
 * Locks a user whom the caller may change. A separate statement before the change: the change then either sees, and ends,
 * the session of a simultaneous login, or the login sees the change and opens no session.
 */
export function lockUser(principal: UserPrincipal, id: string): RawBuilder<unknown> {
  return sql`
    with ${me(principal)}
    select u.id from selfdb.users u where u.id = ${id}::uuid and (${isAdmin} or ${isSelf}) for update of u`;
}

function hasOtherAdmin(id: string): RawBuilder<unknown> {
  return sql`exists (
    select from selfdb.users a where a.role = 'ADMIN' and a.is_active and a.id <> ${id}::uuid)`;
}

function toFound(row: UserRow | undefined): Found {
  return { myRole: row?.my_role, user: row?.user ?? undefined };
}
