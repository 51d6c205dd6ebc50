import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { adoptTable, newName, type OwnTable, type Row } from '../testing/tables.ts';

const send = (table: OwnTable, method: string, key: string, json?: unknown) => {
  const options = { token: table.owner.token, ...(json === undefined ? {} : { json }) };
  return call<Row & Problem>(method, `/tables/${table.id}/data/${key}`, options);
};

const CHANGES: [string, unknown?][] = [['DELETE'], ['PATCH', { n: 9 }]];

/** Tables in which the key `1` occurs twice, although the table declares it unique. */
const TWICE: [string, string, string][] = [
  [
    'in a table that inherits',
    `create table T (id int primary key, n int); create table T_c () inherits (T);
     insert into T values (1, 1), (2, 2); insert into T_c values (1, 3)`,
    '1',
  ],
  [
    'twice in a table that inherits',
    `create table T (id int primary key, n int); create table T_c () inherits (T);
     insert into T values (2, 2); insert into T_c values (1, 1), (1, 3)`,
    '1',
  ],
  [
    'in a table that inherits, in another unique column',
    `create table T (id int primary key, u int unique, n int); create table T_c () inherits (T);
     insert into T values (5, 1, 1), (2, 2, 2); insert into T_c values (6, 1, 3)`,
    '1?id_column=u',
  ],
  [
    'in a table that inherits, with a key that is checked late',
    `create table T (id int primary key deferrable initially deferred, n int); create table T_c () inherits (T);
     insert into T values (1, 1); insert into T_c values (1, 3)`,
    '1',
  ],
  [
    'by a comparison of the column that is not that of its index',
    `create collation if not exists public.any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
     create table T (id int primary key, u text collate public.any_case, n int);
     create unique index on T (u collate "C"); insert into T values (1, 'a', 1), (2, 'A', 2)`,
    'a?id_column=u',
  ],
];

describe.each(TWICE)('a key that occurs twice, %s', (_where, definition, key) => {
  async function prepare() {
    const name = newName();
    await rows(
      `set search_path = public; ${definition.replace(/\bT\b/g, name).replace(/\bT_c\b/g, `${name}_c`)}`,
    );
    const all = () =>
      rows(`select t.*, tableoid::regclass::text as place from public.${name} t order by 1, n`);
    return { table: await adoptTable(name), all };
  }

  it.each(CHANGES)('%s of one row is 409 and changes nothing', async (method, json) => {
    const { table, all } = await prepare();
    const before = await all();
    for (let times = 0; times < 2; times += 1) {
      const { status, body } = await send(table, method, key, json);
      expect([status, body.code, body.detail]).toEqual([
        409,
        'conflict',
        expect.stringMatching(/^Several rows have this key/),
      ]);
    }
    expect(await all()).toEqual(before);
  });

  it('GET of one row is 409 too', async () => {
    const { table } = await prepare();
    for (let times = 0; times < 2; times += 1) {
      const { status, body } = await send(table, 'GET', key);
      expect([status, body.code]).toEqual([409, 'conflict']);
    }
  });
});

it('a row of a table that inherits is found if its key occurs once', async () => {
  const name = newName();
  await rows(`create table public.${name} (id int primary key, n int);
    create table public.${name}_c () inherits (public.${name});
    insert into public.${name} values (1, 1); insert into public.${name}_c values (2, 2)`);
  const table = await adoptTable(name);
  expect((await send(table, 'GET', '2')).body).toEqual({ id: 2, n: 2 });
  expect((await send(table, 'PATCH', '2', { n: 3 })).body).toEqual({ id: 2, n: 3 });
  expect(await gatewayRequests(() => send(table, 'DELETE', '2'))).toBe(1);
  expect((await send(table, 'DELETE', '2')).status).toBe(404);
  expect(await rows(`select id, n from public.${name}`)).toEqual([{ id: 1, n: 1 }]);
});

it('a key of a partitioned table that includes the partition key does not identify one row', async () => {
  const name = newName();
  await rows(`create table public.${name} (id int, region text, n int, primary key (id, region)) partition by list (region);
    create table public.${name}_a partition of public.${name} for values in ('a');
    create table public.${name}_b partition of public.${name} for values in ('b');
    create unique index on public.${name}_a (id); create unique index on public.${name}_b (id);
    insert into public.${name} values (1, 'a', 1), (1, 'b', 2)`);
  const table = await adoptTable(name);
  for (const key of ['1', '1?id_column=id', '1?id_column=region']) {
    for (const [method, json] of CHANGES) expect((await send(table, method, key, json)).status).toBe(422);
    expect((await send(table, 'GET', key)).status).toBe(422);
  }
  expect(await rows(`select n from public.${name} order by n`)).toEqual([{ n: 1 }, { n: 2 }]);
});
