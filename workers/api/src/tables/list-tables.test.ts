import type { Problem } from '@selfdb/server/testing/client';
import { ENDINGS, type Person } from '@selfdb/server/testing/people';
import { asSuperuser, rows, value } from '@selfdb/server/testing/postgres';
import type { Table } from '@selfdb/shared/tables/schema';
import pg from 'pg';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';
import { createTable, newName, type OwnTable } from '../testing/tables.ts';

const mark = newName('mark');
let owner: Person;
let closed: OwnTable;

beforeAll(async () => {
  owner = await createPerson();
  await createTable({}, { owner, public: true, name: `${mark}_open` });
  closed = await createTable({}, { owner, name: `${mark}_closed` });
  await rows(`update selfdb.tables set description = 'Fifty 50% of_it \\ ' where id = $1`, [closed.id]);
});

async function names(query: Record<string, string>, token: string | undefined): Promise<string[]> {
  const { status, body, text } = await call<Table[]>('GET', `/tables?${new URLSearchParams(query)}`, {
    token,
  });
  if (status !== 200) throw new Error(text);
  return body.map(({ name }) => name.replace(`${mark}_`, ''));
}

const count = async (query: Record<string, string>, token: string | undefined) =>
  (await call<{ count: number }>('GET', `/tables/count?${new URLSearchParams(query)}`, { token })).body.count;

describe('a list holds', () => {
  it.each<[string, () => Promise<string | undefined>, string[]]>([
    ['public tables for anyone', async () => undefined, ['open']],
    ['public tables for a user', async () => (await createPerson()).token, ['open']],
    ['their own too for the owner', async () => owner.token, ['closed', 'open']],
    ['all for an ADMIN', async () => (await createAdmin()).token, ['closed', 'open']],
  ])('%s, and the count agrees', async (_who, tokenOf, expected) => {
    const token = await tokenOf();
    expect(await names({ search: mark, sort_by: 'name', sort_order: 'asc' }, token)).toEqual(expected);
    expect(await count({ search: mark }, token)).toBe(expected.length);
    expect(await gatewayRequests(() => names({ search: mark }, token))).toBe(1);
    expect(await gatewayRequests(() => count({ search: mark }, token))).toBe(1);
  });

  it.each(ENDINGS)('nothing when the token %s', async (_what, ending) => {
    const person = await createPerson();
    await rows(ending, [person.userId]);
    for (const path of ['/tables', '/tables/count']) {
      expect((await call('GET', path, { token: person.token })).status).toBe(401);
    }
  });

  it('matches regardless of case, in any script', async () => {
    const [admin, name] = [await createAdmin(), newName('kind')];
    await rows(`create table public."${name}_ПРИВЕТ" (id int)`);
    const search = `${name}_привет`;
    expect(await names({ search }, admin.token)).toEqual([`${name}_ПРИВЕТ`]);
    expect(await count({ search }, admin.token)).toBe(1);
  });

  it('tables and partitioned tables, but no views, partitions or others', async () => {
    const [admin, name] = [await createAdmin(), newName('kind')];
    await rows(`create table public.${name}_table (id int); create view public.${name}_view as select 1 as x;
      create materialized view public.${name}_mat as select 1 as x; create sequence public.${name}_seq;
      create table public.${name}_parted (id int) partition by list (id);
      create table public.${name}_part partition of public.${name}_parted default;
      create table public."${name} Capital "" quote" (id int);
      create schema ${name}; create table ${name}.${name}_elsewhere (id int)`);
    const found = await names({ search: name, sort_by: 'name', sort_order: 'asc' }, admin.token);
    expect(found).toEqual([`${name} Capital " quote`, `${name}_parted`, `${name}_table`]);
    expect(await names({ search: name }, owner.token)).toEqual([]);
    expect(await names({ search: 'selfdb' }, admin.token)).toEqual([]);
  });

  it('a table that was just created with SQL, for callers at the same time', async () => {
    const admin = await createAdmin();
    for (let round = 0; round < 10; round += 1) {
      const name = newName('sql');
      await rows(`create table public.${name} (id int)`);
      const lists = await Promise.all(Array.from({ length: 8 }, () => names({ search: name }, admin.token)));
      expect(lists).toEqual(Array(8).fill([name]));
    }
  });
});

