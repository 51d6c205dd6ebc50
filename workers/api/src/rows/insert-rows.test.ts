import { describe, expect, it } from 'vitest';
import { call, type Problem } from '../testing/client.ts';
import { rows, value } from '../testing/postgres.ts';
import { adoptTable, contents, createTable, insert, list, newName, type Row } from '../testing/tables.ts';

describe('a row', () => {
  it('comes back with its defaults filled in', async () => {
    const table = await createTable({ n: { type: 'integer', default: 5 }, t: { type: 'text' } });
    const { status, body, headers } = await insert(table, { t: 'x' });
    expect([status, headers.get('content-type')]).toEqual([201, 'application/json']);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      n: 5,
      t: 'x',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00$/),
      updated_at: expect.any(String),
    });
    expect((await list(table)).body.data).toEqual([body]);
  });

  it('may be empty', async () => {
    const table = await createTable({ t: { type: 'text' } });
    expect((await insert(table, {})).body).toMatchObject({ t: null });
    expect((await insert<Row[]>(table, [{}, {}])).body).toHaveLength(2);
  });

  it('gives null as null, not as the default', async () => {
    const table = await createTable({ n: { type: 'integer', default: 5 } });
    expect((await insert(table, { n: null })).body).toMatchObject({ n: null });
    expect((await insert(table, [{ n: null }, {}])).body).toMatchObject([{ n: null }, { n: 5 }]);
  });

  it.each([
    ['bigint', '9007199254740993'],
    ['bigint', '-9223372036854775808'],
    ['numeric', '123456789012345678901234567890.12345678901234567890'],
    ['numeric', '0.10'],
    ['json', '{"a":1.50,"a":12345678901234567890,"b":1e400}'],
    ['jsonb', '{"a": 12345678901234567890.50}'],
    ['text', '"\\"\\\\ \u2028 \ud83d\ude00"'],
    ['text[]', '["a,b","{}","NULL",null,""]'],
    ['integer[]', '[[1,2],[3,4]]'],
    ['bytea', '"\\\\x00ff"'],
    ['double', '1e-300'],
  ])('keeps %s %s as it was written', async (type, json) => {
    const table = await createTable({ c: { type } });
    const { status, text } = await insert(table, `{"c":${json}}`);
    expect([status, text]).toEqual([201, expect.stringContaining(`"c":${json}`)]);
    expect((await list(table)).text).toContain(`"c":${json}`);
    expect((await insert(table, `[{"c":${json}},{}]`)).text).toContain(`"c":${json}`);
  });

  it('takes the last of two values of one key', async () => {
    const table = await createTable({ n: { type: 'integer' } });
    expect((await insert(table, '{"n":1,"n":2}')).body).toMatchObject({ n: 2 });
    expect((await insert(table, '[{"n":1,"\\u006e":2},{}]')).body).toMatchObject([{ n: 2 }, { n: null }]);
  });
});

describe('many rows', () => {
  it('come back in their order, each with the defaults of what it leaves out', async () => {
    const columns = {
      id: { type: 'integer' },
      n: { type: 'integer', default: 7 },
      t: { type: 'text', default: "it's" },
    };
    const table = await createTable(columns);
    const { status, body } = await insert<Row[]>(table, [
      { n: 1 },
      { t: 'x' },
      {},
      { id: 50, n: null },
      { n: 2, t: 'y' },
    ]);
    expect(status).toBe(201);
    expect(body.map(({ id, n, t }) => [id, n, t])).toEqual([
      [1, 1, "it's"],
      [2, 7, 'x'],
      [3, 7, "it's"],
      [50, null, "it's"],
      [4, 2, 'y'],
    ]);
  });

  it('are all or nothing', async () => {
    const table = await createTable({ n: { type: 'integer', unique: true } });
    for (const bad of [{ n: 1 }, { n: 'x' }, { nope: 1 }, 5]) {
      expect((await insert(table, [{ n: 1 }, { n: 2 }, bad])).status).toBeGreaterThanOrEqual(400);
    }
    expect(await contents(table.name)).toEqual([]);
  });

  it('are none when there are none', async () => {
    const table = await createTable({});
    const { status, text } = await insert(table, []);
    expect([status, text]).toEqual([201, '[]']);
  });

  it('are up to 10,000', async () => {
    const table = await createTable({ n: { type: 'integer' }, t: { type: 'text' } });
    const many = (count: number) => Array.from({ length: count }, (_, n) => (n % 2 ? { n } : { n, t: 'x' }));
    const { status, body } = await insert<Row[]>(table, many(10_000));
    expect([status, body.length, body[9_999]?.n]).toEqual([201, 10_000, 9_999]);
    expect((await insert(table, many(10_001))).status).toBe(422);
    expect(await value(`select count(*)::int from public.${table.name}`)).toBe(10_000);
  });

  it('are refused as none by those who may not, too', async () => {
    const table = await createTable({});
    expect((await call('POST', `/tables/${table.id}/data`, { json: [] })).status).toBe(404);
    await rows('update selfdb.sessions set revoked_at = now() where id = $1', [table.owner.sessionId]);
    expect((await insert(table, [])).status).toBe(401);
  });
});

