import type { Problem } from '@selfdb/server/testing/client';
import { rows, value } from '@selfdb/server/testing/postgres';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin } from '../testing/people.ts';
import {
  contents,
  createKnownTable,
  insert,
  list,
  newName,
  type OwnTable,
  type Row,
} from '../testing/tables.ts';

/** Changes made with plain SQL, without `selfdb.tables`, after the worker has used the table. */
const eq = (column: string, operand: unknown) => ({ filter: JSON.stringify({ [column]: operand }) });
const update = ({ id, owner }: OwnTable, path: string, json: unknown) =>
  call<Row & Problem>('PATCH', `/tables/${id}/data${path}`, { token: owner.token, json });
const remove = ({ id, owner }: OwnTable, path: string) =>
  call<Row & Problem>('DELETE', `/tables/${id}/data${path}`, { token: owner.token });
const all = `?filter=${encodeURIComponent('{"id":{"is":"not_null"}}')}`;

describe('when another table takes the name of a renamed one', () => {
  async function renamed(): Promise<[OwnTable, string]> {
    const table = await createKnownTable({ t: { type: 'text' } }, { t: 'mine' });
    const away = newName('away');
    await rows(`alter table public.${table.name} rename to ${away};
      create table public.${table.name} (id uuid primary key default uuidv7(), t text, created_at timestamptz, updated_at timestamptz);
      insert into public.${table.name} (t) values ('theirs')`);
    return [table, away];
  }

  it.each<[string, (table: OwnTable) => Promise<{ text: string }>]>([
    ['a list', (table) => list(table)],
    ['a filtered list', (table) => list(table, eq('t', { neq: 'x' }))],
    ['a search', (table) => list(table, { search: 'i' })],
    [
      'a row',
      async (table) => {
        const id = await value(`select id from public.${await nameOf(table)} limit 1`);
        return call('GET', `/tables/${table.id}/data/${id}`, { token: table.owner.token });
      },
    ],
  ])('%s uses the first', async (_what, read) => {
    const [table] = await renamed();
    const { text } = await read(table);
    expect(text).toContain('mine');
    expect(text).not.toContain('theirs');
  });

  it.each<[string, (table: OwnTable) => Promise<{ status: number }>, unknown[]]>([
    ['an insert', (table) => insert(table, { t: 'new' }), ['mine', 'new']],
    ['a bulk insert', (table) => insert(table, [{ t: 'new' }, {}]), ['mine', 'new', null]],
    ['an upsert', (table) => insert(table, { t: 'new' }, { on_conflict: 'id' }), ['mine', 'new']],
    ['an update', (table) => update(table, all, { t: 'new' }), ['new']],
    ['a delete', (table) => remove(table, all), []],
  ])('%s goes into the first', async (_what, write, expected) => {
    const [table, away] = await renamed();
    expect((await write(table)).status).toBeLessThan(300);
    expect((await contents(away)).map(({ t }) => t)).toEqual(expected);
    expect((await contents(table.name)).map(({ t }) => t)).toEqual(['theirs']);
  });

  it('a change of a column applies to the first', async () => {
    const [table, away] = await renamed();
    const path = `/tables/${table.id}/columns/t`;
    const { status, body } = await call<Table>('PATCH', path, {
      token: table.owner.token,
      json: { new_name: 'u' },
    });
    expect([status, body.name, Object.keys(body.table_schema)]).toEqual([
      200,
      away,
      ['id', 'u', 'created_at', 'updated_at'],
    ]);
    expect((await contents(table.name))[0]).toHaveProperty('t');
  });

  it('dropping the table drops the first', async () => {
    const [table, away] = await renamed();
    expect((await call('DELETE', `/tables/${table.id}`, { token: table.owner.token })).status).toBe(200);
    expect(await value('select to_regclass($1)', [`public.${away}`])).toBeNull();
    expect(await contents(table.name)).toHaveLength(1);
  });
});

function nameOf(table: OwnTable): Promise<unknown> {
  return value('select relid::text from selfdb.tables where id = $1', [table.id]);
}