describe('search', () => {
  it.each<[string, string[]]>([
    [mark.toUpperCase(), ['open', 'closed']],
    ['0% OF_', ['closed']],
    ['%', ['closed']],
    ['\\', ['closed']],
    ["'", []],
  ])('finds "%s" in names and descriptions, literally', async (search, expected) => {
    expect((await names({ search }, owner.token)).sort()).toEqual([...expected].sort());
    expect(await count({ search }, owner.token)).toBe(expected.length);
  });
});

describe('pages', () => {
  it('are sorted, skipped and limited', async () => {
    const person = await createPerson();
    const search = newName('page');
    const made = Array.from({ length: 5 }, (_, i) => `${search}_${i}`);
    for (const name of made) await createTable({}, { owner: person, name });
    const own = async (query: Record<string, string>) => {
      const all = await names({ search, ...query }, person.token);
      return all.filter((name) => made.includes(name)).map((name) => made.indexOf(name));
    };
    await call('PATCH', `/tables/${await idOf(made[1])}`, { token: person.token, json: {} });
    expect(await own({})).toEqual([4, 3, 2, 1, 0]);
    expect(await own({ sort_order: 'asc' })).toEqual([0, 1, 2, 3, 4]);
    expect(await own({ sort_by: 'updated_at' })).toEqual([1, 4, 3, 2, 0]);
    expect(await own({ skip: '1', limit: '2' })).toEqual([3, 2]);
    expect(await names({ skip: '100000' }, person.token)).toEqual([]);
  });

  it.each([
    'skip=-1',
    'skip=x',
    'skip=99999999999999999',
    'limit=0',
    'limit=1001',
    'sort_by=owner_id',
    'sort_by=name;drop',
    'sort_order=DESC',
    `search=${'x'.repeat(101)}`,
    'search=%00',
    'page=1',
    '__proto__=1',
  ])('are refused with %s', async (query) => {
    const { status, text } = await call('GET', `/tables?${query}`, { token: owner.token });
    expect(status).toBe(422);
    expect(JSON.parse(text).detail[0].loc).toEqual(['query', query.split('=')[0]]);
  });
});

const idOf = (name: string | undefined) =>
  value('select id from selfdb.tables where relid = $1::regclass', [`public.${name}`]);

it('lists and counts while tables are created and dropped', async () => {
  const [admin, person] = [await createAdmin(), await createPerson()];
  const churn = async () => {
    for (let i = 0; i < 5; i++) {
      const own = await createTable({ a: { type: 'text' } }, { owner: person });
      const name = newName('sql');
      await rows(`create table public.${name} (id int)`);
      await call('DELETE', `/tables/${own.id}`, { token: person.token });
      await rows(`drop table public.${name}`);
    }
  };
  const look = async () => {
    for (let i = 0; i < 6; i++) {
      const { status } = await call('GET', '/tables?limit=200', { token: admin.token });
      expect(status).toBe(200);
    }
  };
  await Promise.all([churn(), churn(), look(), look()]);
});

it('leaves out tables that another role of the database does not share', async () => {
  const [admin, name] = [await createAdmin(), newName('foreign')];
  await asSuperuser(`create table public.${name} (id int primary key, t text)`);
  expect(await names({ search: name }, admin.token)).toEqual([]);
  await asSuperuser(`grant select on public.${name} to selfdb_sql`);
  expect(await names({ search: name }, admin.token)).toEqual([name]);
  const { token } = admin;
  const path = `/tables/${await idOf(name)}`;
  expect((await call('GET', `${path}/data`, { token })).status).toBe(200);
  const inserted = await call<Problem>('POST', `${path}/data`, { token, json: { id: 1 } });
  expect([inserted.status, inserted.body.detail]).toEqual([
    403,
    `Postgres refused this: permission denied for table ${name}.`,
  ]);
  expect((await call('PATCH', `${path}/columns/t`, { token, json: { new_name: 'u' } })).status).toBe(409);
  expect((await call('DELETE', `${path}/columns/t`, { token })).status).toBe(409);
});

it('does not wait for a table that is being altered', async () => {
  const table = await createTable({ n: { type: 'integer', default: 1 } });
  const altering = new pg.Client({ connectionString: inject('databaseUrl') });
  await altering.connect();
  try {
    await altering.query(`begin; alter table public."${table.name}" add column later integer`);
    const path = `/tables?search=${table.name}`;
    const { status, body } = await call<Table[]>('GET', path, { token: table.owner.token });
    expect([status, body.map(({ name }) => name)]).toEqual([200, [table.name]]);
  } finally {
    await altering.end();
  }
}, 10_000);
