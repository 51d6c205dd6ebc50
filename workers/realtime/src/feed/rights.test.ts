import { createDatabase } from '@selfdb/server/db/database';
import { followCatalog } from '@selfdb/server/db/follow-catalog';
import { createPeople } from '@selfdb/server/testing/people';
import { asSuperuser, rows, value } from '@selfdb/server/testing/postgres';
import { expect, inject, it } from 'vitest';
import type { Cursor, FeedItem, ReplayRange } from '../change.ts';
import { openFeed, until } from '../testing/feed.ts';
import { payloadsOf } from '../testing/payloads.ts';
import { createTable } from '../testing/tables.ts';
import { epochOf } from './cursor.ts';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
const { createPerson } = createPeople({ rows, value });

it('changes of users and sessions arrive as changes of rights, at their position among the rows', async () => {
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
      now: { role: 'USER', is_active: false },
    },
    { type: 'row' },
    {
      type: 'rights',
      of: 'session',
      id: sessionId,
      now: { revoked_at: expect.any(String), expires_at: expect.any(String) },
    },
    { type: 'rights', of: 'user', id: userId, now: null },
    { type: 'rights', of: 'session', id: sessionId, now: null },
  ]);
  expect(JSON.stringify(feed.reader.items)).not.toMatch(/password|argon2|scrypt|refresh/);
});

it("changes of the registry arrive as changes of the table's rights, by its oid", async () => {
  const [table, other] = [await createTable('n int'), await createTable('n int', { realtime: false })];
  const id = String(table.relid);
  await using feed = await openFeed();
  await rows(`update selfdb.tables set access = 'users' where id = $1`, [table.id]);
  await rows('delete from selfdb.tables where id = $1', [other.id]);
  await rows(`alter table ${table.sql} rename to ${table.name}_b`);
  await followCatalog(db);
  await rows('update selfdb.tables set relid = $1 where id = $2', [other.relid, table.id]);
  const flags = { access: 'users', realtime_enabled: true };
  const before = { name: table.name, owner_id: expect.any(String), ...flags };
  const isOfThem = (item: FeedItem) => item.type === 'rights' && [id, String(other.relid)].includes(item.id);
  const told = () => feed.reader.items.filter(isOfThem);
  await until(
    () => told().length === 4,
    () => 'they are not reported',
  );
  expect(told()).toMatchObject([
    { type: 'rights', of: 'table', id, now: before },
    { type: 'rights', of: 'table', id: String(other.relid), now: null },
    { type: 'rights', of: 'table', id, now: { ...before, name: `${table.name}_b` } },
    { type: 'rights', of: 'table', id, now: null },
  ]);
});

