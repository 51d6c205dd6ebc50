import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { adoptTable, contents, insert, list, newName, type OwnTable, type Row } from '../testing/tables.ts';

/** A table with its own domains; T is replaced by its name. */
async function create(definition: string): Promise<OwnTable> {
  const name = newName();
  await rows(`set search_path = public; ${definition.replace(/\bT(?=\b|_)/g, name)}`);
  return adoptTable(name);
}

const show = async (table: OwnTable) =>
  (await call<Table>('GET', `/tables/${table.id}`, { token: table.owner.token })).body.table_schema;

describe('the default of a domain', () => {
  it('applies to a row of an array that does not name the column', async () => {
    const table = await create(`create domain T_s as text default 'new';
      create table T (id int primary key, s T_s)`);
    const { status, body } = await insert(table, [
      { id: 1 },
      { id: 2, s: 'x' },
      { id: 3 },
      { id: 4, s: null },
    ]);
    expect([status, body]).toEqual([
      201,
      [
        { id: 1, s: 'new' },
        { id: 2, s: 'x' },
        { id: 3, s: 'new' },
        { id: 4, s: null },
      ],
    ]);
    expect((await insert(table, { id: 5 })).body).toEqual({ id: 5, s: 'new' });
    expect(await show(table)).toMatchObject({ s: { nullable: true, default: 'new' } });
  });

  it('yields to the default of the column, even null', async () => {
    const table = await create(`create domain T_s as text default 'new';
      create table T (id int primary key, own T_s default 'own', none T_s default null, s T_s)`);
    const { body } = await insert(table, [{ id: 1 }, { id: 2, own: 'a', none: 'b', s: 'c' }]);
    expect(body).toEqual([
      { id: 1, own: 'own', none: null, s: 'new' },
      { id: 2, own: 'a', none: 'b', s: 'c' },
    ]);
    expect(await show(table)).toMatchObject({ own: { default: 'own' }, s: { default: 'new' } });
  });

  it('is that of the domain itself if it is based on another', async () => {
    const table = await create(`create domain T_s as varchar(5) default 'inner' not null;
      create domain T_a as T_s; create domain T_b as T_s default 'outer';
      create domain T_c as T_s; alter domain T_c drop default;
      create table T (id int primary key, a T_a, b T_b, c T_c default 'mine')`);
    const { status, body } = await insert(table, [{ id: 1, a: 'a', b: 'b', c: 'c' }, { id: 2 }]);
    expect([status, (body as never as Row[])[1]]).toEqual([
      201,
      { id: 2, a: 'inner', b: 'outer', c: 'mine' },
    ]);
    expect(await show(table)).toMatchObject({
      a: { nullable: false, default: 'inner' },
      b: { nullable: false, default: 'outer' },
    });
  });

  it('can be an array, a number or a function call', async () => {
    const table = await create(`create domain T_tags as int[] default '{1,2}' not null;
      create domain T_n as numeric(6,2) default 1.5; create domain T_at as timestamptz default now() not null;
      create table T (id int primary key, tags T_tags, n T_n, at T_at)`);
    const { body } = await insert<Row[]>(table, [
      { id: 1 },
      { id: 2, tags: [3], n: 2, at: '2026-01-02T03:04:05Z' },
    ]);
    expect(body).toMatchObject([
      { id: 1, tags: [1, 2], n: 1.5, at: expect.any(String) },
      { id: 2, tags: [3], n: 2 },
    ]);
  });

  it('is the new one after a change by SQL', async () => {
    const table = await create(
      `create domain T_s as text default 'old'; create table T (id int primary key, s T_s)`,
    );
    await insert(table, [{ id: 1 }, { id: 2, s: 'x' }]);
    await rows(`alter domain public.${table.name}_s set default 'new'`);
    const { body } = await insert<Row[]>(table, [{ id: 3 }, { id: 4, s: 'x' }]);
    expect(body[0]).toEqual({ id: 3, s: 'new' });
    await rows(`alter domain public.${table.name}_s drop default`);
    expect((await insert<Row[]>(table, [{ id: 5 }, { id: 6, s: 'x' }])).body[0]).toEqual({ id: 5, s: null });
  });

  it('applies in an upsert to a new row, not to an existing one', async () => {
    const table = await create(`create domain T_s as text default 'new' not null;
      create table T (id int primary key, s T_s, n int)`);
    await insert(table, { id: 1, s: 'x' });
    const input = [
      { id: 2, n: 2 },
      { id: 1, n: 1 },
      { id: 3, s: 'y' },
    ];
    const { status, body } = await insert(table, input, { on_conflict: 'id' });
    expect([status, body]).toEqual([
      201,
      [
        { id: 2, s: 'new', n: 2 },
        { id: 1, s: 'x', n: 1 },
        { id: 3, s: 'y', n: null },
      ],
    ]);
  });
});

