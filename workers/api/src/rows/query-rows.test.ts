import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import {
  adoptTable,
  createTable,
  insert,
  list,
  newName,
  type OwnTable,
  type Page,
} from '../testing/tables.ts';

const MANY = 20_000;

const query = (table: OwnTable, json: unknown, token: string | undefined = table.owner.token) =>
  call<Page & Problem>('POST', `/tables/${table.id}/data/query`, {
    ...(typeof json === 'string' ? { body: json } : { json }),
    ...(token === undefined ? {} : { token }),
  });

let table: OwnTable;

beforeAll(async () => {
  table = await createTable({ id: { type: 'integer' }, name: { type: 'text' }, big: { type: 'bigint' } });
  await insert(
    table,
    `[${[1, 2, 3, 4, 5, 6, 7].map((id) => `{"id":${id},"name":"n${id % 3}","big":900719925474099${id}}`)}]`,
  );
});

describe('a query by a body', () => {
  it.each<[Record<string, unknown>, Record<string, string>]>([
    [{}, {}],
    [
      { page: 2, page_size: 3 },
      { page: '2', page_size: '3' },
    ],
    [
      { page: '2', page_size: '3' },
      { page: '2', page_size: '3' },
    ],
    [
      { sort_by: 'name', sort_order: 'asc', count: 'none' },
      { sort_by: 'name', sort_order: 'asc', count: 'none' },
    ],
    [
      { search: 'n1', select: 'id,name', count: 'estimated' },
      { search: 'n1', select: 'id,name', count: 'estimated' },
    ],
    [{ filter: { id: { in: [2, 3] } } }, { filter: '{"id":{"in":[2,3]}}' }],
    [{ filter: '{"id":{"gte":6}}' }, { filter: '{"id":{"gte":6}}' }],
    [
      {
        filter: null,
        search: null,
        sort_by: null,
        sort_order: null,
        page: null,
        select: null,
        cursor: null,
        count: null,
      },
      {},
    ],
  ])('of %j returns the same as the list', async (body, parameters) => {
    const listed = await list(table, parameters);
    const queried = await query(table, body);
    expect(queried.status).toBe(200);
    expect({ ...queried.body, next_cursor: !queried.body.next_cursor }).toEqual({
      ...listed.body,
      next_cursor: !listed.body.next_cursor,
    });
  });

  it('continues from a cursor of the list, and the reverse, in one round trip each', async () => {
    const first = await list(table, { page_size: '3' });
    const second = await query(table, { page_size: 3, cursor: first.body.next_cursor });
    const third = await list(table, { page_size: '3', cursor: String(second.body.next_cursor) });
    const ids = [first, second, third].flatMap(({ body }) => body.data.map(({ id }) => id));
    expect(ids).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(await gatewayRequests(() => query(table, { filter: { id: { in: [1] } } }))).toBe(1);
  });

  it('keeps every digit of a number in the filter', async () => {
    const { body } = await query(table, '{"filter":{"big":9007199254740993}}');
    expect(body.data.map(({ id }) => id)).toEqual([3]);
  });

  it('with a trailing slash is the same', async () => {
    const { token } = table.owner;
    const { status } = await call('POST', `/tables/${table.id}/data/query/`, { token, json: {} });
    expect(status).toBe(200);
  });

  it.each<[string, (string | number)[]]>([
    ['{"page":0}', ['page']],
    ['{"page":1.5}', ['page']],
    ['{"page":"1e3"}', ['page']],
    ['{"page_size":1001}', ['page_size']],
    ['{"sort_order":"up"}', ['sort_order']],
    ['{"sort_by":"nope"}', ['sort_by']],
    ['{"select":"nope"}', ['select']],
    ['{"cursor":"x"}', ['cursor']],
    ['{"count":"all"}', ['count']],
    ['{"limit":5}', ['limit']],
    ['{"__proto__":5}', ['__proto__']],
    ['{"filter":5}', ['filter']],
    ['{"filter":[]}', ['filter']],
    ['{"filter":"{"}', ['filter']],
    ['{"filter":{"nope":1}}', ['filter', 'nope']],
    ['{"filter":{"id":"x"}}', ['filter', 'id', 'eq']],
    ['{"filter":{"name":"\\u0000"}}', ['filter']],
    ['[]', []],
  ])('%s is 422 with the location in the body', async (body, loc) => {
    const answer = await query(table, body);
    expect([answer.status, answer.text]).toEqual([422, answer.text]);
    expect(answer.body.detail).toMatchObject([{ loc: ['body', ...loc] }]);
  });

  it('is refused with a parameter in the URL, which it would ignore', async () => {
    const { token } = table.owner;
    const answer = await call('POST', `/tables/${table.id}/data/query?page=2`, { token, json: {} });
    expect(answer.status).toBe(422);
  });

  it('is for callers who may read', async () => {
    const stranger = await createPerson();
    expect((await query(table, {}, stranger.token)).status).toBe(403);
    const call_ = (id: string) => call('POST', `/tables/${id}/data/query`, { json: {} });
    expect((await call_(table.id)).status).toBe(404);
    const open = await createTable({ n: { type: 'integer' } }, { public: true });
    expect((await call_(open.id)).status).toBe(200);
    expect((await query(open, {}, stranger.token)).status).toBe(200);
  });
});

describe(`a list of ${MANY} values`, () => {
  async function createMany() {
    const name = newName();
    await rows(`create table public.${name} (id uuid primary key default gen_random_uuid(), other uuid not null);
      insert into public.${name} (other) select gen_random_uuid() from generate_series(1, ${MANY + 100})`);
    const many = await adoptTable(name);
    const found = await rows(`select id, other from public.${name} order by id`);
    return { many, wanted: found.slice(0, MANY) };
  }

  it('finds the rows by a key or another column, and with nin the others', async () => {
    const { many, wanted } = await createMany();
    for (const column of ['id', 'other'] as const) {
      const values = wanted.map((row) => row[column]);
      const within = { page_size: 1, filter: { [column]: { in: values } } };
      expect((await query(many, within)).body).toMatchObject({ total: MANY });
      expect(await gatewayRequests(() => query(many, within))).toBe(1);
      const without = await query(many, { page_size: 1000, filter: { [column]: { nin: values } } });
      expect(without.body).toMatchObject({ total: 100 });
      expect(without.body.data.some((row) => values.includes(String(row[column])))).toBe(false);
      const either = { or: [{ [column]: { in: values } }, { [column]: values[0] }] };
      expect((await query(many, { page_size: 1, filter: either })).body.total).toBe(MANY);
    }
  });

  it('names the column of a value that does not fit', async () => {
    const values = Array.from({ length: MANY }, (_, i) => i);
    expect((await query(table, { filter: { id: { in: values } } })).body.total).toBe(7);
    expect((await query(table, { filter: { name: { in: values.map((i) => `n${i}`) } } })).body.total).toBe(7);
    const wrong = await query(table, { filter: { id: { in: [...values, 'x'] } } });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('"filter","id","in"')]);
  });

  it('may be five times as long, but no longer', async () => {
    const values = Array.from({ length: 100_000 }, (_, i) => i);
    expect((await query(table, { filter: { id: { in: values } } })).body.total).toBe(7);
    const { status, text } = await query(table, { filter: { id: { in: [...values, 0] } } });
    expect([status, text]).toEqual([422, expect.stringContaining('at most 100000 values')]);
  });
});
