import type { Problem } from '@selfdb/server/testing/client';
import { duringTransaction, rows, value } from '@selfdb/server/testing/postgres';
import { parseColumnType } from '@selfdb/shared/column-types/parse-type';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { contents, createTable, insert, list, type OwnTable } from '../testing/tables.ts';

const change = ({ id, owner }: OwnTable, json: unknown, column = 'c') =>
  call<Table & Problem>('PATCH', `/tables/${id}/columns/${column}`, { token: owner.token, json });

/** Everything that a refused change must not change. */
async function stateOf({ name }: OwnTable): Promise<unknown> {
  const columns = await value('select selfdb.describe_columns($1::regclass)', [`public.${name}`]);
  return [columns, await rows(`select t::text from public.${name} t order by 1`)];
}

describe('a type that can hold all values', () => {
  it.each<[from: string, to: string, before: unknown, after: string]>([
    ['integer', 'bigint', 5, '5'],
    ['integer', 'text', 5, '"5"'],
    ['integer', 'numeric', 5, '5'],
    ['integer', 'double', 5, '5'],
    ['integer', 'boolean', 1, 'true'],
    ['bigint', 'integer', 5, '5'],
    ['bigint', 'double', '9007199254740992', '9.007199254740992e+15'],
    ['numeric', 'integer', '5', '5'],
    ['numeric', 'text', '5.10', '"5.10"'],
    ['double', 'real', 0.5, '0.5'],
    ['text', 'integer', '5', '5'],
    ['text', 'numeric', '0.10', '0.10'],
    ['text', 'double', '0.1', '0.1'],
    ['text', 'boolean', 'true', 'true'],
    ['text', 'uuid', '018f0000-0000-7000-8000-000000000001', '"018f0000-0000-7000-8000-000000000001"'],
    ['text', 'jsonb', '{"a":1}', '{"a": 1}'],
    ['text', 'date', '2020-01-01', '"2020-01-01"'],
    ['text', 'timestamptz', '2020-01-01 10:00+02', '"2020-01-01T08:00:00+00:00"'],
    ['text', 'timestamp', '2020-01-01 10:00', '"2020-01-01T10:00:00"'],
    ['text', 'time', '10:00', '"10:00:00"'],
    ['text', 'text[]', '{a,b}', '["a","b"]'],
    ['varchar', 'text', 'x', '"x"'],
    ['text', 'varchar', 'x', '"x"'],
    ['boolean', 'integer', true, '1'],
    ['boolean', 'text', true, '"true"'],
    ['date', 'timestamp', '2020-01-01', '"2020-01-01T00:00:00"'],
    ['date', 'text', '2020-01-01', '"2020-01-01"'],
    ['timestamp', 'date', '2020-01-01', '"2020-01-01"'],
    ['timestamptz', 'timestamp', '2020-01-01T10:00:00Z', '"2020-01-01T10:00:00"'],
    ['jsonb', 'text', { a: 1 }, '"{\\"a\\": 1}"'],
    ['json', 'jsonb', { a: 1 }, '{"a": 1}'],
    ['jsonb', 'json', { a: 1 }, '{"a": 1}'],
    ['integer[]', 'text[]', [1, null], '["1",null]'],
    ['text[]', 'integer[]', ['1'], '[1]'],
    ['text[]', 'text', ['a', 'b'], '"{a,b}"'],
    ['uuid', 'text', '018f0000-0000-7000-8000-000000000001', '"018f0000-0000-7000-8000-000000000001"'],
    ['bytea', 'text', '\\x41', '"\\\\x41"'],
    ['text', 'varchar(3)', 'abc', '"abc"'],
    ['varchar(3)', 'varchar(5)', 'abc', '"abc"'],
    ['text', 'char(3)', 'ab', '"ab "'],
    ['text', 'interval', '1 day', '"1 day"'],
    ['text', 'inet', '10.0.0.1', '"10.0.0.1"'],
    ['text', 'timestamptz(0)', '2020-01-01 10:00Z', '"2020-01-01T10:00:00+00:00"'],
    ['numeric', 'decimal(6,2)', '1.25', '1.25'],
    ['text', 'bit varying(5)', '101', '"101"'],
    ['text', 'int4range', '[1,5)', '"[1,5)"'],
    ['text', 'integer', '01', '1'],
    ['text', 'double', '1.10', '1.1'],
    [
      'text',
      'jsonb',
      '{"a:b\\"":{"c":":"},"d":[{"a:b\\"":1}]}',
      '{"d": [{"a:b\\"": 1}], "a:b\\"": {"c": ":"}}',
    ],
    ['text', 'timestamptz', '2020-01-01 10:00:00.123456000Z', '"2020-01-01T10:00:00.123456+00:00"'],
  ])('from %s to %s', async (from, to, before, after) => {
    const table = await createTable({ c: { type: from } });
    await insert(table, [{ c: before }, { c: null }]);
    const { status, body, text } = await change(table, { type: to });
    expect([status, text]).toEqual([200, text]);
    expect(body.table_schema.c?.type).toBe(parseColumnType(to).sql);
    const found = await list(table, { sort_by: 'id', sort_order: 'asc', select: 'c' });
    expect(found.text).toContain(`{"data":[{"c":${after}},{"c":null}]`);
  });
});