describe('columns that the database fills', () => {
  it('are identities: by default or by the caller, always only by the database', async () => {
    const name = newName();
    await rows(`create table public."${name}" (id int generated always as identity primary key,
      n int generated by default as identity (start 5), t text)`);
    const table = await adoptTable(name);
    expect((await insert(table, { t: 'x' })).body).toEqual({ id: 1, n: 5, t: 'x' });
    expect((await insert(table, [{ n: 9 }, { t: 'y' }])).body).toEqual([
      { id: 2, n: 9, t: null },
      { id: 3, n: 6, t: 'y' },
    ]);
    const refused = await insert<Problem>(table, { id: 1 });
    expect([refused.status, refused.text]).toEqual([
      422,
      expect.stringContaining('computed by the database'),
    ]);
  });

  it('are all there are', async () => {
    const name = newName();
    await rows(
      `create table public.${name} (id int generated always as identity, d int generated always as (id * 2) stored)`,
    );
    const table = await adoptTable(name);
    expect((await insert(table, {})).body).toEqual({ id: 1, d: 2 });
    expect((await insert(table, [{}, {}])).body).toEqual([
      { id: 2, d: 4 },
      { id: 3, d: 6 },
    ]);
  });

  it('are serials, and defaults that call functions', async () => {
    const name = newName('Cap "q"');
    await rows(
      `create table public."${name.replaceAll('"', '""')}" (id serial primary key, h text default upper('x' || 'y'), n int)`,
    );
    const table = await adoptTable(name);
    expect((await insert(table, [{ n: 1 }, { id: 10 }, { h: 'z' }])).body).toEqual([
      { id: 1, h: 'XY', n: 1 },
      { id: 10, h: 'XY', n: null },
      { id: 2, h: 'z', n: null },
    ]);
  });

  it('are of a table without columns', async () => {
    const name = newName();
    await rows(`create table public.${name} ()`);
    const table = await adoptTable(name);
    expect((await insert(table, {})).text).toBe('{}');
    expect((await list(table)).body).toMatchObject({ data: [{}], total: 1 });
  });
});

