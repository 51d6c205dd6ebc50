import type pg from 'pg';
import { expectStatus } from '../expectations.ts';
import type { OwnSystem } from '../system-under-test/own-system.ts';
import type { Access, Table } from '../world/tables.ts';
import type { Member } from './member.ts';

export type RightsChange = () => Promise<unknown>;

interface Scene {
  own: OwnSystem;
  /** Connected to Postgres itself. */
  straight: pg.Client;
  table: Table;
  owner: Member;
  other: Member;
}

/**
 * Marks every change of a right in the table `marks`, by triggers and so in the transaction that makes it: it
 * stands in the order of commits exactly where the right changed.
 */
export async function markRights(straight: pg.Client): Promise<void> {
  await straight.query(`
    create schema acceptance;
    create function acceptance.mark() returns trigger language plpgsql as $$
    begin
      insert into public.marks ("of", "now") values (tg_table_name, to_jsonb(new) - 'password_hash');
      return null;
    end
    $$`);
  for (const name of ['tables', 'users', 'sessions']) {
    await straight.query(
      `create trigger mark after update on selfdb.${name} for each row execute function acceptance.mark()`,
    );
  }
}

/** A round of what may happen to a table. After it the table is private and the owner's, as before. */
export function changesOfTable({ own, straight, table, owner, other }: Scene): RightsChange[] {
  const open = (access: Access) => async () =>
    expectStatus(await own.boss.patch(`/tables/${table.id}`, { access }), 200);
  const give = (to: Member) => () =>
    straight.query('update selfdb.tables set owner_id = $1 where id = $2', [to.id, table.id]);
  return [
    ...[open('public'), open('owner'), give(other), open('public'), give(owner), open('users')],
    ...[open('owner'), open('users'), give(other), open('public'), open('users'), give(owner), open('owner')],
  ];
}

/** A round of what may happen to the users. After it both are active, logged in and no administrators, as before. */
export function changesOfUsers({ own, straight, owner, other }: Scene): RightsChange[] {
  const set =
    ({ id }: Member, changes: object) =>
    async () =>
      expectStatus(await own.boss.patch(`/users/${id}`, changes), 200);
  const logOut = (member: Member) => async () => expectStatus(await member.post('/users/logout', {}), 200);
  const bySql =
    ({ id }: Member, update: string) =>
    () =>
      straight.query(`update selfdb.${update} = $1`, [id]);
  // A login would make another session, and cost a password hash.
  const revive = (member: Member) => bySql(member, 'sessions set revoked_at = null where user_id');
  // The API ends the sessions along with the account or the role; SQL leaves them.
  return [
    ...[set(other, { isActive: false }), set(other, { isActive: true }), revive(other)],
    ...[
      bySql(owner, 'users set is_active = false where id'),
      bySql(owner, 'users set is_active = true where id'),
    ],
    ...[logOut(owner), revive(owner)],
    ...[set(other, { role: 'ADMIN' }), bySql(other, "users set role = 'USER' where id")],
    ...[set(other, { role: 'ADMIN' }), set(other, { role: 'USER' }), revive(other)],
    ...[logOut(other), revive(other)],
  ];
}
