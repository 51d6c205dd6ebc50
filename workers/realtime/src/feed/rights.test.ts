import { createDatabase } from '@selfdb/shared/db/database';
import { followCatalog } from '@selfdb/shared/db/follow-catalog';
import { createPeople } from '@selfdb/shared/testing/people';
import { rows, value } from '@selfdb/shared/testing/postgres';
import { expect, inject, it } from 'vitest';
import type { FeedItem } from '../change.ts';
import { openFeed, until } from '../testing/feed.ts';
import { createTable } from '../testing/tables.ts';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
const { createPerson } = createPeople({ rows, value });

it('changes of users and sessions come as rights, in their place among the rows', async () => {
  const [table, person] = [await createTable('n int'), await createPerson()];
  await using feed = await openFeed();
  await rows(`do $$ begin
    insert into ${table.sql} (n) values (1);
    update selfdb.users set is_active = false where id = '${person.userId}';
    insert into ${table.sql} (n) values (2);
    update selfdb.sessions set revoked_at = now() where id = '${person.sessionId}';
    end $$`);
  await rows(`delete from selfdb.users where id = '${person.userId}'`);
  const { userId, sessionId } = person;
  expect(await feed.until(6)).toMatchObject([
    { type: 'row' },
    {
      type: 'rights',
      of: 'user',
      id: userId,
      was: { role: 'USER', is_active: true },
      now: { role: 'USER', is_active: false },
    },
    { type: 'row' },
    {
      type: 'rights',
      of: 'session',
      id: sessionId,
      was: { revoked_at: null, expires_at: expect.any(String) },
      now: { revoked_at: expect.any(String), expires_at: expect.any(String) },
    },
    { type: 'rights', of: 'user', id: userId, was: { is_active: false }, now: null },
    { type: 'rights', of: 'session', id: sessionId, was: { revoked_at: expect.any(String) }, now: null },
  ]);
  expect(JSON.stringify(feed.reader.items)).not.toMatch(/password|argon2|scrypt|refresh/);
});

it('changes of the registry come as rights of the table, by its oid', async () => {
  const [table, other] = [await createTable('n int'), await createTable('n int', { realtime: false })];
  const id = String(table.relid);
  await using feed = await openFeed();
  await rows('update selfdb.tables set public = true where id = $1', [table.id]);
  await rows('delete from selfdb.tables where id = $1', [other.id]);
  await rows(`alter table ${table.sql} rename to ${table.name}_b`);
  await followCatalog(db);
  await rows('update selfdb.tables set relid = $1 where id = $2', [other.relid, table.id]);
  const flags = { public: true, realtime_enabled: true };
  const before = { name: table.name, owner_id: expect.any(String), ...flags };
  const renamed = { ...before, name: `${table.name}_b` };
  const isOfThem = (item: FeedItem) => item.type === 'rights' && [id, String(other.relid)].includes(item.id);
  const told = () => feed.reader.items.filter(isOfThem);
  await until(
    () => told().length === 4,
    () => 'they are not told',
  );
  expect(told()).toMatchObject([
    { type: 'rights', of: 'table', id, was: { ...before, public: false }, now: before },
    { type: 'rights', of: 'table', id: String(other.relid), now: null },
    { type: 'rights', of: 'table', id, was: before, now: renamed },
    { type: 'rights', of: 'table', id, was: renamed, now: null },
  ]);
});

it('what changes no right is not told', async () => {
  const [table, person] = [await createTable('n int'), await createPerson()];
  await using feed = await openFeed();
  await rows('update selfdb.tables set version = version + 1, description = $1 where id = $2', [
    'x',
    table.id,
  ]);
  await rows('update selfdb.users set first_name = $1, role = role where id = $2', ['x', person.userId]);
  await rows('update selfdb.sessions set refresh_id = gen_random_uuid() where id = $1', [person.sessionId]);
  await rows(`insert into ${table.sql} (n) values (1)`);
  expect(await feed.until(1)).toMatchObject([{ type: 'row' }]);
});

it('messages of others in the log are left out', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  await rows(
    `select pg_logical_emit_message(true, 'other', 'x'), pg_logical_emit_message(false, 'other', 'y')`,
  );
  await rows(`insert into ${table.sql} (n) values (1)`);
  expect(await feed.until(1)).toMatchObject([{ type: 'row' }]);
});

it('a replay tells on its first page how the rights of its table and its user have changed in it', async () => {
  const [table, person, other] = [await createTable('n int'), await createPerson(), await createPerson()];
  await using feed = await openFeed();
  const setPublic = (isPublic: boolean) =>
    rows('update selfdb.tables set public = $1 where id = $2', [isPublic, table.id]);
  await setPublic(true);
  for (const { userId } of [other, person]) {
    await rows(`update selfdb.users set role = 'ADMIN' where id = $1`, [userId]);
  }
  await rows(`insert into ${table.sql} (n) select generate_series(1, 10000)`);
  await feed.until(10_003);
  const range = { relid: table.relid, userId: person.userId, since: feed.from, through: feed.reader.through };
  const first = await feed.inside((it) => it.replay(range));
  expect(first).toMatchObject({
    rights: [
      { of: 'table', id: String(table.relid), was: { public: false }, now: { public: true } },
      { of: 'user', id: person.userId, was: { role: 'USER' }, now: { role: 'ADMIN' } },
    ],
  });
  const next = 'next' in first ? first.next : undefined;
  expect(await feed.inside((it) => it.replay(range, next))).toMatchObject({ rights: [] });

  await rows(`do $$ begin for i in 1..51 loop
    update selfdb.tables set public = false where id = '${table.id}';
    update selfdb.tables set public = true where id = '${table.id}';
    end loop; end $$`);
  await feed.until(10_105);
  const all = { ...range, through: feed.reader.through };
  expect(await feed.inside((it) => it.replay(all))).toEqual({
    gap: expect.stringMatching(/too often/),
    cursor: all.through,
  });
});
