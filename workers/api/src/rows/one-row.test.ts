import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import {
  adoptTable,
  contents,
  createTable,
  insert,
  newName,
  type OwnTable,
  type Row,
} from '../testing/tables.ts';

const path = ({ id }: OwnTable, row: string, query = '') =>
  `/tables/${id}/data/${encodeURIComponent(row)}${query}`;
const get = (table: OwnTable, row: string, query = '') =>
  call<Row & Problem>('GET', path(table, row, query), { token: table.owner.token });
const patch = (table: OwnTable, row: string, json: unknown, query = '') =>
  call<Row & Problem>('PATCH', path(table, row, query), { token: table.owner.token, json });
const remove = (table: OwnTable, row: string, query = '') =>
  call<Problem>('DELETE', path(table, row, query), { token: table.owner.token });

describe('a row by its key', () => {
  it('is read, changed and deleted, each in one round trip', async () => {
    const table = await createTable({ n: { type: 'integer' }, t: { type: 'text' } });
    const { body } = await insert(table, { n: 1, t: 'keep' });
    const id = String(body.id);
    await get(table, id);
    expect(await gatewayRequests(() => get(table, id))).toBe(1);
    expect((await get(table, id)).body).toEqual(body);
    const changed = await patch(table, id, { n: 2 });
    expect(changed.body).toEqual({ ...body, n: 2, updated_at: changed.body.updated_at });
    expect(String(changed.body.updated_at) > String(body.updated_at)).toBe(true);
    expect(await gatewayRequests(() => patch(table, id, { n: 3 }))).toBe(1);
    expect(await gatewayRequests(() => remove(table, id))).toBe(1);
    expect(await contents(table.name)).toEqual([]);
  });

  it('that does not exist is 404 for each', async () => {
    const table = await createTable({ n: { type: 'integer' } });
    const nowhere = '018f0000-0000-7000-8000-000000000001';
    for (const { status, body } of [
      await get(table, nowhere),
      await patch(table, nowhere, { n: 1 }),
      await remove(table, nowhere),
    ]) {
      expect([status, body.code, body.detail]).toEqual([404, 'not_found', 'There is no such row.']);
    }
  });

  it.each([
    ['a column that is one of two keys', 'primary key (a, b), unique (a)', '?id_column=a'],
    ['a primary key that is checked late', 'primary key (a) deferrable', ''],
    ['such a key with another index', 'primary key (a) deferrable, unique (a)', '?id_column=a'],
  ])('is found by %s', async (_what, keys, query) => {
    const name = newName();
    await rows(`create table public.${name} (a integer, b integer, ${keys})`);
    const table = await adoptTable(name);
    await rows(`insert into public.${name} values (1, 2)`);
    for (let times = 0; times < 2; times += 1) {
      expect((await get(table, '1', query)).body).toEqual({ a: 1, b: 2 });
    }
  });

  it('is found regardless of case by a uuid, but not by a text', async () => {
    const table = await createTable({ code: { type: 'text', unique: true } });
    const { body } = await insert(table, { code: 'Ab' });
    expect((await get(table, String(body.id).toUpperCase())).status).toBe(200);
    expect((await get(table, 'Ab', '?id_column=code')).status).toBe(200);
    expect((await get(table, 'AB', '?id_column=code')).status).toBe(404);
  });

  it.each(['x', 'a b', 'a/b', 'a%b', '"', "'", '\\', 'é', '💡', '?#&', 'count'])(
    'may be the text %s',
    async (id) => {
      const table = await createTable({ id: { type: 'text' }, n: { type: 'integer' } });
      await insert(table, { id, n: 1 });
      expect((await get(table, id)).body).toMatchObject({ id, n: 1 });
      expect((await patch(table, id, { n: 2 })).body).toMatchObject({ id, n: 2 });
      expect((await remove(table, id)).status).toBe(200);
    },
  );

  it.each([
    ['uuid', 'x'],
    ['integer', 'x'],
    ['integer', '1.5'],
    ['integer', '99999999999'],
    ['bigint', '1e3'],
  ])('that is no %s, as %s, is 422 and names the column', async (type, row) => {
    const table = await createTable({ id: { type } });
    for (const { status, body } of [
      await get(table, row),
      await patch(table, row, { id: null }),
      await remove(table, row),
    ]) {
      expect([status, body.detail]).toEqual([422, [expect.objectContaining({ loc: ['path', 'row_id'] })]]);
      expect(JSON.stringify(body.detail)).toContain('id');
    }
  });

  it('is refused if it contains NUL or is too long', async () => {
    const table = await createTable({ id: { type: 'text' } });
    expect((await get(table, 'a\0b')).status).toBe(422);
    expect((await get(table, 'x'.repeat(2001))).status).toBe(422);
    expect(
      (await call('GET', `/tables/${table.id}/data/%ff`, { token: table.owner.token })).status,
    ).toBeLessThan(500);
  });
});

