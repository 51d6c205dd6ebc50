import { createPeople } from '@selfdb/shared/testing/people';
import { rows, value } from '@selfdb/shared/testing/postgres';
import { expect, it } from 'vitest';
import { openFeed } from '../testing/feed.ts';
import { createTable } from '../testing/tables.ts';

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
    { type: 'rights', of: 'user', id: userId, now: { id: userId, role: 'USER', is_active: 'f' } },
    { type: 'row' },
    {
      type: 'rights',
      of: 'session',
      id: sessionId,
      now: { user_id: userId, revoked_at: expect.any(String) },
    },
    { type: 'rights', of: 'user', id: userId, now: null },
    { type: 'rights', of: 'session', id: sessionId, now: null },
  ]);
  expect(JSON.stringify(feed.reader.items)).not.toMatch(/password|scrypt|refresh/);
});

it('changes of the registry come as rights of the table, by its oid', async () => {
  const table = await createTable('n int');
  const id = String(table.relid);
  await using feed = await openFeed();
  await rows('update selfdb.tables set public = true where id = $1', [table.id]);
  await rows(`alter table ${table.sql} rename to ${table.name}_renamed`);
  await rows('update selfdb.tables set version = version + 1 where id = $1', [table.id]);
  await rows(`do $$ begin
    drop table ${table.sql}_renamed;
    delete from selfdb.tables where id = '${table.id}';
    end $$`);
  expect(await feed.until(3)).toMatchObject([
    {
      type: 'rights',
      of: 'table',
      id,
      now: { id: table.id, relid: id, name: table.name, public: 't', realtime_enabled: 't' },
    },
    { type: 'rights', of: 'table', id, now: { name: `${table.name}_renamed` } },
    { type: 'rights', of: 'table', id, now: null },
  ]);
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
