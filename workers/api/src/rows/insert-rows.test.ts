import type { Problem } from '@selfdb/server/testing/client';
import { rows, value } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { adoptTable, contents, createTable, insert, list, newName, type Row } from '../testing/tables.ts';

describe('a row', () => {
  it('is returned with its defaults', async () => {
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

  it('stores null as null, not as the default', async () => {
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
  ])('keeps %s %s exactly as it was written', async (type, json) => {
    const table = await createTable({ c: { type } });
    const { status, text } = await insert(table, `{"c":${json}}`);
    expect([status, text]).toEqual([201, expect.stringContaining(`"c":${json}`)]);
    expect((await list(table)).text).toContain(`"c":${json}`);
    expect((await insert(table, `[{"c":${json}},{}]`)).text).toContain(`"c":${json}`);
  });

  it('uses the last of two values of one key', async () => {
    const table = await createTable({ n: { type: 'integer' } });
    expect((await insert(table, '{"n":1,"n":2}')).body).toMatchObject({ n: 2 });
    expect((await insert(table, '[{"n":1,"\\u006e":2},{}]')).body).toMatchObject([{ n: 2 }, { n: null }]);
  });
});

describe('many rows', () => {
  it('are returned in their order, each with the defaults of its missing columns', async () => {
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

  it('may be an empty array', async () => {
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

  it('are refused for an empty array too, if the caller may not insert', async () => {
    const table = await createTable({});
    expect((await call('POST', `/tables/${table.id}/data`, { json: [] })).status).toBe(404);
    await rows('update selfdb.sessions set revoked_at = now() where id = $1', [table.owner.sessionId]);
    expect((await insert(table, [])).status).toBe(401);
  });
});

describe('columns that the database fills in', () => {
  it('may be identities: by default or by the caller, always only by the database', async () => {
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

  it('may be all the columns of a table', async () => {
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

  it('may be serials, and defaults that call functions', async () => {
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

  it('may be missing: a table without columns', async () => {
    const name = newName();
    await rows(`create table public.${name} ()`);
    const table = await adoptTable(name);
    expect((await insert(table, {})).text).toBe('{}');
    expect((await list(table)).body).toMatchObject({ data: [{}], total: 1 });
  });
});
