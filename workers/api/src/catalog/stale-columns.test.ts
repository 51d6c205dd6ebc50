import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import {
  adoptTable,
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
const all = `?filter=${encodeURIComponent('{"id":{"is":"not_null"}}')}`;

describe('a column that is added', () => {
  it.each<[string, (table: OwnTable) => Promise<{ status: number; text: string }>]>([
    ['is listed', (table) => list(table)],
    ['is selected', (table) => list(table, { select: 'added' })],
    ['is sorted by', (table) => list(table, { sort_by: 'added' })],
    ['is searched', (table) => list(table, { search: 'new' })],
    ['is filtered by', (table) => list(table, eq('added', 'new'))],
    [
      'is a key',
      (table) => call('GET', `/tables/${table.id}/data/new?id_column=added`, { token: table.owner.token }),
    ],
    ['is updated', (table) => update(table, '/new?id_column=added', { added: 'new ' })],
    ['is shown', (table) => call('GET', `/tables/${table.id}`, { token: table.owner.token })],
  ])('%s', async (_what, use) => {
    const table = await createKnownTable({ t: { type: 'text' } });
    await rows(`alter table public.${table.name} add column added text unique default 'new'`);
    const { status, text } = await use(table);
    expect(status).toBe(200);
    expect(text).toMatch(/"added":("new|\{"type":"text")/);
  });

  it('is written by an insert and filled in by a bulk insert', async () => {
    const table = await createKnownTable({ t: { type: 'text' } });
    await rows(`alter table public.${table.name} add column added text default 'new'`);
    expect((await insert(table, [{ added: 'x' }, {}])).body).toMatchObject([
      { added: 'x' },
      { added: 'new' },
    ]);
  });

  it('can be changed and dropped through the API', async () => {
    const table = await createKnownTable({});
    await rows(`alter table public.${table.name} add column added text, add column other text`);
    const { token } = table.owner;
    const path = `/tables/${table.id}/columns`;
    expect((await call('PATCH', `${path}/added`, { token, json: { new_name: 'x' } })).status).toBe(200);
    expect((await call('DELETE', `${path}/other`, { token })).status).toBe(200);
  });
});

describe('a column that is dropped', () => {
  it('does not exist for any request', async () => {
    const table = await createKnownTable(
      { gone: { type: 'text', unique: true }, t: { type: 'text' } },
      { gone: 'x', t: 'y' },
    );
    await list(table, { search: 'x' });
    await rows(`alter table public.${table.name} drop column gone`);
    expect((await list(table, { search: 'x' })).body.data).toEqual([]);
    expect((await list(table)).body.data[0]).not.toHaveProperty('gone');
    const { token } = table.owner;
    for (const { status, text } of [
      await list(table, eq('gone', 'x')),
      await list(table, { sort_by: 'gone' }),
      await list(table, { select: 'gone' }),
      await insert(table, { gone: 'x' }),
      await insert(table, [{ gone: 'x' }, {}]),
      await update(table, all, { gone: 'x' }),
      await call('GET', `/tables/${table.id}/data/x?id_column=gone`, { token }),
    ]) {
      expect([status, text]).toEqual([422, expect.stringContaining('The table has no column \\"gone\\"')]);
    }
    expect((await call('DELETE', `/tables/${table.id}/columns/gone`, { token })).status).toBe(404);
  });
});

describe('columns that swap names', () => {
  const swap = (name: string, a: string, b: string) =>
    rows(`alter table public.${name} rename ${a} to swapping; alter table public.${name} rename ${b} to ${a};
      alter table public.${name} rename swapping to ${b}`);

  it('are used by their new names', async () => {
    const columns = { a: { type: 'text', unique: true }, b: { type: 'text' } };
    const table = await createKnownTable(columns, { a: '1', b: '2' });
    const { token } = table.owner;
    await list(table, eq('a', '1'));
    await swap(table.name, 'a', 'b');
    expect((await list(table, eq('a', '2'))).body.data).toMatchObject([{ a: '2', b: '1' }]);
    await swap(table.name, 'a', 'b');
    expect((await insert(table, { a: 'x' })).body).toMatchObject({ a: 'x', b: null });
    await swap(table.name, 'a', 'b');
    expect((await call('DELETE', `/tables/${table.id}/data/2?id_column=a`, { token })).status).toBe(422);
    await swap(table.name, 'a', 'b');
    expect((await call('DELETE', `/tables/${table.id}/data/1?id_column=a`, { token })).status).toBe(200);
  });

  it('do not change a row by the old key: another column is the primary key now', async () => {
    const table = await createKnownTable(
      { id: { type: 'integer' }, n: { type: 'integer', nullable: false } },
      { id: 1, n: 2 },
    );
    const path = `/tables/${table.id}/data`;
    await call('GET', `${path}/1`, { token: table.owner.token });
    await rows(`alter table public.${table.name} drop constraint ${table.name}_pkey, add primary key (n)`);
    await rows(`insert into public.${table.name} (id, n) values (2, 1)`);
    expect((await call('GET', `${path}/1`, { token: table.owner.token })).body).toMatchObject({
      id: 2,
      n: 1,
    });
  });

  it('use the key column that has the name now', async () => {
    const table = await createKnownTable(
      { id: { type: 'integer' }, n: { type: 'integer' } },
      { id: 1, n: 2 },
    );
    await swap(table.name, 'id', 'n');
    const path = `/tables/${table.id}/data`;
    expect((await call('GET', `${path}/1`, { token: table.owner.token })).body).toMatchObject({
      id: 2,
      n: 1,
    });
    expect((await call('GET', `${path}/2`, { token: table.owner.token })).status).toBe(404);
  });
});

describe('a type that changes', () => {
  const alter = ({ name }: OwnTable, type: string, using = `c::text::${type}`) =>
    rows(`alter table public.${name} alter c type ${type} using ${using}`);

  it.each([
    ['integer', 5, 'bigint', '9007199254740993'],
    ['integer', 5, 'numeric', '1.5'],
    ['integer', 5, 'text', '"word"'],
    ['text', '5', 'integer', '7'],
    ['text', 'a', 'jsonb', '{"a": 1}', 'to_jsonb(c)'],
    ['boolean', true, 'text', '"perhaps"'],
    ['date', '2020-01-01', 'timestamptz', '"2020-01-01T05:00:00+00:00"', 'c::timestamptz'],
    ['timestamptz', '2020-01-01', 'text', '"2020-02-02"'],
    ['varchar', 'a', 'varchar(3)', '"abc"'],
    ['real', 1.5, 'double precision', '0.1'],
    ['text', 'a', 'text[]', '["a","b"]', 'array[c]'],
    ['integer[]', [1], 'integer', '7', 'c[1]'],
  ])('from %s takes values of its new type: %s', async (from, first, to, json, using = `c::text::${to}`) => {
    const table = await createKnownTable({ c: { type: from } }, { c: first });
    await insert(table, { c: first });
    await list(table, eq('c', { eq: first }));
    await alter(table, to, using);
    const parsed: unknown = JSON.parse(json);
    const written = await insert(table, `{"c":${json}}`);
    expect([written.status, written.text]).toEqual([201, expect.stringContaining(`"c":${json}`)]);
    const found = await list(table, { filter: `{"c":{"eq":${json}}}` });
    expect([found.status, found.body.data.map(({ c }) => c)]).toEqual([200, [parsed]]);
  });

  it('compares values as the new type does', async () => {
    const table = await createKnownTable({ c: { type: 'date' } }, { c: '2020-01-01' });
    const early = eq('c', { lt: '2020-01-01 12:00' });
    expect((await list(table, early)).body.data).toHaveLength(0);
    await alter(table, 'timestamp', 'c::timestamp');
    expect((await list(table, early)).body.data).toHaveLength(1);
  });

  it('is a drop and a new column of the same name', async () => {
    const table = await createKnownTable({ c: { type: 'integer' } }, { c: 5 });
    await list(table, eq('c', 5));
    await rows(
      `alter table public.${table.name} drop column c; alter table public.${table.name} add column c text default '05'`,
    );
    expect((await list(table, eq('c', '05'))).body.data).toHaveLength(1);
    expect((await list(table, eq('c', 5))).body.data).toHaveLength(0);
  });

  describe('is an enum', () => {
    async function enumTable() {
      const [name, mood] = [newName(), newName('Mood')];
      await rows(`create type public."${mood}" as enum ('sad'); create table public.${name} (id int primary key, c "${mood}");
        insert into public.${name} values (1, 'sad')`);
      const table = await adoptTable(name);
      const find = async (c: string) => (await list(table, eq('c', { in: [c] }))).body.data?.length;
      for (let i = 0; i < 3; i++) expect(await find('sad')).toBe(1);
      return { table, name, mood, find };
    }

    it('that is renamed and extended', async () => {
      const { mood, find } = await enumTable();
      await rows(
        `alter type public."${mood}" rename to "M ${mood}"; alter type public."M ${mood}" add value 'glad'`,
      );
      for (let i = 0; i < 3; i++) expect([await find('sad'), await find('glad')]).toEqual([1, 0]);
    });

    it('that is created again, while statements are prepared for the old one', async () => {
      const { table, name, mood, find } = await enumTable();
      await rows(`alter table public.${name} drop column c; drop type public."${mood}";
        create type public."${mood}" as enum ('new'); alter table public.${name} add column c "${mood}" default 'new'`);
      for (let i = 0; i < 3; i++) expect(await find('new')).toBe(1);
      expect((await insert(table, { id: 2, c: 'new' })).status).toBe(201);
      expect((await list(table, eq('c', 'sad'))).status).toBe(422);
    });
  });
});

describe('a property of a column that changes', () => {
  it('default: a bulk insert gets the new one', async () => {
    const table = await createKnownTable({ n: { type: 'integer', default: 1 }, m: { type: 'integer' } });
    const added = async () => (await insert<Row[]>(table, [{ n: 5 }, { m: 1 }])).body.map(({ n }) => n);
    expect(await added()).toEqual([5, 1]);
    await rows(`alter table public.${table.name} alter n set default 2`);
    expect(await added()).toEqual([5, 2]);
    await rows(`alter table public.${table.name} alter n drop default`);
    expect(await added()).toEqual([5, null]);
  });

  it('default: a change of type keeps the new one', async () => {
    const table = await createKnownTable({ n: { type: 'integer', default: 1 } });
    await rows(`alter table public.${table.name} alter n set default 2`);
    const json = { type: 'text' };
    const { body } = await call<Table>('PATCH', `/tables/${table.id}/columns/n`, {
      token: table.owner.token,
      json,
    });
    expect((await insert(table, {})).body).toMatchObject({ n: '2' });
    expect(body.table_schema.n?.type).toBe('text');
  });

  it('primary key: the new key column is not dropped', async () => {
    const table = await createKnownTable({ n: { type: 'integer' } }, { n: 1 });
    await rows(
      `alter table public.${table.name} drop constraint ${table.name}_pkey; alter table public.${table.name} add primary key (n)`,
    );
    const { token } = table.owner;
    expect((await call('DELETE', `/tables/${table.id}/columns/n`, { token })).status).toBe(409);
    expect((await call('DELETE', `/tables/${table.id}/columns/id`, { token })).status).toBe(200);
  });

  it('uniqueness: a column that lost it is refused as a key', async () => {
    const table = await createKnownTable({ code: { type: 'text', unique: true } }, { code: 'x' });
    const path = `/tables/${table.id}/data/x?id_column=code`;
    const { token } = table.owner;
    expect((await call('GET', path, { token })).status).toBe(200);
    await rows(
      `alter table public.${table.name} drop constraint ${table.name}_code_key; insert into public.${table.name} (code) values ('x')`,
    );
    for (const method of ['GET', 'DELETE']) expect((await call(method, path, { token })).status).toBe(422);
    expect((await call('PATCH', path, { token, json: { code: 'y' } })).status).toBe(422);
    expect(await contents(table.name)).toHaveLength(2);
  });

  it('primary key: without it no row is found by id, and with another key another row', async () => {
    const table = await createKnownTable(
      { id: { type: 'integer' }, n: { type: 'integer' } },
      { id: 1, n: 2 },
    );
    const { token } = table.owner;
    const row = (id: number) => `/tables/${table.id}/data/${id}`;
    await rows(
      `alter table public.${table.name} drop constraint ${table.name}_pkey; insert into public.${table.name} (id, n) values (1, 3)`,
    );
    expect((await call('DELETE', row(1), { token })).status).toBe(422);
    expect((await call('GET', row(1), { token })).status).toBe(422);
    expect(await contents(table.name)).toHaveLength(2);
    await rows(`alter table public.${table.name} add primary key (n)`);
    expect((await call('DELETE', row(3), { token })).status).toBe(200);
    expect(await contents(table.name)).toMatchObject([{ id: 1, n: 2 }]);
  });

  it('order: after a change of the key, old cursors are refused', async () => {
    const table = await createKnownTable(
      { id: { type: 'integer' }, n: { type: 'integer', nullable: false } },
      { id: 1, n: 1 },
    );
    await insert(table, [{ id: 2, n: 2 }]);
    const first = await list(table, { page_size: '1' });
    await rows(`alter table public.${table.name} drop constraint ${table.name}_pkey; insert into public.${table.name} (id, n) values (1, 7);
      alter table public.${table.name} add primary key (n)`);
    const second = await list(table, { page_size: '1', cursor: String(first.body.next_cursor) });
    expect([second.status, second.text]).toEqual([
      422,
      expect.stringContaining('belongs to another table or order'),
    ]);
  });

  it('nullability: pages by cursor do not lose rows that are now null', async () => {
    const table = await createKnownTable({ n: { type: 'integer', nullable: false } }, { n: 1 });
    await insert(table, [{ n: 2 }, { n: 3 }]);
    const page = { sort_by: 'n', sort_order: 'asc', page_size: '2' };
    const first = await list(table, page);
    await rows(
      `alter table public.${table.name} alter n drop not null; insert into public.${table.name} (n) values (null)`,
    );
    const second = await list(table, { ...page, cursor: String(first.body.next_cursor) });
    expect(second.body.data.map(({ n }) => n)).toEqual([3, null]);
  });

  it('generation: a column that became generated is not written', async () => {
    const table = await createKnownTable({ n: { type: 'integer' } }, { n: 1 });
    await rows(`alter table public.${table.name} drop column n;
      alter table public.${table.name} add column n integer generated always as (5) stored`);
    expect((await insert(table, { n: 1 })).status).toBe(422);
    expect((await insert(table, {})).body).toMatchObject({ n: 5 });
  });
});
