import type { Problem } from '@selfdb/server/testing/client';
import { ENDINGS, type Person } from '@selfdb/server/testing/people';
import { duringTransaction, rows } from '@selfdb/server/testing/postgres';
import type { Access } from '@selfdb/shared/contract/access';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';
import { adoptTable, contents, list, newName, type OwnTable, type Row } from '../testing/tables.ts';

let me: Person;
let other: Person;

beforeAll(async () => {
  [me, other] = [await createPerson(), await createPerson()];
});

/** A table whose row 1 names the user, row 2 another user and row 3 no user. */
async function createNotes(access: Access = 'users', userColumn = 'user_id uuid'): Promise<OwnTable> {
  const name = newName('notes');
  await rows(
    `create table public.${name} (id int primary key, n int default 0, t text unique, ${userColumn})`,
  );
  const table = await adoptTable(name, { access });
  if (/^user_id/.test(userColumn)) {
    await rows(
      `insert into public.${name} (id, t, user_id) values (1, 'one', $1), (2, 'two', $2), (3, 'three', null)`,
      [me.userId, other.userId],
    );
  } else await rows(`insert into public.${name} (id, t) values (1, 'one'), (2, 'two'), (3, 'three')`);
  return table;
}

type Result = Row & Problem;
const patch = (
  { id }: OwnTable,
  token: string | undefined,
  row: number | string,
  json: unknown,
  query = '',
) => call<Result>('PATCH', `/tables/${id}/data/${row}${query}`, { token, json });
const remove = ({ id }: OwnTable, token: string | undefined, row: number | string, query = '') =>
  call<Result>('DELETE', `/tables/${id}/data/${row}${query}`, { token });
const numbers = async ({ name }: OwnTable) =>
  Object.fromEntries((await contents(name)).map(({ id, n }) => [id, n]));

const FORBIDDEN = "Only the row's user, the table's owner or an administrator may do this.";
const FOR_OWNER = "Only the table's owner or an administrator may do this.";
const UNTOUCHED = { 1: 0, 2: 0, 3: 0 };