describe('an upsert', () => {
  const columns = {
    code: { type: 'text', unique: true },
    n: { type: 'integer', default: 7 },
    t: { type: 'text' },
  };

  it('inserts what is new and updates what is there, in order', async () => {
    const table = await createTable(columns);
    const first = await insert(table, { code: 'a', n: 1, t: 'keep' });
    const { status, body } = await insert<Row[]>(
      table,
      [
        { code: 'b', n: 2 },
        { code: 'a', n: 3 },
      ],
      { on_conflict: 'code' },
    );
    expect(status).toBe(201);
    expect(body).toMatchObject([
      { code: 'b', n: 2, t: null },
      { id: first.body.id, code: 'a', n: 3, t: 'keep' },
    ]);
    expect(Date.parse(String(body[1]?.updated_at))).toBeGreaterThan(
      Date.parse(String(first.body.updated_at)),
    );
  });

  it('keeps in a row that is there what the input leaves out, and fills in defaults in a new one', async () => {
    const table = await createTable(columns);
    await insert(table, [
      { code: 'a', n: 1, t: 'keep' },
      { code: 'b', n: 2, t: 'keep' },
    ]);
    const input = [
      { code: 'b', t: 'new' },
      { code: 'a', n: 5 },
      { code: 'c' },
      { t: 'no key', n: 9 },
      { code: 'd', n: null },
    ];
    const { status, body } = await insert<Row[]>(table, input, { on_conflict: 'code' });
    expect(status).toBe(201);
    expect(body.map(({ code, n, t }) => [code, n, t])).toEqual([
      ['b', 2, 'new'],
      ['a', 5, 'keep'],
      ['c', 7, null],
      [null, 9, 'no key'],
      ['d', null, null],
    ]);
    const keys = {
      x: { type: 'integer', primary_key: true },
      y: { type: 'text', primary_key: true, default: 'z' },
    };
    const other = await createTable({ ...keys, a: { type: 'text' }, b: { type: 'text' } });
    await insert(other, [
      { x: 1, a: 'a', b: 'b' },
      { x: 2, a: 'a', b: 'b' },
    ]);
    const again = await insert<Row[]>(
      other,
      [
        { x: 1, a: 'A' },
        { x: 2, y: 'z', b: 'B' },
      ],
      { on_conflict: 'x,y' },
    );
    expect(again.body.map(({ a, b }) => [a, b])).toEqual([
      ['A', 'b'],
      ['a', 'B'],
    ]);
  });

  it('of 10,000 rows that differ in what they name takes no long time', async () => {
    const table = await createTable(columns);
    const input = (t: string) =>
      Array.from({ length: 10_000 }, (_, i) => (i % 2 ? { code: `c${i}`, n: i } : { code: `c${i}`, t }));
    await insert(table, input('x'));
    const started = performance.now();
    const { status, body } = await insert<Row[]>(table, input('y'), { on_conflict: 'code' });
    expect([status, body[0]?.t, body[1]?.n]).toEqual([201, 'y', 1]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('gives back a row of which nothing but the key is given', async () => {
    const table = await createTable(columns);
    const first = await insert(table, { code: 'a', n: 1 });
    const again = await insert(table, { code: 'a' }, { on_conflict: 'code' });
    expect(again.body).toMatchObject({ id: first.body.id, n: 1 });
  });

  it('goes by several columns, with names that need quotes', async () => {
    const key = { type: 'text', primary_key: true };
    const table = await createTable({ 'a, b': key, 'c"d': key, n: { type: 'integer' } });
    const row = (n: number) => ({ 'a, b': 'x', 'c"d': 'y', n });
    await insert(table, row(1));
    const { status, body } = await insert(table, row(2), { on_conflict: '"a, b","c""d"' });
    expect([status, body.n, (await contents(table.name)).length]).toEqual([201, 2, 1]);
  });

  it.each([
    ['n', 422],
    ['code,n', 422],
    ['nope', 422],
    ['', 422],
    ['xmin', 422],
    ['*', 422],
  ])('by "%s" is %d', async (on_conflict, status) => {
    const table = await createTable(columns);
    const answer = await insert<Problem>(table, { code: 'a' }, { on_conflict });
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toMatchObject([{ loc: ['query', 'on_conflict'] }]);
  });

  it('of one key twice changes nothing', async () => {
    const table = await createTable(columns);
    const { status, body } = await insert<Problem>(table, [{ code: 'a' }, { code: 'a' }], {
      on_conflict: 'code',
    });
    expect([status, body.detail]).toEqual([409, 'Two of the rows have the same key.']);
    expect(await contents(table.name)).toEqual([]);
  });

  it('still minds the other constraints', async () => {
    const table = await createTable({ ...columns, other: { type: 'text', unique: true } });
    await insert(table, { code: 'a', other: 'x' });
    const { status, body } = await insert<Problem>(table, { code: 'b', other: 'x' }, { on_conflict: 'code' });
    expect([status, body.detail]).toEqual([409, expect.stringContaining('"other"')]);
  });
});

describe('a constraint that the data break is named with its column:', () => {
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
    expect(body.detail).toMatchObject([{ msg: expect.stringContaining('"positive"'), type: 'check' }]);
  });

  it('exclusion, 409', async () => {
    const table = await createTable({ n: { type: 'integer' } });
    await rows(`alter table public.${table.name} add constraint apart exclude using btree (n with =)`);
    await insert(table, { n: 1 });
    expect((await insert<Problem>(table, { n: 1 })).status).toBe(409);
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
  ])('type, 422: %s does not take %s', async (type, json) => {
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
});