describe('another column as the key', () => {
  it('must be unique', async () => {
    const table = await createTable({ code: { type: 'text', unique: true }, n: { type: 'integer' } });
    await insert(table, { code: 'a', n: 1 });
    expect((await get(table, 'a', '?id_column=code')).body).toMatchObject({ n: 1 });
    expect((await patch(table, 'a', { n: 2 }, '?id_column=code')).body).toMatchObject({ n: 2 });
    for (const column of ['n', 'nope', 'ctid', '__proto__']) {
      for (const answer of [
        await get(table, '1', `?id_column=${column}`),
        await patch(table, '1', { n: 3 }, `?id_column=${column}`),
        await remove(table, '1', `?id_column=${column}`),
      ]) {
        expect([answer.status, answer.body.detail]).toEqual([
          422,
          [expect.objectContaining({ loc: ['query', 'id_column'] })],
        ]);
      }
    }
    expect((await remove(table, 'a', '?id_column=code')).status).toBe(200);
  });

  it('is required if the primary key has two columns or there is none', async () => {
    const key = { type: 'text', primary_key: true };
    const table = await createTable({ a: key, b: key, u: { type: 'integer', unique: true } });
    await insert(table, { a: 'x', b: 'y', u: 5 });
    const { status, body } = await get(table, 'x');
    expect([status, body.detail]).toEqual([422, [expect.objectContaining({ loc: ['query', 'id_column'] })]]);
    expect((await get(table, '5', '?id_column=u')).body).toMatchObject({ a: 'x' });
    const name = newName();
    await rows(`create table public.${name} (a int, b int); create unique index on public.${name} (a) where b > 0;
      create unique index on public.${name} (a, b); create unique index on public.${name} ((a + b))`);
    const keyless = await adoptTable(name);
    for (const query of ['', '?id_column=a', '?id_column=b'])
      expect((await get(keyless, '1', query)).status).toBe(422);
  });

  it('may have any name', async () => {
    for (const name of ['r', 'open', 'my_role', 'body', 'a"b', '__proto__']) {
      const table = await createTable(JSON.parse(`{${JSON.stringify(name)}:{"type":"text","unique":true}}`));
      await insert(table, `{${JSON.stringify(name)}:"x"}`);
      const query = `?id_column=${encodeURIComponent(name)}`;
      expect((await get(table, 'x', query)).status).toBe(200);
      const { token } = table.owner;
      const changed = await call('PATCH', path(table, 'x', query), {
        token,
        body: `{${JSON.stringify(name)}:"y"}`,
      });
      expect([changed.status, changed.text]).toEqual([
        200,
        expect.stringContaining(`${JSON.stringify(name)}:"y"`),
      ]);
      expect((await remove(table, 'y', query)).status).toBe(200);
    }
  });
});

describe('a change', () => {
  it('keeps every digit and every other column', async () => {
    const table = await createTable({ big: { type: 'bigint' }, doc: { type: 'json' }, t: { type: 'text' } });
    const { body } = await insert(table, { t: 'keep' });
    const { token } = table.owner;
    const sent = '{"big":9007199254740993,"doc":{"n":1.50}}';
    const { status, text } = await call('PATCH', path(table, String(body.id)), { token, body: sent });
    expect(status).toBe(200);
    expect(text).toContain('"big":9007199254740993,"doc":{"n":1.50},"t":"keep"');
  });

  it('may change the key itself', async () => {
    const table = await createTable({ id: { type: 'integer' } });
    await insert(table, { id: 1 });
    expect((await patch(table, '1', { id: 2 })).body).toMatchObject({ id: 2 });
    expect((await get(table, '1')).status).toBe(404);
  });

  it.each([
    ['{}', 422],
    ['[]', 422],
    ['[{"n":1}]', 422],
    ['null', 422],
    ['5', 422],
    ['{"nope":1}', 422],
    ['{"n":"x"}', 422],
    ['{"n":null}', 422],
    ['{"g":5}', 422],
    ['{"n":7}', 409],
    ['{', 400],
    ['', 422],
  ])('by %j is %d and changes nothing', async (body, expected) => {
    const table = await createTable({ n: { type: 'integer', nullable: false, unique: true } });
    await rows(`alter table public.${table.name} add column g int generated always as (n * 2) stored`);
    const { body: row } = await insert(table, { n: 1 });
    await insert(table, { n: 7 });
    const before = await contents(table.name);
    const { token } = table.owner;
    const filter = `?filter=${encodeURIComponent('{"n":1}')}`;
    for (const at of [path(table, String(row.id)), `/tables/${table.id}/data${filter}`]) {
      const answer = await call('PATCH', at, {
        token,
        body,
        headers: { 'Content-Type': 'application/json' },
      });
      expect([answer.status, answer.text]).toEqual([expected, answer.text]);
    }
    expect(await contents(table.name)).toEqual(before);
  });

  it('of rows that are referred to is 409, and so is their deletion', async () => {
    const parent = await createTable({ id: { type: 'integer' } });
    const child = await createTable(
      { p: { type: 'integer', references: `${parent.name}.id` } },
      { owner: parent.owner },
    );
    await insert(parent, { id: 1 });
    await insert(child, { p: 1 });
    for (const answer of [await patch(parent, '1', { id: 2 }), await remove(parent, '1')]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
    }
    expect(await contents(parent.name)).toHaveLength(1);
  });
});