describe.each(['public', 'users'] as const)('in a table for %s', (access) => {
  it('a user changes and deletes the row that names them, each in one round trip', async () => {
    const table = await createNotes(access);
    expect((await patch(table, me.token, 1, { n: 1 })).body).toMatchObject({
      id: 1,
      n: 1,
      user_id: me.userId,
    });
    expect(await gatewayRequests(() => patch(table, me.token, 1, { n: 5, user_id: me.userId }))).toBe(1);
    expect(await numbers(table)).toEqual({ 1: 5, 2: 0, 3: 0 });
    const requests = await gatewayRequests(async () => {
      expect((await remove(table, me.token, 'one', '?id_column=t')).status).toBeLessThan(300);
    });
    expect([requests, await numbers(table)]).toEqual([1, { 2: 0, 3: 0 }]);
  });

  it.each([2, 3])('another row, %i, is forbidden', async (row) => {
    const table = await createNotes(access);
    await list(table);
    for (const work of [
      () => patch(table, me.token, row, { n: 1 }),
      () => patch(table, me.token, row, { user_id: me.userId }),
      () => remove(table, me.token, row),
    ]) {
      const requests = await gatewayRequests(async () => {
        const { status, body } = await work();
        expect([status, body.code, body.detail]).toEqual([403, 'forbidden', FORBIDDEN]);
      });
      expect(requests).toBe(1);
    }
    expect(await numbers(table)).toEqual(UNTOUCHED);
  });

  it('a row that does not exist is 404', async () => {
    const table = await createNotes(access);
    expect((await patch(table, me.token, 9, { n: 1 })).status).toBe(404);
    expect((await remove(table, me.token, 9)).status).toBe(404);
  });

  it.each([
    ['another user', () => other.userId],
    ['no user', () => null],
  ])("a row can't be given to %s", async (_who, to) => {
    const table = await createNotes(access);
    const before = await contents(table.name);
    const { status, body } = await patch(table, me.token, 1, { n: 1, user_id: to() });
    expect([status, body.code, body.detail]).toEqual([
      403,
      'forbidden',
      expect.stringMatching(/can't give it/),
    ]);
    expect(await contents(table.name)).toEqual(before);
  });

  it('the owner and an administrator change every row, and give it to others', async () => {
    const table = await createNotes(access);
    for (const { token } of [table.owner, await createAdmin()]) {
      expect((await patch(table, token, 1, { user_id: other.userId })).body.user_id).toBe(other.userId);
      expect((await patch(table, token, 1, { user_id: me.userId })).body.user_id).toBe(me.userId);
    }
    expect((await remove(table, table.owner.token, 3)).status).toBeLessThan(300);
    expect((await remove(table, table.owner.token, 3)).status).toBe(404);
  });

  it('by filter or upsert, only the owner changes rows', async () => {
    const table = await createNotes(access);
    const filter = `?filter=${encodeURIComponent('{"id":1}')}`;
    const path = `/tables/${table.id}/data`;
    const json = { id: 1, n: 1, user_id: me.userId };
    for (const [method, url, body] of [
      ['PATCH', path + filter, { n: 1 }],
      ['DELETE', path + filter, undefined],
      ['POST', `${path}?on_conflict=id`, json],
      ['POST', `${path}?on_conflict=id`, [json]],
    ] as const) {
      const answer = await call<Problem>(
        method,
        url,
        body ? { token: me.token, json: body } : { token: me.token },
      );
      expect([answer.status, answer.body.detail]).toEqual([403, FOR_OWNER]);
      expect((await call(method, url, body ? { json: body } : {})).status).toBe(401);
    }
    expect(await numbers(table)).toEqual(UNTOUCHED);
  });

  it('callers who are not logged in change nothing', async () => {
    const table = await createNotes(access);
    expect((await patch(table, undefined, 1, { n: 1 })).status).toBe(401);
    expect((await remove(table, undefined, 3)).status).toBe(401);
    expect(await numbers(table)).toEqual(UNTOUCHED);
  });

  it.each(ENDINGS)('nothing is changed with a token that %s', async (_what, ending) => {
    const gone = await createPerson();
    const table = await createNotes(access);
    await rows(`update public.${table.name} set user_id = $1`, [gone.userId]);
    await list(table);
    await rows(ending, [gone.userId]);
    expect((await patch(table, gone.token, 1, { n: 1 })).status).toBe(401);
    expect((await remove(table, gone.token, 1)).status).toBe(401);
    expect(await numbers(table)).toEqual(UNTOUCHED);
  });
});

it("in a table for its owner, a user can't change the rows that name them", async () => {
  const table = await createNotes('owner');
  for (const answer of [await patch(table, me.token, 1, { n: 1 }), await remove(table, me.token, 1)]) {
    expect([answer.status, answer.body.detail]).toEqual([403, FOR_OWNER]);
  }
  expect(await numbers(table)).toEqual(UNTOUCHED);
});

describe('the column user_id', () => {
  const domain = newName('who');

  it.each([
    'user_id text',
    'user_id varchar',
    'user_id varchar(40)',
    'user_id char(40)',
    `user_id ${domain}`,
    `user_id ${domain}_text`,
  ])('counts as %s', async (column) => {
    await rows(`do $$ begin
      create domain public.${domain} as uuid; create domain public.${domain}_text as varchar(36);
      exception when duplicate_object then null; end $$`);
    const table = await createNotes('users', column);
    expect((await patch(table, me.token, 1, { n: 1 })).body).toMatchObject({ n: 1 });
    expect((await patch(table, me.token, 2, { n: 1 })).status).toBe(403);
    expect((await patch(table, me.token, 3, { n: 1 })).status).toBe(403);
    expect((await patch(table, me.token, 1, { user_id: other.userId })).status).toBe(403);
    expect((await remove(table, me.token, 2)).status).toBe(403);
    expect((await remove(table, me.token, 1)).status).toBeLessThan(300);
    expect(await numbers(table)).toEqual({ 2: 0, 3: 0 });
  });

  it('names the user in upper case too, but not by a text that only resembles the id', async () => {
    const collation = newName('any');
    await rows(
      `create collation public.${collation} (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`,
    );
    const table = await createNotes('users', `user_id text collate public.${collation}`);
    const put = (text: string) => rows(`update public.${table.name} set user_id = $1 where id = 1`, [text]);
    await put(me.userId.toUpperCase());
    expect((await patch(table, me.token, 1, { n: 1 })).status).toBe(200);
    for (const text of [`${me.userId} `, `{${me.userId}}`, me.userId.replace('-', '\u00ad-'), '%', '']) {
      await put(text);
      expect((await patch(table, me.token, 1, { n: 2 })).status).toBe(403);
    }
    expect(await numbers(table)).toEqual({ ...UNTOUCHED, 1: 1 });
  });

  it.each([
    'other uuid',
    '"USER_ID" uuid',
    'user_id int',
    'user_id jsonb',
    'user_id uuid[]',
    'user_id bytea',
  ])('does not count as %s: only the owner changes rows', async (column) => {
    const name = newName('notes');
    await rows(`create table public.${name} (id int primary key, n int default 0, ${column})`);
    await rows(`insert into public.${name} values (1)`);
    const table = await adoptTable(name, { access: 'public' });
    expect((await patch(table, me.token, 1, { n: 1 })).body.detail).toBe(FOR_OWNER);
    expect((await remove(table, me.token, 1)).body.detail).toBe(FOR_OWNER);
    expect((await patch(table, table.owner.token, 1, { n: 1 })).status).toBe(200);
  });

  it('counts as soon as SQL adds it, and no longer when SQL changes its type', async () => {
    const table = await createNotes('users', 'other int');
    expect((await patch(table, me.token, 1, { n: 1 })).status).toBe(403);
    await rows(`alter table public.${table.name} add user_id uuid default '${me.userId}'`);
    expect((await patch(table, me.token, 1, { n: 1 })).status).toBe(200);
    await rows(`alter table public.${table.name} alter user_id drop default,
      alter user_id type bytea using '\\x00'`);
    expect((await patch(table, me.token, 1, { n: 2 })).status).toBe(403);
    expect((await remove(table, me.token, 1)).status).toBe(403);
  });

  it('is checked as triggers leave it', async () => {
    const table = await createNotes();
    await rows(`create function public.${table.name}_give() returns trigger language plpgsql as $$
      begin new.user_id := '${other.userId}'; return new; end $$;
      create trigger give before update on public.${table.name} for each row execute function public.${table.name}_give()`);
    expect((await patch(table, me.token, 1, { n: 1 })).status).toBe(403);
    expect(await numbers(table)).toEqual(UNTOUCHED);
  });

  it.each(['stored', 'virtual'])('is checked if it is generated (%s)', async (kind) => {
    const name = newName('notes');
    await rows(
      `create table public.${name} (id int primary key, who text, user_id text generated always as (lower(who)) ${kind})`,
    );
    await rows(`insert into public.${name} values (1, $1), (2, $2)`, [me.userId, other.userId]);
    const table = await adoptTable(name, { access: 'users' });
    expect((await patch(table, me.token, 1, { who: me.userId.toUpperCase() })).status).toBe(200);
    expect((await patch(table, me.token, 1, { who: other.userId })).status).toBe(403);
    expect((await patch(table, me.token, 2, { who: me.userId })).status).toBe(403);
    expect(await contents(name)).toMatchObject([
      { id: 2, who: other.userId },
      { id: 1, who: me.userId.toUpperCase() },
    ]);
  });
});

describe('with two changes at the same time', () => {
  const given = (table: OwnTable, to: Person) =>
    [`update public.${table.name} set user_id = $1 where id in (1, 2)`, [to.userId]] satisfies [
      string,
      unknown[],
    ];

  it('a row that was given to another user can no longer be changed', async () => {
    for (const work of [
      (table: OwnTable) => patch(table, me.token, 1, { n: 1 }),
      (table: OwnTable) => remove(table, me.token, 1),
    ]) {
      const table = await createNotes();
      expect((await duringTransaction([given(table, other)], () => work(table))).status).toBe(403);
      expect(await numbers(table)).toEqual(UNTOUCHED);
    }
  });

  it('after the table was restricted to its owner, only the owner can change the row', async () => {
    const table = await createNotes();
    expect((await patch(table, me.token, 1, { n: 1 })).status).toBe(200);
    await rows(`update selfdb.tables set access = 'owner' where id = $1`, [table.id]);
    expect((await patch(table, me.token, 1, { n: 2 })).status).toBe(403);
    expect((await remove(table, me.token, 1)).status).toBe(403);
    expect(await numbers(table)).toMatchObject({ 1: 1 });
  });
});