describe('a domain that allows no null', () => {
  const definition = `create domain T_s as text not null; create domain T_o as T_s;
    create table T (id int primary key, n int, s T_s, o T_o default 'o')`;

  it('accepts arrays in which every row has a value', async () => {
    const table = await create(definition);
    const { status } = await insert(table, [
      { id: 1, s: 'x' },
      { id: 2, s: 'y', n: 1, o: 'z' },
    ]);
    expect([status, await contents(table.name)]).toEqual([
      201,
      [
        { id: 1, n: null, s: 'x', o: 'o' },
        { id: 2, n: 1, s: 'y', o: 'z' },
      ],
    ]);
    expect(await show(table)).toMatchObject({
      s: { nullable: false },
      o: { nullable: false },
      n: { nullable: true },
    });
  });

  it.each<[unknown, (string | number)[]]>([
    [{ id: 1 }, ['body', 's']],
    [{ id: 1, s: null }, ['body', 's']],
    [
      [{ id: 1, s: 'x' }, { id: 2 }],
      ['body', 1, 's'],
    ],
    [
      [
        { id: 1, s: 'x' },
        { id: 2, s: null },
      ],
      ['body', 1, 's'],
    ],
    [
      [
        { id: 1, s: 'x' },
        { id: 2, s: 'x', o: null },
      ],
      ['body', 1, 'o'],
    ],
  ])('refuses %j, naming the column', async (input, loc) => {
    const table = await create(definition);
    const { status, body } = await insert<Problem>(table, input);
    const msg = `The column "${loc.at(-1)}" must not be null.`;
    expect([status, body.detail]).toEqual([422, [{ loc, msg, type: 'not_null' }]]);
    expect(await contents(table.name)).toEqual([]);
  });

  it('refuses a PATCH to null, of one row and by filter', async () => {
    const table = await create(definition);
    await insert(table, { id: 1, s: 'x' });
    for (const path of ['data/1', 'data?filter={"id":1}']) {
      const { status, body } = await call<Problem>('PATCH', `/tables/${table.id}/${path}`, {
        token: table.owner.token,
        json: { n: 1, s: null },
      });
      expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', 's'], type: 'not_null' }]]);
    }
  });
});

describe("a domain's check that does not hold", () => {
  const definition = `create domain T_d as int check (value > 0); create domain T_e as T_d check (value < 100);
    create table T (id int primary key, a T_d, b T_d, e T_e, list T_d[], t text)`;

  it.each<[unknown, (string | number)[]]>([
    [{ id: 1, t: '-1', a: 1, b: -1 }, ['body', 'b']],
    [{ id: 1, a: -1, b: 1 }, ['body', 'a']],
    [{ id: 1, e: 100 }, ['body', 'e']],
    [{ id: 1, a: 5, list: [1, -2] }, ['body', 'list']],
    [
      [
        { id: 1, a: 1, b: 1 },
        { id: 2, a: 2, b: -2 },
        { id: 3, a: -3 },
      ],
      ['body', 1, 'b'],
    ],
  ])('names the column: %j', async (input, loc) => {
    const table = await create(definition);
    const { status, body } = await insert<Problem>(table, input);
    const msg = expect.stringMatching(
      /^The value for ".*" does not fit its type .*: the check ".*" does not hold\.$/,
    );
    expect([status, body.detail]).toEqual([422, [{ loc, msg, type: 'check' }]]);
  });

  it('names the column in a PATCH and in a filter', async () => {
    const table = await create(definition);
    await insert(table, { id: 1, a: 1 });
    const patched = await call<Problem>('PATCH', `/tables/${table.id}/data/1`, {
      token: table.owner.token,
      json: { a: 2, b: -1 },
    });
    expect([patched.status, patched.body.detail]).toMatchObject([422, [{ loc: ['body', 'b'] }]]);
    const found = await list(table, { filter: '{"a":-1}' });
    expect([found.status, found.body.detail]).toMatchObject([422, [{ loc: ['query', 'filter', 'a', 'eq'] }]]);
  });
});
