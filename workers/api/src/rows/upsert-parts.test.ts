import type { Problem } from '@selfdb/server/testing/client';
import { duringTransaction, rows } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { gatewayRequests } from '../testing/client.ts';
import { adoptTable, contents, insert, newName, type OwnTable, type Row } from '../testing/tables.ts';

async function create(definition: string): Promise<OwnTable> {
  const name = newName();
  await rows(`set search_path = public; ${definition.replace(/\bT(?=\b|_)/g, name)}`);
  return adoptTable(name);
}

const upsert = <R = Row[]>(table: OwnTable, json: unknown, on_conflict = 'code') =>
  insert<R>(table, json, { on_conflict });

const WITH_NEEDS = `create table T (id serial primary key, code text unique, must text not null, n int default 7)`;

describe('an upsert of a partial row', () => {
  it('updates an existing row, in one request', async () => {
    const table = await create(WITH_NEEDS);
    await insert(table, { code: 'a', must: 'x', n: 1 });
    await upsert(table, { code: 'a', n: 2 });
    expect(await gatewayRequests(() => upsert(table, { code: 'a', n: 3 }))).toBe(1);
    const { status, body } = await upsert<Row>(table, { code: 'a', n: 4 });
    expect([status, body]).toEqual([201, { id: 1, code: 'a', must: 'x', n: 4 }]);
    expect((await upsert<Row>(table, { code: 'a' })).body).toEqual({ id: 1, code: 'a', must: 'x', n: 4 });
    expect(await contents(table.name)).toHaveLength(1);
  });

  it('of a row that does not exist is 422 and names the column', async () => {
    const table = await create(WITH_NEEDS);
    await insert(table, { code: 'a', must: 'x', n: 1 });
    for (const input of [
      { code: 'b', n: 2 },
      [
        { code: 'a', n: 2 },
        { code: 'b', n: 2 },
      ],
      { n: 2 },
    ]) {
      const { status, body } = await upsert<Problem>(table, input);
      expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', 'must'], type: 'not_null' }]]);
    }
    expect(await contents(table.name)).toEqual([{ id: 1, code: 'a', must: 'x', n: 1 }]);
  });

  it('can be mixed with complete rows, new and existing, and all are returned in their order', async () => {
    const table = await create(WITH_NEEDS);
    await insert(table, [
      { code: 'a', must: 'x', n: 1 },
      { code: 'z', must: 'y' },
    ]);
    const { status, body } = await upsert(table, [
      { code: 'z', n: 9 },
      { code: 'm', must: 'new' },
      { code: 'a', must: 'w' },
      { code: 'b', must: 'new', n: 2 },
    ]);
    expect([status, body.map(({ code, must, n }) => [code, must, n])]).toEqual([
      201,
      [
        ['z', 'y', 9],
        ['m', 'new', 7],
        ['a', 'w', 1],
        ['b', 'new', 2],
      ],
    ]);
  });

  it('is not refused by a check of a missing column', async () => {
    const table = await create(`create domain T_d as int check (value is not null);
      create table T (code text primary key, a int, b int, d T_d not null, check (num_nonnulls(a, b) = 2))`);
    await insert(table, { code: 'a', a: 1, b: 2, d: 3 });
    const { status, body } = await upsert<Row>(table, { code: 'a', b: 5 });
    expect([status, body]).toEqual([201, { code: 'a', a: 1, b: 5, d: 3 }]);
    const other = await upsert<Problem>(table, { code: 'b', b: 5, d: 1 });
    expect([other.status, other.body.detail]).toMatchObject([422, [{ loc: ['body', 'b'], type: 'check' }]]);
  });

  it.each([
    ['check', 'a int, b int, check (num_nonnulls(a, b) = 2)'],
    ["domain's check", 'a T_d, b int'],
  ])('is not refused by a %s alone', async (_, columns) => {
    const table = await create(`create domain T_d as int check (value is not null);
      create table T (code text primary key, ${columns})`);
    await insert(table, { code: 'a', a: 1, b: 2 });
    const { status, body } = await upsert<Row>(table, { code: 'a', b: 5 });
    expect([status, body]).toEqual([201, { code: 'a', a: 1, b: 5 }]);
  });

  it('matches by keys of several columns, one of them with its default', async () => {
    const table = await create(
      `create table T (x int, y text default 'z', must text not null, n int, primary key (x, y))`,
    );
    await insert(table, [
      { x: 1, must: 'm' },
      { x: 2, must: 'm' },
    ]);
    const { status, body } = await upsert(
      table,
      [
        { x: 2, n: 2 },
        { x: 1, n: 1 },
      ],
      'x,y',
    );
    expect([status, body]).toEqual([
      201,
      [
        { x: 2, y: 'z', must: 'm', n: 2 },
        { x: 1, y: 'z', must: 'm', n: 1 },
      ],
    ]);
  });

  it.each([
    [
      [
        { code: 'a', n: 1 },
        { code: 'a', n: 2 },
      ],
    ],
    [
      [
        { code: 'a', n: 1 },
        { code: 'a', must: 'y' },
      ],
    ],
    [
      [
        { code: 'b', must: 'x', n: 1 },
        { code: 'b', must: 'y' },
      ],
    ],
  ])('of one key twice changes nothing: %j', async (input) => {
    const table = await create(WITH_NEEDS);
    await insert(table, { code: 'a', must: 'x', n: 0 });
    const { status, body } = await upsert<Problem>(table, input);
    expect([status, body.detail]).toEqual([409, 'Two of the rows have the same key.']);
    expect(await contents(table.name)).toEqual([{ id: 1, code: 'a', must: 'x', n: 0 }]);
  });

  it('works in tables that inherit, and in partitions', async () => {
    const table = await create(`${WITH_NEEDS}; create table T_c () inherits (T);
      insert into T_c values (5, 'a', 'child')`);
    await insert(table, { code: 'a', must: 'x' });
    expect((await upsert<Row>(table, { code: 'a', n: 2 })).body).toMatchObject({ must: 'x', n: 2 });
    expect(await rows(`select n from public.${table.name}_c`)).toEqual([{ n: 7 }]);
    const parted =
      await create(`create table T (code text, p int, must text not null, n int, primary key (code, p))
      partition by list (p); create table T_1 partition of T for values in (1);
      create table T_2 partition of T for values in (2)`);
    await insert(parted, [
      { code: 'a', p: 1, must: 'x' },
      { code: 'a', p: 2, must: 'y' },
    ]);
    const { body } = await upsert(
      parted,
      [
        { code: 'a', p: 2, n: 2 },
        { code: 'a', p: 1, n: 1 },
      ],
      'code,p',
    );
    expect(body.map(({ must, n }) => [must, n])).toEqual([
      ['y', 2],
      ['x', 1],
    ]);
  });
});

