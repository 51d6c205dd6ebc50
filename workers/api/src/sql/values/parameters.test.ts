import { describe, expect, it } from 'vitest';
import { call } from '../../testing/client.ts';
import { column, createPerson, run, type SqlBody } from '../testing/client.ts';

describe('params', () => {
  it('reach the statement as pg sends them', async () => {
    const { body } = await run(
      'select $1::int, $2::text, $3::bool, $4::jsonb, $5::text[], $6::numeric, $7::int[], $8::int8, $9::text[]',
      {
        params: [1, "a'b", true, { a: [1] }, ['x,"y"', null, '\\'], 1.5, [[1], [2]], '9007199254740993', []],
      },
    );
    expect(body.results[0]?.rows[0]?.toSpliced(7, 1)).toEqual([
      1,
      "a'b",
      true,
      { a: [1] },
      ['x,"y"', null, '\\'],
      1.5,
      [[1], [2]],
      [],
    ]);
    expect(await column('select $1::int8::text', { params: ['9007199254740993'] })).toEqual([
      '9007199254740993',
    ]);
    expect(await column('select $1::int is null', { params: [null] })).toEqual([true]);
  });

  it('are only allowed with one statement', async () => {
    const { status, body } = await run('select $1; select $2', { params: [1] });
    expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', 'params'] }]]);
    expect(await column('begin; select $1::int; commit', { params: [1] })).toEqual([1]);
  });

  it.each<[string, string, unknown]>([
    ['select $1::jsonb', '[[1,2,3]]', [1, 2, 3]],
    ['select $1::json', '[{"a":[1,null,"x\\"y"]}]', { a: [1, null, 'x"y'] }],
    ['select $1::jsonb', '["a text"]', 'a text'],
    ['select $1::jsonb', '["{\\"a\\":1}"]', { a: 1 }],
    ['select $1::jsonb', '[5]', 5],
    ['select $1::jsonb', '[true]', true],
    ['select $1::jsonb is null', '[null]', true],
    ["select jsonb_build_object('a', $1::jsonb)", '[[1,{"b":2}]]', { a: [1, { b: 2 }] }],
    ['select array_length($1::jsonb[], 1)', '[[[1,2],[3]]]', 2],
    ['select $1::jsonb[]', '[[{"a":"\\\\"},[1],"x",null]]', [{ a: '\\' }, [1], 'x', null]],
    ['select $1::int[]', '[[1,null,3]]', [1, null, 3]],
    ['select $1::int[]', '["{1,2}"]', [1, 2]],
    [
      'select $1::int[]',
      '[[[1,2],[3,4.0]]]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'select $1::text[]',
      '[["a,\\"b\\"",null,"NULL","",7,true,{"x":1}]]',
      ['a,"b"', null, 'NULL', '', '7', 'true', '{"x":1}'],
    ],
    ['select $1::text', '["x"]', 'x'],
    ['select $1::text', '[[1,"a"]]', '[1,"a"]'],
    ['select $1::text', '[1.50]', '1.50'],
    ['select $1::int', '[5e0]', 5],
    ['select $1::numeric::text', '[1.50]', '1.50'],
    ['select $1::int8::text', '[9007199254740993]', '9007199254740993'],
    [
      'select $1::numeric::text',
      '[123456789012345678901234567890.123]',
      '123456789012345678901234567890.123',
    ],
    ['select $1::jsonb::text', '[{"a":[9007199254740993]}]', '{"a": [9007199254740993]}'],
    ['select ($1::int8[])[1]::text', '[[9007199254740993]]', '9007199254740993'],
    ['select $1::bytea', '["\\\\x00ff"]', '\\x00ff'],
    ['select $1::date', '["2020-01-31"]', '2020-01-31'],
    ['select count(*)::int from generate_series(1, 9) id where id = any($1)', '[[2,4,40]]', 2],
    ['select $1', '["x"]', 'x'],
  ])('are written for the type that the statement gives them: %s of %s', async (query, params, expected) => {
    const { token } = await createPerson();
    const body = `{"query": ${JSON.stringify(query)}, "params": ${params}}`;
    const answer = await call<SqlBody>('POST', '/sql/query', { token, body });
    expect(answer.body.results?.[0]?.rows[0]).toEqual([expected]);
  });

  it('can have types that are not built in: domains, arrays of enums, composite types', async () => {
    const name = `t_${crypto.randomUUID().slice(0, 8)}`;
    await run(`create type ${name}_e as enum ('a', 'b c'); create domain ${name}_d as jsonb;
      create domain ${name}_l as int[]; create type ${name}_c as (x int, y text)`);
    const all = `select $1::${name}_e[]::text[], $2::${name}_d::jsonb, $3::${name}_l::int[], ($4::${name}_c).y, $5::point[]::text`;
    const params = [['b c', 'a', null], [1, { a: 2 }], [1, 2], '(1,x)', ['(1,2)']];
    const { body } = await run(all, { params });
    expect(body.results[0]?.rows[0]).toEqual([['b c', 'a', null], [1, { a: 2 }], [1, 2], 'x', '{"(1,2)"}']);
  });

  it.each([
    ['select $1::int', [1, 2], '22P02'],
    ['select $1::int', { a: 1 }, '22P02'],
    ['select $1::int[]', 5, '22P02'],
    ['select $1::int[]', [['a']], '22P02'],
    ['select 1 +, $1', 5, '42601'],
  ])('that do not fit are an SQL error: %s of %j', async (query, value, sqlstate) => {
    const { status, body } = await run(query, { params: [value] });
    expect([status, body.code, body.sqlstate]).toEqual([400, 'sql_error', sqlstate]);
  });

  it.each(['["a\\u0000"]', '["\\ud800"]', '[{"a": ["\\u0000"]}]', '[{"\\u0000": 1}]'])(
    'are refused when Postgres can not hold them: %s',
    async (params) => {
      const { token } = await createPerson();
      const text = `{"query": "select $1", "params": ${params}}`;
      const { status, body } = await call<SqlBody>('POST', '/sql/query', { token, body: text });
      const [issue] = Array.isArray(body.detail) ? body.detail : [];
      expect([status, issue?.loc.slice(0, 3)]).toEqual([422, ['body', 'params', 0]]);
    },
  );

  it('too few of them are an SQL error', async () => {
    expect((await run('select $1, $2', { params: ['a'] })).body).toMatchObject({
      code: 'sql_error',
      sqlstate: '08P01',
    });
  });
});