describe('a type that would lose something is 409 and changes nothing', () => {
  it.each<[from: string, to: string, value: unknown]>([
    ['bigint', 'integer', '9007199254740993'],
    ['bigint', 'smallint', 40000],
    ['bigint', 'double', '9007199254740993'],
    ['bigint', 'real', 16777217],
    ['integer', 'boolean', 2],
    ['integer', 'uuid', 5],
    ['integer', 'date', 5],
    ['numeric', 'integer', '1.5'],
    ['text', 'numeric', '1e131000'],
    ['text', 'double', '1e-1000'],
    ['numeric', 'double', '0.12345678901234567890'],
    ['numeric', 'real', '1e40'],
    ['double', 'real', 0.1],
    ['double', 'integer', 1.5],
    ['double', 'numeric', 0.30000000000000004],
    ['real', 'integer', 'NaN'],
    ['text', 'integer', 'x'],
    ['text', 'integer', '1.5'],
    ['text', 'integer', ''],
    ['text', 'smallint', '40000'],
    ['text', 'double', '0.12345678901234567890'],
    ['text', 'real', '1e400'],
    ['text', 'boolean', 'perhaps'],
    ['text', 'uuid', 'x'],
    ['text', 'jsonb', '{'],
    ['text', 'jsonb', '{"a":1,"a":2}'],
    ['text', 'jsonb', '[{"b":{"\\u0061":{"c":1},"a":2}}]'],
    ['text', 'jsonb', '[1e131000]'],
    ['varchar', 'jsonb', '{"a":1,"a":1}'],
    ['json', 'varchar(3)', { a: 1 }],
    ['text', 'xid', '-1'],
    ['text', 'oid', '-1'],
    ['text', 'double', '9007199254740993'],
    ['text', 'date', '2020-01-01 10:00'],
    ['text', 'date', '2020-01-01 00:00+02'],
    ['text', 'date', '2020-01-01 02:00+02'],
    ['text', 'date', 'today'],
    ['text', 'timestamptz', 'now'],
    ['text', 'timestamptz', '2020-01-01 10:00:00.1234567Z'],
    ['text', 'timestamp', '2020-01-01 10:00:00.1234567'],
    ['text', 'interval', '1.1234567 s'],
    ['text', 'date', '2020-13-01'],
    ['text', 'timestamp', '2020-01-01 10:00+02'],
    ['text', 'time', '2020-01-01 10:00'],
    ['text', 'time', '10:00+02'],
    ['text', 'text[]', 'x'],
    ['text', 'bytea', '\\x4'],
    ['text', 'varchar(3)', 'abcd'],
    ['varchar(5)', 'varchar(3)', 'abcd'],
    ['text', 'char(3)', 'a '],
    ['text', '"char"', 'ab'],
    ['text', 'name', 'x'.repeat(64)],
    ['text', 'bit(3)', '1010'],
    ['text', 'numeric(4,1)', '1.25'],
    ['numeric', 'numeric(4,1)', '1.25'],
    ['numeric', 'money', '1.255'],
    ['text', 'timestamptz(0)', '2020-01-01 10:00:00.5Z'],
    ['timestamptz', 'timestamptz(0)', '2020-01-01T10:00:00.5Z'],
    ['text', 'time(0)', '10:00:00.5'],
    ['text', 'interval(0)', '1.5 s'],
    ['interval', 'interval day', '1 day 02:00'],
    ['text', 'timetz', '2020-01-01 10:00+02'],
    ['text', 'tsvector', 'b a b'],
    ['text[]', 'varchar(1)[]', ['ab']],
    ['inet', 'cidr', '10.0.0.1/8'],
    ['timestamptz', 'date', '2020-01-01T10:00:00Z'],
    ['timestamptz', 'time', '2020-01-01T10:00:00Z'],
    ['timestamp', 'date', '2020-01-01T00:00:00.000001'],
    ['time', 'date', '10:00'],
    ['jsonb', 'integer', { a: 1 }],
    ['json', 'integer', 5],
    ['json[]', 'text[]', [{ a: 1 }]],
    ['text[]', 'integer[]', ['1', '007']],
    ['integer[]', 'integer', [1]],
    ['uuid', 'integer', '018f0000-0000-7000-8000-000000000001'],
  ])('from %s to %s', async (from, to, lost) => {
    const table = await createTable({ c: { type: from }, n: { type: 'integer' } });
    await insert(table, [{ n: 1 }, { c: lost }]);
    const before = await stateOf(table);
    const { status, body, text } = await change(table, { type: to, new_name: 'd', nullable: true });
    expect([status, body.code]).toEqual([409, 'conflict']);
    expect(text).not.toContain('2020-01-01 10:00');
    expect(await stateOf(table)).toEqual(before);
    expect((await insert(table, { n: 2 })).status).toBe(201);
  });

  it('including json with a duplicate key', async () => {
    const table = await createTable({ c: { type: 'json' } });
    await rows(`insert into public.${table.name} (c) values ('{"a":1,"a":2}')`);
    expect((await change(table, { type: 'jsonb' })).status).toBe(409);
    expect((await list(table)).text).toContain('{"a":1,"a":2}');
  });

  it('including a value that is inserted while the change waits', async () => {
    const table = await createTable({ c: { type: 'numeric' } });
    await insert(table, { c: 1 });
    const { status } = await duringTransaction([`insert into public.${table.name} (c) values (1.5)`], () =>
      change(table, { type: 'integer' }),
    );
    expect(status).toBe(409);
    expect((await contents(table.name)).map(({ c }) => c)).toEqual(['1', '1.5']);
  });
});

