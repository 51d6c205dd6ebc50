import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { adoptTable, createTable, insert, newName, type OwnTable } from '../testing/tables.ts';

const change = ({ id, owner }: OwnTable, column: string, json: unknown) =>
  call<Table & Problem>('PATCH', `/tables/${id}/columns/${column}`, { token: owner.token, json });

const add = ({ id, owner }: OwnTable, json: unknown) =>
  call<Table & Problem>('POST', `/tables/${id}/columns`, { token: owner.token, json });

const create = async (table_schema: unknown) =>
  call<Table & Problem>('POST', '/tables', {
    token: (await createPerson()).token,
    json: { name: newName(), table_schema },
  });

const refusal = (loc: string[], msg: string) => [
  422,
  [{ loc, msg: expect.stringContaining(msg), type: 'definition' }],
];

describe('a change of a column that Postgres refuses is reported in its words, with the field', () => {
  it.each<[column: string, change: Record<string, unknown>, field: string, msg: string]>([
    ['id', { nullable: true }, 'nullable', 'column "id" is in a primary key.'],
    ['id', { nullable: true, type: 'bigint' }, 'nullable', 'column "id" is in a primary key.'],
    ['n', { nullable: true }, 'nullable', 'is an identity column.'],
    ['n', { default: 5 }, 'default', 'is an identity column.'],
    ['n', { default_value: 5, new_name: 'o' }, 'default_value', 'is an identity column.'],
    ['n', { type: 'numeric' }, 'type', 'identity column type must be smallint, integer, or bigint.'],
    ['g', { default_value: 5 }, 'default_value', 'is a generated column.'],
    ['x', { type: 'xml', new_name: 'y' }, 'type', 'data type xml has no default operator class'],
    ['x', { new_name: 'ctid' }, 'new_name', 'column name "ctid" conflicts with a system column name.'],
    ['i', { default: 'x' }, 'default', 'The default does not fit the type of its column.'],
    ['x', { type: 'bigint', default: 'x' }, 'default', 'The default does not fit the type of its column.'],
    ['i', { type: 'text' }, 'type', 'are of incompatible types: text and integer.'],
  ])('%s %j', async (column, json, field, msg) => {
    const name = newName();
    await rows(`create table public.${name} (id int primary key, n int generated always as identity,
      b int, g int generated always as (b * 2) stored, x text unique, i int references public.${name})`);
    const { status, body } = await change(await adoptTable(name), column, json);
    expect([status, body.detail]).toEqual(refusal(['body', field], msg));
  });

  it('of an inherited column, or of a partition key', async () => {
    const [parent, name] = [newName(), newName()];
    await rows(`create table public.${parent} (a int) partition by list (a);
      create table public.${name} partition of public.${parent} default`);
    const [of, part] = [await adoptTable(parent), await adoptTable(name)];
    for (const [table, json, field, msg] of [
      [of, { type: 'text' }, 'type', `it is part of the partition key of relation "${parent}".`],
      [part, { type: 'text' }, 'type', 'cannot alter inherited column "a".'],
      [part, { new_name: 'b' }, 'new_name', 'cannot rename inherited column "a".'],
    ] as const) {
      const { status, body } = await change(table, 'a', json);
      expect([status, body.detail]).toEqual(refusal(['body', field], msg));
    }
  });

  it('a generated column may get another type', async () => {
    const table = await createTable({ b: { type: 'integer' } });
    await rows(`alter table public.${table.name} add column g int generated always as (b * 2) stored`);
    await insert(table, { b: 4 });
    expect((await change(table, 'g', { type: 'bigint' })).body.table_schema.g?.type).toBe('bigint');
    expect((await insert(table, { b: 5 })).body.g).toBe(10);
  });

  it('an existing default that does not fit is distinguished from values', async () => {
    const table = await createTable({ c: { type: 'text', default: 'x' } });
    const { status, text } = await change(table, 'c', { type: 'integer' });
    expect([status, text]).toEqual([409, expect.stringContaining('The default of the column does not fit')]);
  });
});

describe('a new column that Postgres refuses', () => {
  it.each<[Record<string, unknown>, field: string, msg: string]>([
    [{ name: 'xmin', type: 'text' }, 'name', 'conflicts with a system column name.'],
    [{ name: 'a', type: 'xml', unique: true }, 'type', 'data type xml has no default operator class'],
    [{ name: 'a', type: 'integer', default: 'x' }, 'default', 'The default does not fit'],
    [{ name: 'a', type: 'integer', default_value: 'x' }, 'default_value', 'The default does not fit'],
  ])('%j', async (json, field, msg) => {
    const { status, body } = await add(await createTable({}), json);
    expect([status, body.detail]).toEqual(refusal(['body', field], msg));
  });

  it('of a domain whose check refuses its default', async () => {
    const domain = newName();
    await rows(`create domain public.${domain} as int check (value > 0)`);
    const table = await createTable({});
    await insert(table, {});
    const { status, body } = await add(table, { name: 'a', type: domain, default: -1 });
    expect([status, body.detail]).toEqual(refusal(['body', 'default'], 'The default does not fit'));
  });
});

describe('a column of a new table that Postgres refuses', () => {
  it.each<[table_schema: Record<string, unknown>, loc: string[], msg: string]>([
    [{ ctid: { type: 'text' }, a: { type: 'text' } }, ['ctid'], 'conflicts with a system column name.'],
    [
      { a: { type: 'xml', unique: true }, b: { type: 'text' } },
      ['a', 'type'],
      'data type xml has no default',
    ],
    [
      {
        a: { type: 'text', default: '"c" integer default 💡' },
        c: { type: 'integer', default: 'x', nullable: false },
        'b"c': { type: 'integer', default: 5 },
      },
      ['c', 'default'],
      'The default does not fit',
    ],
  ])('%j', async (table_schema, loc, msg) => {
    const { status, body } = await create(table_schema);
    expect([status, body.detail]).toEqual(refusal(['body', 'table_schema', ...loc], msg));
  });

  it('has a type of the schema public with modifiers', async () => {
    const mood = newName();
    await rows(`create type public.${mood} as enum ('sad')`);
    const { status, body } = await create({ a: { type: mood }, b: { type: `${mood}(3)[]` } });
    expect([status, body.detail]).toEqual([
      422,
      [
        {
          loc: ['body', 'table_schema', 'b', 'type'],
          msg: `The type "${mood}" takes nothing in parentheses.`,
          type: 'column_type',
        },
      ],
    ]);
    expect((await create({ a: { type: 'varchr(20)' } })).body.detail).toMatchObject([
      {
        loc: ['body', 'table_schema', 'a', 'type'],
        msg: 'There is no type "varchr". Did you mean "varchar"?',
      },
    ]);
  });
});