describe('when the table', () => {
  it('is renamed, its rows are found', async () => {
    const table = await createKnownTable({ t: { type: 'text' } }, { t: 'mine' });
    await rows(`alter table public.${table.name} rename to ${newName('away')}`);
    expect((await list(table)).body.data).toMatchObject([{ t: 'mine' }]);
  });

  it('swaps names with another of the same columns, each keeps its rows', async () => {
    const [a, b] = [
      await createKnownTable({ t: { type: 'text' } }, { t: 'a' }),
      await createKnownTable({ t: { type: 'text' } }, { t: 'b' }),
    ];
    await rows(`alter table public.${a.name} rename to swapping; alter table public.${b.name} rename to ${a.name};
      alter table public.swapping rename to ${b.name}`);
    expect((await list(a)).body.data).toMatchObject([{ t: 'a' }]);
    expect((await list(b)).body.data).toMatchObject([{ t: 'b' }]);
  });

  it.each([
    ['is dropped', ''],
    ['is dropped and made again', 'create table public.NAME (id uuid primary key, t text)'],
    ['is dropped and a view has its name', "create view public.NAME as select 'theirs' as t"],
    ['moves to another schema', 'create table if not exists public.moved_away ()'],
  ])('%s, requests for it are 404', async (what, after) => {
    const table = await createKnownTable({ t: { type: 'text' } }, { t: 'mine' });
    const leave = what.startsWith('moves')
      ? `create schema if not exists elsewhere; alter table public.${table.name} set schema elsewhere`
      : `drop table public.${table.name}`;
    await rows(`${leave}; ${after.replace('NAME', table.name)}`);
    for (const request of [
      () => list(table),
      () => insert<Problem>(table, { t: 'x' }),
      () => update(table, all, { t: 'x' }),
      () => remove(table, all),
      () => call('GET', `/tables/${table.id}`, { token: table.owner.token }),
      () => call('PATCH', `/tables/${table.id}`, { token: table.owner.token, json: { description: 'x' } }),
      () => call('DELETE', `/tables/${table.id}`, { token: table.owner.token }),
    ]) {
      const { status, body } = await request();
      expect([status, body.code]).toEqual([404, 'not_found']);
    }
  });

  it('is changed repeatedly, the next request is right and the one after it costs one round trip', async () => {
    const table = await createKnownTable({});
    for (const column of ['a', 'b', 'c']) {
      await rows(`alter table public.${table.name} add column ${column} integer default 1`);
      const seen = () => list(table, { ...eq(column, 1), sort_by: column });
      expect((await seen()).body.data).toMatchObject([{ [column]: 1 }]);
      expect(await gatewayRequests(seen)).toBe(1);
    }
  });

  it('has a new version, the catalog is read once more and then remembered', async () => {
    const table = await createKnownTable({ t: { type: 'text' } });
    await rows('update selfdb.tables set version = version + 1 where id = $1', [table.id]);
    expect(await gatewayRequests(() => list(table))).toBe(3);
    expect(await gatewayRequests(() => list(table))).toBe(1);
  });

  it('is changed by another copy of the worker, its new version is noticed', async () => {
    const table = await createKnownTable({ t: { type: 'text' } }, { t: '5' });
    await rows(`begin; alter table public.${table.name} alter t type integer using t::integer;
      update selfdb.tables set version = version + 1 where id = '${table.id}'; commit`);
    expect((await list(table, eq('t', { gt: 4 }))).body.data).toMatchObject([{ t: 5 }]);
  });
});

it('a table created with SQL appears once, private and owned by the first ADMIN', async () => {
  const admin = await createAdmin();
  const name = newName('Made With');
  await rows(`create table public."${name}" ("Wide Column" text)`);
  const find = async () => {
    const search = new URLSearchParams({ search: name });
    return (await call<Table[]>('GET', `/tables?${search}`, { token: admin.token })).body;
  };
  const first = await value(
    `select id from selfdb.users where role = 'ADMIN' order by created_at, id limit 1`,
  );
  const [found, ...more] = await find();
  expect(more).toEqual([]);
  expect(found).toMatchObject({ name, public: false, owner_id: first, row_count: 0, metadata: {} });
  expect(found?.table_schema).toEqual({ 'Wide Column': { type: 'text', nullable: true } });
  expect(await find()).toEqual([found]);
  await rows(`drop table public."${name}"; create table public."${name}" (other int)`);
  const [again] = await find();
  expect(again?.id).not.toBe(found?.id);
  expect((await call('GET', `/tables/${found?.id}`, { token: admin.token })).status).toBe(404);
});
