import type { Principal, UserPrincipal } from '@selfdb/server/auth/principal';
import { administratorsLock } from '@selfdb/server/db/advisory-locks';
import { type MyRole, me, type RoleRow } from '@selfdb/server/db/authority';
import { type Database, queryAfter } from '@selfdb/server/db/database';
import { userObject } from '@selfdb/server/db/user-object';
import type { Role, User } from '@selfdb/shared/users/schema';
import { type RawBuilder, sql } from 'kysely';
import { remember } from '../known-addresses/repository.ts';
import {
  type Audience,
  iAmAdmin,
  iSeeUsers,
  matches,
  mine,
  SORT_COLUMNS,
  type SortField,
  shownUser,
} from './statement/visibility.ts';

/** What a statement found: the caller's role, for whoever decides, and the user, when the caller may have it. */
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

export interface UserChanges {
  email?: string | undefined;
  passwordHash?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  role?: Role | undefined;
  isActive?: boolean | undefined;
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

/** The user, as far as the caller may see them. */
export async function findUser(
  db: Database,
  principal: UserPrincipal,
  audience: Audience,
  id: string,
): Promise<Found> {
  const rows = await db.query(sql<UserRow>`
    with ${me(principal)}
    select ${myRole}, (
      select ${shownUser} from selfdb.users u where u.id = ${id}::uuid and (${iSeeUsers(audience)} or ${mine})) as "user"`);
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
      select ${shownUser} as wire from (
        select * from selfdb.users u where ${iSeeUsers(audience)} and ${matches(search)}
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
      select count(*) from selfdb.users u where ${iSeeUsers(audience)} and ${matches(search)})::int as count`);
  return { myRole: row?.my_role, count: row?.count ?? 0 };
}

/** Adds a user; none when the e-mail is taken, the session dead, or an ADMIN wanted by somebody who is none. */
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
      where ${alive} and (${user.role}::text = 'USER' or ${iAmAdmin})
      on conflict (lower(email)) do nothing
      returning *)
    ${principal.kind === 'anonymous' ? sql`, ${remember(sql`created`, network)}` : sql``}
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
 * Changes a user: names for themselves, all for an ADMIN. `exists` without a `user` means that it would have left no
 * active ADMIN, or that the fields were not the caller's to change. Ends the sessions of who is demoted, deactivated
 * or given another password.
 */
export async function updateUser(
  db: Database,
  principal: UserPrincipal,
  id: string,
  changes: UserChanges,
): Promise<Found & { exists: boolean }> {
  const dismisses = changes.role === 'USER' || changes.isActive === false;
  const update = updateStatement(principal, id, changes);
  const before = [
    ...(dismisses ? [lockAdministrators()] : []),
    ...(dismisses || changes.passwordHash !== undefined ? [lockUser(principal, id)] : []),
  ];
  const [row] = await queryAfter(db, before, update);
  return { ...toFound(row), exists: row?.exists === true };
}

type UpdateRow = UserRow & { exists: boolean };

function updateStatement(principal: UserPrincipal, id: string, changes: UserChanges): RawBuilder<UpdateRow> {
  const { email = null, passwordHash = null, firstName = null, lastName = null } = changes;
  const { role = null, isActive = null } = changes;
  const onlyNames = [email, passwordHash, role, isActive].every((value) => value === null);
  const allowed = onlyNames ? sql`(${iAmAdmin} or ${mine})` : iAmAdmin;
  const dismissed = sql`(${role}::text = 'USER' or ${isActive}::boolean = false)`;
  return sql<UpdateRow>`
    with ${me(principal)},
    target as (
      select u.id, u.role, u.role = 'ADMIN' and u.is_active and not ${anotherAdmin(id)} as is_last_admin
      from selfdb.users u where u.id = ${id}::uuid and (${iAmAdmin} or ${mine})),
    changed as (
      update selfdb.users u set
        email = coalesce(${email}, u.email), password_hash = coalesce(${passwordHash}, u.password_hash),
        first_name = coalesce(${firstName}, u.first_name), last_name = coalesce(${lastName}, u.last_name),
        role = coalesce(${role}, u.role), is_active = coalesce(${isActive}::boolean, u.is_active), updated_at = now()
      from target
      where u.id = target.id and ${allowed} and not (target.is_last_admin and coalesce(${dismissed}, false))
      returning u.*),
    ended as (
      update selfdb.sessions s set revoked_at = now() from changed, target
      where s.user_id = changed.id and s.revoked_at is null
        and (${passwordHash}::text is not null or not changed.is_active
          or (target.role = 'ADMIN' and changed.role = 'USER')))
    select ${myRole}, exists (select from target) as exists, (select ${userObject} from changed u) as "user"`;
}

/**
 * Deletes a user and hands what they owned to the deleting ADMIN, or to the oldest active one. `exists` without
 * `deleted` means that nobody would be left to take it.
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
      target as (select u.id from selfdb.users u where u.id = ${id}::uuid and (${iAmAdmin} or ${mine})),
      heir as (
        select a.id from selfdb.users a
        where a.role = 'ADMIN' and a.is_active and a.id <> ${id}::uuid
        order by a.id = (select id from me) desc, a.created_at, a.id limit 1),
      ${handOver('selfdb.tables', sql`version = o.version + 1, updated_at = now()`)},
      ${handOver('selfdb.sql_snippets', sql`updated_at = now()`)},
      ${handOver('selfdb.buckets', sql`updated_at = now()`)},
      ${handOver('selfdb.files', sql`updated_at = now()`)},
      deleted as (delete from selfdb.users u using target, heir where u.id = target.id returning u.id)
      select ${myRole}, exists (select from target) as exists, exists (select from deleted) as deleted`,
  ]);
  const [row] = rows;
  return { myRole: row?.my_role, exists: row?.exists === true, deleted: row?.deleted === true };
}

type OwnedTable = `selfdb.${'tables' | 'sql_snippets' | 'buckets' | 'files'}`;

/** What the rows of an owned table need when `heir` takes them over from `target`. */
function handOver(table: OwnedTable, also: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${sql.raw(`handed_${table.replace('selfdb.', '')}`)} as (
    update ${sql.raw(table)} o set owner_id = heir.id, ${also} from target, heir where o.owner_id = target.id)`;
}

/** One at a time may remove an administrator: each sees what the one before it left. Until the transaction ends. */
function lockAdministrators(): RawBuilder<unknown> {
  return sql`select pg_advisory_xact_lock(${administratorsLock}::bigint)`;
}

/**
 * Locks a user whom the caller may change, in a statement of its own before the change: a login that is just opening
 * a session then either is seen by the change, which ends it, or sees the change and opens none.
 */
export function lockUser(principal: UserPrincipal, id: string): RawBuilder<unknown> {
  return sql`
    with ${me(principal)}
    select u.id from selfdb.users u where u.id = ${id}::uuid and (${iAmAdmin} or ${mine}) for update of u`;
}

function anotherAdmin(id: string): RawBuilder<unknown> {
  return sql`exists (
    select from selfdb.users a where a.role = 'ADMIN' and a.is_active and a.id <> ${id}::uuid)`;
}

function toFound(row: UserRow | undefined): Found {
  return { myRole: row?.my_role, user: row?.user ?? undefined };
}
