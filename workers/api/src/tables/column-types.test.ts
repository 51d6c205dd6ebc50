import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import { BUILT_IN } from '@selfdb/shared/column-types/built-in';
import { parseColumnType } from '@selfdb/shared/column-types/parse-type';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { createTable, insert, newName } from '../testing/tables.ts';

const add = (table: { id: string; owner: { token: string } }, json: unknown) =>
  call<Table & Problem>('POST', `/tables/${table.id}/columns`, { token: table.owner.token, json });

async function create(columns: Record<string, unknown>) {
  const { token } = await createPerson();
  return call<Table & Problem>('POST', '/tables', {
    token,
    json: { name: newName(), table_schema: columns },
  });
}

describe('every built-in type', () => {
  it('is resolved as in Postgres, and shown as Postgres prints it', async () => {
    const names = [...BUILT_IN.keys()].filter((name) => !/serial|^double$/.test(name));
    const plain = names.flatMap((name) => [name, `${name}[]`]);
    const name = newName();
    await rows(`create table public.${name} (${plain.map((type, i) => `c${i} ${type}`).join(', ')})`);
    const printed = await rows(
      'select format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = $1::regclass and attnum > 0 order by attnum',
      [`public.${name}`],
    );
    const { status, body } = await create(Object.fromEntries(plain.map((type, i) => [`c${i}`, { type }])));
    expect([status, body.detail]).toEqual([201, undefined]);
    expect(plain.map((type, i) => [type, body.table_schema[`c${i}`]?.type])).toEqual(
      plain.map((type, i) => [type, printed[i]?.type]),
    );
    expect(plain.map((type) => parseColumnType(type).sql)).toEqual(printed.map(({ type }) => type));
  });

  it.each([
    ['VARCHAR(255)', 'character varying(255)'],
    ['decimal(10,2)', 'numeric(10,2)'],
    ['timestamptz(3)', 'timestamp(3) with time zone'],
    ['interval day to second(3)', 'interval day to second(3)'],
    ['"char"', '"char"'],
    ['bit(3)[]', 'bit(3)[]'],
    ['int[][]', 'integer[]'],
  ])('%s is shown as %s, and accepted in that form', async (type, shown) => {
    const { body } = await create({ c: { type } });
    expect(body.table_schema.c?.type).toBe(shown);
    expect((await create({ c: { type: shown } })).body.table_schema.c?.type).toBe(shown);
  });

  it('serial counts by itself, even when it is added later', async () => {
    const table = await createTable({ id: { type: 'bigserial' }, n: { type: 'serial', nullable: true } });
    expect(table.table.table_schema.n).toEqual({ type: 'integer', nullable: false });
    await insert(table, {});
    expect((await add(table, { name: 'm', type: 'smallserial' })).body.table_schema.m?.type).toBe('smallint');
    expect((await insert(table, {})).body).toMatchObject({ id: 2, n: 2, m: 2 });
    expect((await add(table, { name: 'o', type: 'serial', default: 5 })).body.detail).toMatchObject([
      { loc: ['body', 'default'] },
    ]);
    const changed = await call('PATCH', `/tables/${table.id}/columns/m`, {
      token: table.owner.token,
      json: { type: 'serial' },
    });
    expect([changed.status, changed.text]).toEqual([
      422,
      expect.stringContaining('Did you mean \\"integer\\"'),
    ]);
  });
});

describe('enums and domains of the schema public', () => {
  it('can be column types, in one round trip', async () => {
    const [mood, email] = [newName('mood'), newName('email')];
    await rows(`create type public.${mood} as enum ('sad', 'glad');
      create domain public.${email} as text check (value like '%@%')`);
    const table = await createTable({
      mood: { type: mood.toUpperCase(), default: 'glad' },
      moods: { type: `public.${mood}[]`, default: ['sad'] },
      email: { type: `"${email}"` },
    });
    expect(table.table.table_schema).toMatchObject({
      mood: { type: mood, default: 'glad' },
      moods: { type: `${mood}[]` },
      email: { type: email },
    });
    expect((await insert(table, { email: 'a@b' })).body).toMatchObject({ mood: 'glad', moods: ['sad'] });
    expect(await gatewayRequests(() => add(table, { name: 'next', type: mood }))).toBe(1);
  });

  it('are suggested when a type does not exist; other types of the schema are refused', async () => {
    const [mood, pair, words] = [newName('mood'), newName('pair'), newName('words')];
    await rows(`create type public.${mood} as enum ('sad'); create type public.${pair} as (a int);
      create type public.${words} as range (subtype = text)`);
    const table = await createTable({});
    const { status, body } = await add(table, { name: 'c', type: `${mood}x` });
    expect([status, body.detail]).toEqual([
      422,
      [
        {
          loc: ['body', 'type'],
          msg: `There is no type "${mood}x". Did you mean "${mood}"?`,
          type: 'column_type',
        },
      ],
    ]);
    for (const type of [pair, words, table.name, 'users', 'pg_class']) {
      expect([type, (await add(table, { name: 'c', type })).status]).toEqual([type, 422]);
    }
    expect((await create({ c: { type: 'strng' } })).body.detail).toMatchObject([
      { loc: ['body', 'table_schema', 'c', 'type'], msg: 'There is no type "strng". Did you mean "text"?' },
    ]);
  });

  it.each(['text; drop table x', 'regclass', 'anyelement', 'int(11)', 'varchar(0)', '', 5, null])(
    '%j is refused',
    async (type) => {
      expect((await create({ c: { type } })).status).toBe(422);
    },
  );
});

describe('empty fields', () => {
  it('count as not given when they are null', async () => {
    const nothing = { nullable: null, default: null, unique: null, primary_key: null, references: null };
    const table = await createTable({ id: { type: 'uuid', ...nothing }, c: { type: 'text', ...nothing } });
    expect(table.table.table_schema).toMatchObject({
      id: { default: 'uuidv7()', primary_key: true },
      c: { type: 'text', nullable: true },
    });
    const added = await add(table, {
      ...{ name: 'd', type: 'int', ...nothing, default_value: null },
    });
    expect(added.body.table_schema.d).toEqual({ type: 'integer', nullable: true });
    const token = table.owner.token;
    const json = { public: null, metadata: null, realtime_enabled: null, name: null };
    expect((await call('PATCH', `/tables/${table.id}`, { token, json })).status).toBe(200);
    const all = { ...json, name: newName(), table_schema: {}, description: null };
    expect((await call<Table>('POST', '/tables', { token, json: all })).body).toMatchObject({
      public: false,
      metadata: {},
      realtime_enabled: false,
    });
  });

  it('default is default_value; a column added later is no primary key', async () => {
    const table = await createTable({});
    const added = await add(table, { name: 'c', type: 'integer', default: '5', primary_key: false });
    expect(added.body.table_schema.c).toEqual({ type: 'integer', nullable: true, default: 5 });
    const path = `/tables/${table.id}/columns/c`;
    const patch = (json: unknown) => call<Table>('PATCH', path, { token: table.owner.token, json });
    expect((await patch({ default: 6 })).body.table_schema.c?.default).toBe(6);
    expect((await patch({ default_value: null, default: 7 })).body.table_schema.c?.default).toBe(7);
    expect((await patch({ default: null })).body.table_schema.c).not.toHaveProperty('default');
    expect((await patch({ default: 1, default_value: 2 })).status).toBe(422);
    expect((await add(table, { name: 'd', type: 'integer', primary_key: true })).status).toBe(422);
  });
});
