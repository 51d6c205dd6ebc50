import { describe, expect, it } from 'vitest';
import { newName as newTable } from '../testing/tables.ts';
import { run } from './testing/client.ts';

describe('the answer', () => {
  it('holds command, count, columns and rows of each statement', async () => {
    const table = newTable();
    const { status, body } = await run(
      `create table ${table} (id int primary key, name text);
       insert into ${table} values (1, 'a'), (2, null);
       select * from ${table} order by id;
       update ${table} set name = 'c' where id = 9;
       drop table ${table}`,
    );
    expect(status).toBe(200);
    expect(body.results).toEqual([
      { command: 'CREATE TABLE', row_count: null, columns: [], rows: [], truncated: false },
      { command: 'INSERT', row_count: 2, columns: [], rows: [], truncated: false },
      {
        command: 'SELECT',
        row_count: 2,
        columns: [
          { name: 'id', type: 'integer' },
          { name: 'name', type: 'text' },
        ],
        rows: [
          [1, 'a'],
          [2, null],
        ],
        truncated: false,
      },
      { command: 'UPDATE', row_count: 0, columns: [], rows: [], truncated: false },
      { command: 'DROP TABLE', row_count: null, columns: [], rows: [], truncated: false },
    ]);
    expect(body.notices).toEqual([]);
    expect(body.execution_time_ms).toBeGreaterThan(0);
  });

  it('keeps every digit of numbers', async () => {
    const { text } = await run(
      'select 9223372036854775807::int8, 0.1234567890123456789012345::numeric, 1e20::float8',
    );
    expect(text).toContain('"rows":[[9223372036854775807,0.1234567890123456789012345,1e+20]]');
  });

  it.each([
    ["'NaN'::float8", 'NaN', 'double precision'],
    ["'-infinity'::numeric", '-Infinity', 'numeric'],
    ['1.5::real', 1.5, 'real'],
    ['(-3)::smallint', -3, 'smallint'],
    ['true', true, 'boolean'],
    ['null::text', null, 'text'],
    [`'{"a": [1, null]}'::json`, { a: [1, null] }, 'json'],
    [`'{"b": 2}'::jsonb`, { b: 2 }, 'jsonb'],
    ["'2026-01-31 08:15:30.5+02'::timestamptz", '2026-01-31T06:15:30.500Z', 'timestamp with time zone'],
    ["'2026-01-31 08:15:30.123456Z'::timestamptz", '2026-01-31T08:15:30.123456Z', 'timestamp with time zone'],
    ["'infinity'::timestamptz", 'infinity', 'timestamp with time zone'],
    ["'2026-01-31 08:15'::timestamp", '2026-01-31 08:15:00', 'timestamp without time zone'],
    ["'2026-01-31'::date", '2026-01-31', 'date'],
    ["'\\xdeadbeef'::bytea", '\\xdeadbeef', 'bytea'],
    ['\'a "quoted"\'::varchar(20)', 'a "quoted"', 'character varying'],
    ["'1 day 02:00'::interval", '1 day 02:00:00', 'interval'],
    ['array[1, null, 3]', [1, null, 3], 'integer[]'],
    [
      "array['a,b', 'NULL', null, '\"', '\\', '{}', '']",
      ['a,b', 'NULL', null, '"', '\\', '{}', ''],
      'text[]',
    ],
    [
      'array[[1, 2], [3, 4]]',
      [
        [1, 2],
        [3, 4],
      ],
      'integer[]',
    ],
    ["'[0:1]={5,6}'::int[]", [5, 6], 'integer[]'],
    ['array[\'{"a": "}"}\'::jsonb]', [{ a: '}' }], 'jsonb[]'],
    ["array['2026-01-31 00:00Z'::timestamptz]", ['2026-01-31T00:00:00.000Z'], 'timestamp with time zone[]'],
    ["'{}'::bool[]", [], 'boolean[]'],
    ["row(1, 'x')", '(1,x)', 'record'],
    ['int4range(1, 5)', '[1,5)', 'int4range'],
    ["'(1,2)'::point", '(1,2)', 'point'],
    ["'12.50'::money", '$12.50', 'money'],
  ])('returns %s as JSON', async (expression, expected, type) => {
    const { body } = await run(`select ${expression}`);
    expect(body.results[0]?.rows).toEqual([[expected]]);
    expect(body.results[0]?.columns[0]?.type).toBe(type);
  });

  it('names the types that an administrator created', async () => {
    const name = newTable();
    const { body } = await run(
      `create type ${name} as enum ('x'); select 'x'::${name}, array['x'::${name}]; drop type ${name}`,
    );
    expect(body.results[1]?.rows).toEqual([['x', '{x}']]);
    expect(body.results[1]?.columns.map(({ type }) => type)).toEqual(['???', '???']);
    const kept = await run(`create type ${name} as enum ('x'); select 'x'::${name}`);
    expect(kept.body.results[1]?.columns[0]?.type).toBe(name);
  });

  it('supports rows without columns, columns of one name, and empty texts', async () => {
    expect((await run('select from generate_series(1, 2)')).body.results[0]?.rows).toEqual([[], []]);
    expect((await run('select 1 as a, 2 as a')).body.results[0]?.rows).toEqual([[1, 2]]);
    expect((await run(' -- nothing\n ; ')).body.results).toEqual([]);
  });

  it('shows notices, at most a hundred', async () => {
    const { body } = await run("do $$ begin raise warning 'careful %', 1; end $$");
    expect(body.notices).toEqual([
      { severity: 'WARNING', message: 'careful 1', sqlstate: '01000', detail: null, hint: null },
    ]);
    const many = await run("do $$ begin for i in 1..500 loop raise notice '%', i; end loop; end $$");
    expect(many.body.notices).toHaveLength(100);
  });
});