describe('a default', () => {
  it.each<[from: string, byDefault: unknown, to: string, inserted: unknown]>([
    ['integer', 5, 'text', '5'],
    ['text', '5', 'integer', 5],
    ['text', "it's", 'varchar', "it's"],
    ['integer', 5, 'numeric', 5],
    ['boolean', true, 'text', 'true'],
    ['date', '2020-01-01', 'timestamp', '2020-01-01T00:00:00'],
    ['jsonb', { a: 1 }, 'json', { a: 1 }],
    ['text[]', ['1'], 'integer[]', [1]],
  ])('survives a change of type: %s %j to %s', async (type, byDefault, to, inserted) => {
    const table = await createTable({ c: { type, default: byDefault } });
    expect((await change(table, { type: to })).status).toBe(200);
    expect((await insert(table, {})).body.c).toEqual(inserted);
    expect((await insert(table, [{}, { c: null }])).body).toMatchObject([{ c: inserted }, { c: null }]);
  });

  it('that calls a function survives too', async () => {
    const table = await createTable({ c: { type: 'timestamptz', default: 'now()' } });
    expect((await change(table, { type: 'text' })).status).toBe(200);
    expect((await insert(table, {})).body.c).toEqual(expect.stringMatching(/^\d{4}-/));
    const numbered = await createTable({ id: { type: 'integer' } });
    await insert(numbered, {});
    expect((await change(numbered, { type: 'bigint' }, 'id')).status).toBe(200);
    expect((await insert(numbered, {})).body.id).toBe(2);
  });

  it('that does not fit the new type is 409, unless another is given', async () => {
    const table = await createTable({ c: { type: 'text', default: 'x' } });
    const before = await stateOf(table);
    expect((await change(table, { type: 'integer' })).status).toBe(409);
    expect(await stateOf(table)).toEqual(before);
    expect((await change(table, { type: 'integer', default_value: 7 })).body.table_schema.c).toMatchObject({
      type: 'integer',
      default: 7,
    });
    expect(
      (await change(table, { type: 'text', default_value: null })).body.table_schema.c,
    ).not.toHaveProperty('default');
  });
});

it('uniqueness and references survive, or the change is refused', async () => {
  const parent = await createTable({ code: { type: 'integer', unique: true } });
  const child = await createTable(
    { p: { type: 'integer', references: `${parent.name}.code` } },
    { owner: parent.owner },
  );
  await insert(parent, { code: 1 });
  await insert(child, { p: 1 });
  expect((await change(parent, { type: 'bigint' }, 'code')).body.table_schema.code).toMatchObject({
    unique: true,
  });
  expect([409, 422]).toContain((await change(child, { type: 'text' }, 'p')).status);
  expect((await insert(child, { p: 2 })).status).toBe(409);
});

it('a name, a type, a default and nullability can change at once', async () => {
  const table = await createTable({ c: { type: 'integer', default: 1 } });
  await insert(table, { c: 5 });
  const json = { new_name: 'd', type: 'text', default_value: 'x', nullable: false };
  const { body } = await change(table, json);
  expect(body.table_schema.d).toEqual({ type: 'text', nullable: false, default: 'x' });
  expect(body.table_schema).not.toHaveProperty('c');
  expect((await list(table)).body.data).toMatchObject([{ d: '5' }]);
});
