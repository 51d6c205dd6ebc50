import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { column, createPerson, run, type SqlBody } from './testing/client.ts';

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

  it('go with one statement only', async () => {
    const { status, body } = await run('select $1; select $2', { params: [1] });
    expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', 'params'] }]]);
    expect(await column('begin; select $1::int; commit', { params: [1] })).toEqual([1]);
  });

  it.each([
    '[9007199254740993]',
    '[{"a": [9007199254740993]}]',
    '[1e400]',
    '[1e300]',
    '["a\\u0000"]',
    '["\\ud800"]',
  ])('are refused when they can not arrive as sent: %s', async (params) => {
    const { token } = await createPerson();
    const text = `{"query": "select $1", "params": ${params}}`;
    const { status, body } = await call<SqlBody>('POST', '/sql/query', { token, body: text });
    expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', 'params', 0] }]]);
  });

  it('too few of them are an SQL error', async () => {
    expect((await run('select $1, $2', { params: ['a'] })).body).toMatchObject({
      code: 'sql_error',
      sqlstate: '08P01',
    });
  });
});
