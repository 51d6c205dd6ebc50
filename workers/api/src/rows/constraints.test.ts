import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { contents, createTable, insert, list } from '../testing/tables.ts';

describe('a violated constraint is reported with its column:', () => {
  it('unique, 409', async () => {
    const table = await createTable({ code: { type: 'text', unique: true } });
    await insert(table, { code: 's3cret' });
    const { status, body, text } = await insert<Problem>(table, { code: 's3cret' });
    expect([status, body.code, body.detail]).toEqual([409, 'conflict', expect.stringContaining('"code"')]);
    expect(text).not.toContain('s3cret');
  });

  it('foreign key, 409', async () => {
    const parent = await createTable({});
    const table = await createTable(
      { parent: { type: 'uuid', references: parent.name } },
      { owner: parent.owner },
    );
    const { status, body } = await insert<Problem>(table, { parent: '018f0000-0000-7000-8000-000000000001' });
    expect([status, body.code, body.detail]).toEqual([409, 'conflict', expect.stringContaining('"parent"')]);
  });

  it('not null, 422', async () => {
    const table = await createTable({ must: { type: 'text', nullable: false } });
    for (const row of [{}, { must: null }, [{ must: 'x' }, {}]]) {
      const { status, body } = await insert<Problem>(table, row);
      expect(status).toBe(422);
      expect(body.detail).toMatchObject([{ loc: ['body', 'must'], type: 'not_null' }]);
    }
  });

  it('check, 422', async () => {
    const table = await createTable({ n: { type: 'integer' } });
    await rows(`alter table public.${table.name} add constraint positive check (n > 0)`);
    const { status, body } = await insert<Problem>(table, { n: -1 });
    expect(status).toBe(422);
    expect(body.detail).toMatchObject([
      { loc: ['body', 'n'], msg: expect.stringContaining('"positive"'), type: 'check' },
    ]);
  });

  it('check of several columns, 422: names one that was written', async () => {
    const table = await createTable({ a: { type: 'integer', default: 5 }, b: { type: 'integer' } });
    await rows(`alter table public.${table.name} add constraint ordered check (a < b)`);
    const { body } = await insert<Problem>(table, [{ b: 6 }, { b: 1 }]);
    expect(body.detail).toMatchObject([{ loc: ['body', 'b'], type: 'check' }]);
  });

  it('exclusion, 409', async () => {
    const table = await createTable({ n: { type: 'integer' } });
    await rows(`alter table public.${table.name} add constraint apart exclude using btree (n with =)`);
    await insert(table, { n: 1 });
    const { status, body } = await insert<Problem>(table, { n: 1 });
    expect([status, body.detail]).toEqual([409, expect.stringContaining('"n"')]);
  });

  it.each([
    ['integer', '"x"'],
    ['integer', '1.5'],
    ['integer', '99999999999'],
    ['smallint', '40000'],
    ['integer', '{"a":1}'],
    ['boolean', '"perhaps"'],
    ['uuid', '"x"'],
    ['timestamptz', '"2020-13-45"'],
    ['date', '"x"'],
    ['double', '1e400'],
    ['numeric', '1e400000'],
    ['text', '"a\\u0000b"'],
    ['text', '"\\ud800"'],
    ['jsonb', '{"a":["\\u0000"]}'],
    ['integer[]', '[1,"x"]'],
    ['integer[]', '5'],
    ['integer[]', '[[1],[2,3]]'],
    ['bytea', '"\\\\xzz"'],
  ])('type, 422: %s does not accept %s', async (type, json) => {
    const table = await createTable({ good: { type: 'text' }, c: { type } });
    for (const [text, loc] of [
      [`{"good":"1","c":${json}}`, ['body', 'c']],
      [`[{"good":"1"},{"good":"2","c":${json}}]`, ['body', 1, 'c']],
    ] as const) {
      const { status, body } = await insert<Problem>(table, text);
      expect([status, body.code, body.detail]).toEqual([
        422,
        'validation_error',
        [expect.objectContaining({ loc })],
      ]);
    }
    expect(await contents(table.name)).toEqual([]);
  });

  it.each([
    ['"[[[[[[[1]]]]]]]"', '[[[[[[[1]]]]]]]'],
    ['a text', '"{{{{{{{1}}}}}}}"'],
  ])('dimensions, 422: an array has at most six, as %s', async (_, json) => {
    const table = await createTable({ tags: { type: 'integer[]' }, a: { type: 'integer[]' } });
    const says = expect.stringMatching(/^The value for "a" .*array dimensions.* exceeds the maximum/);
    const written = await insert<Problem>(table, `{"tags":[1],"a":${json}}`);
    expect([written.status, written.body.detail]).toEqual([
      422,
      [{ loc: ['body', 'a'], msg: says, type: 'type_error' }],
    ]);
    const found = await list(table, { filter: `{"tags":[1],"a":{"eq":${json}}}` });
    expect([found.status, found.body.detail]).toEqual([
      422,
      [{ loc: ['query', 'filter', 'a', 'eq'], msg: says, type: 'type_error' }],
    ]);
  });
});

it('a row that is too large is 422, with its size', async () => {
  const names = Array.from({ length: 700 }, (_, n) => `c${n}`);
  const table = await createTable(Object.fromEntries(names.map((name) => [name, { type: 'text' }])));
  const row = Object.fromEntries(names.map((name) => [name, crypto.randomUUID().slice(0, 30)]));
  const { status, body } = await insert<Problem>(table, row);
  expect([status, body.code]).toEqual([422, 'validation_error']);
  expect(body.detail).toMatchObject([
    { msg: expect.stringMatching(/row is too big: size \d+, maximum size 8160/) },
  ]);
});