it('changes that affect no right are not reported', async () => {
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

it('logical messages, which any session may write, are ignored and stop nothing', async () => {
  const [table, person] = [await createTable('n int'), await createPerson()];
  const forged = JSON.stringify({
    of: 'user',
    id: person.userId,
    was: { role: 'USER' },
    now: { role: 'ADMIN' },
  });
  await using feed = await openFeed();
  for (const text of ['garbage', forged]) {
    await rows(
      `select pg_logical_emit_message(false, 'selfdb.rights', $1), pg_logical_emit_message(true, 'selfdb.rights', $1)`,
      [text],
    );
  }
  await rows(`insert into ${table.sql} (n) values (1)`);
  expect(await feed.until(1)).toMatchObject([{ type: 'row' }]);
  expect(await feed.inside((it) => it.status())).toMatchObject({
    state: 'streaming',
    skipped: 0,
    error: null,
  });
});

it('a transaction that changes only rights arrives, and leaves no row', async () => {
  const person = await createPerson();
  await using feed = await openFeed();
  await rows(`update selfdb.users set role = 'ADMIN' where id = $1`, [person.userId]);
  expect(await feed.until(1)).toMatchObject([{ type: 'rights', id: person.userId, now: { role: 'ADMIN' } }]);
  expect(await value('select count(*)::int from selfdb.rights_changes')).toBe(0);
});

it('only the system can write changes of rights', async () => {
  const role = `other_${crypto.randomUUID().slice(0, 8)}`;
  await asSuperuser(`create role ${role}; grant create, usage on schema public, selfdb to ${role}`);
  await asSuperuser(`set role ${role}; create table public.${role} (id text, role text, is_active boolean)`);
  const as = (statement: string) => asSuperuser(`set role ${role}; ${statement}`);
  for (const statement of [
    `insert into selfdb.rights_changes (kind, id, now) values ('user', 'x', '{}')`,
    `select selfdb.tell_rights('user', 'x', '{}')`,
    ...[
      'tell_user_rights',
      'tell_session_rights',
      'tell_table_rights',
      'note_table_name',
      'follow_realtime_flag',
    ].map(
      (name) =>
        `create trigger t after update on public.${role} for each row execute function selfdb.${name}()`,
    ),
  ]) {
    await expect(as(statement), statement).rejects.toThrow('permission denied');
  }
  await asSuperuser(`drop owned by ${role}; drop role ${role}`);
});

it('a change of rights is reported, by whichever role it was made', async () => {
  const [role, person] = [`other_${crypto.randomUUID().slice(0, 8)}`, await createPerson()];
  await asSuperuser(`create role ${role}; grant usage on schema selfdb to ${role};
    grant select, update on selfdb.users to ${role}`);
  await using feed = await openFeed();
  await asSuperuser(
    `set role ${role}; update selfdb.users set is_active = false where id = '${person.userId}'`,
  );
  expect(await feed.until(1)).toMatchObject([
    { type: 'rights', id: person.userId, now: { is_active: false } },
  ]);
  await asSuperuser(`drop owned by ${role}; drop role ${role}`);
});

it('an unreadable change of rights is counted, and is a gap for all readers', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await feed.until(1);
  await rows(`insert into selfdb.rights_changes (kind, id, now) values ('user', 'x', '[]')`);
  await rows(`insert into ${table.sql} (n) values (2)`);
  const [, gap, next] = await feed.until(3);
  expect([gap, next]).toMatchObject([
    { type: 'gap', reason: expect.stringMatching(/could not be read/) },
    { type: 'row' },
  ]);
  expect(await feed.inside((it) => it.status())).toMatchObject({ state: 'streaming', skipped: 1 });
  const range = { relid: table.relid, userId: undefined, since: feed.from, through: feed.reader.through };
  expect(await feed.inside((it) => it.replay(range))).toMatchObject({
    gap: expect.stringMatching(/could not be read/),
  });
  const since = gap?.cursor ?? '';
  expect(await feed.inside((it) => it.replay({ ...range, since }))).toMatchObject({
    items: [{ type: 'row' }],
  });
  await rows('delete from selfdb.rights_changes');
});

it('a feed that reads across the upgrade to rights as rows reports one gap and keeps its history', async () => {
  const table = await createTable('n int');
  const before = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await before.until(1);
  await before.stop();
  await rows(`insert into ${table.sql} (n) values (2)`);
  await rows(`select selfdb.tell_rights('start', '', null)`);
  await rows(`insert into ${table.sql} (n) values (3)`);
  await using feed = await openFeed({ name: before.name });
  const { items } = feed.reader;
  await until(
    () => payloadsOf(items).at(-1)?.new?.n === 3,
    () => 'the last row did not come',
  );
  const gaps = items.filter(({ type }) => type === 'gap');
  expect(gaps).toMatchObject([{ reason: expect.stringMatching(/upgraded/) }]);
  expect(items.at(-2)).toBe(gaps[0]);
  expect(epochOf(gaps[0]?.cursor ?? '')).toBe(epochOf(before.from));
});

it('a replay across a change of rights of its table or user is a gap, but not on a later page', async () => {
  const [table, person, other] = [await createTable('n int'), await createPerson(), await createPerson()];
  await using feed = await openFeed();
  const promote = ({ userId }: { userId: string }) =>
    rows(`update selfdb.users set role = 'ADMIN' where id = $1`, [userId]);
  await promote(other);
  await rows(`insert into ${table.sql} (n) select generate_series(1, 10000)`);
  await feed.until(10_001);
  const range = { relid: table.relid, userId: person.userId, since: feed.from, through: feed.reader.through };
  const replay = (over: Partial<ReplayRange> = {}, after?: Cursor) =>
    feed.inside((it) => it.replay({ ...range, ...over }, after));
  const GAP = { gap: expect.stringMatching(/Access .* may have changed/), cursor: range.through };
  const first = await replay();
  expect(first).toMatchObject({ items: expect.any(Array), next: expect.any(String) });

  await promote(person);
  await feed.until(10_002);
  expect(await replay()).toEqual(GAP);
  const next = 'next' in first ? first.next : undefined;
  expect(await replay({}, next)).toMatchObject({ items: expect.any(Array) });
  for (const userId of [other.userId, undefined]) {
    expect(await replay({ userId, since: range.through })).toMatchObject({ items: [] });
  }

  await rows(`update selfdb.tables set access = 'public' where id = $1`, [table.id]);
  await rows(`update selfdb.tables set access = 'owner' where id = $1`, [table.id]);
  await feed.until(10_004);
  expect(await replay({ userId: undefined })).toEqual(GAP);
  const through = feed.reader.through;
  expect(await replay({ since: through, through })).toMatchObject({ items: [] });
});