describe('upserts of partial rows at the same time', () => {
  it('all take effect, in any order', async () => {
    const table = await create(`create table T (code int primary key, must text not null, n int, m int)`);
    const codes = Array.from({ length: 500 }, (_, code) => code);
    await insert(
      table,
      codes.map((code) => ({ code, must: 'x' })),
    );
    const answers = await Promise.all([
      upsert(
        table,
        codes.map((code) => ({ code, n: code })),
      ),
      upsert(
        table,
        codes.toReversed().map((code) => ({ code, m: code })),
      ),
      upsert(
        table,
        codes.map((code) => (code % 2 ? { code, must: 'y' } : { code, must: 'z', n: code })),
      ),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await contents(table.name)).toEqual(
      expect.arrayContaining([
        { code: 7, must: 'y', n: 7, m: 7 },
        { code: 8, must: 'z', n: 8, m: 8 },
      ]),
    );
  });

  it('with a delete of the row: 422 afterwards, as if it had never existed', async () => {
    const table = await create(WITH_NEEDS);
    await insert(table, [
      { code: 'a', must: 'x' },
      { code: 'b', must: 'x' },
    ]);
    const [part, whole] = await duringTransaction([`delete from public.${table.name}`], () =>
      Promise.all([
        upsert<Problem>(table, { code: 'a', n: 1 }),
        upsert(table, [{ code: 'b', must: 'again' }]),
      ]),
    );
    expect([part.status, part.body.detail]).toMatchObject([422, [{ loc: ['body', 'must'] }]]);
    expect([whole.status, whole.body]).toMatchObject([201, [{ code: 'b', must: 'again', n: 7 }]]);
  });

  it('with an update of the row: both changes stay', async () => {
    const table = await create(WITH_NEEDS);
    await insert(table, { code: 'a', must: 'x' });
    const { status, body } = await duringTransaction([`update public.${table.name} set must = 'y'`], () =>
      upsert<Row>(table, { code: 'a', n: 1 }),
    );
    expect([status, body]).toMatchObject([201, { must: 'y', n: 1 }]);
  });
});

it.each([
  ['code', `create table T (code text unique deferrable initially deferred, must text not null, n int)`],
  ['code', `create table T (code text primary key deferrable, must text, n int)`],
  ['code,n', `create table T (code text, must text not null, n int, unique (code, n) deferrable)`],
])("a deferrable constraint on %s can't be used for an upsert: %s", async (on_conflict, definition) => {
  const table = await create(definition);
  await insert(table, { code: 'a', must: 'x', n: 1 });
  for (const input of [
    { code: 'b', must: 'x', n: 1 },
    [{ code: 'a', must: 'x', n: 1 }],
    { code: 'a', n: 1 },
  ]) {
    const { status, body } = await upsert<Problem>(table, input, on_conflict);
    const msg = expect.stringMatching(/deferrable constraint/);
    expect([status, body.detail]).toMatchObject([422, [{ loc: ['query', 'on_conflict'], msg }]]);
  }
});
