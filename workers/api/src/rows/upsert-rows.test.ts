import type { Problem } from '@selfdb/server/testing/client';
import { describe, expect, it } from 'vitest';
import { contents, createTable, insert, type Row } from '../testing/tables.ts';

describe('an upsert', () => {
  const columns = {
    code: { type: 'text', unique: true },
    n: { type: 'integer', default: 7 },
    t: { type: 'text' },
  };

  it('inserts new rows and updates existing ones, in order', async () => {
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

  it('keeps missing columns in an existing row, and fills in their defaults in a new one', async () => {
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

  it('of 10,000 rows with different columns is fast', async () => {
    const table = await createTable(columns);
    const length = 10_000;
    const alike = Array.from({ length }, (_, i) => ({ code: `c${i}`, n: i, t: 'x' }));
    const different = alike.map(({ code, n }) => (n % 2 ? { code, n } : { code, t: 'y' }));
    const times: number[] = [];
    for (const input of [alike, alike, different]) {
      const started = performance.now();
      const { status, body } = await insert<Row[]>(table, input, { on_conflict: 'code' });
      times.push(performance.now() - started);
      expect([status, body.length, body[1]?.n]).toEqual([201, length, 1]);
    }
    const [, sameShape = 0, mixed = 0] = times;
    // Searching for each row among all others would take thousands of times as long.
    expect(mixed / sameShape).toBeLessThan(20);
  });

  it('returns a row for which only the key is sent', async () => {
    const table = await createTable(columns);
    const first = await insert(table, { code: 'a', n: 1 });
    const again = await insert(table, { code: 'a' }, { on_conflict: 'code' });
    expect(again.body).toMatchObject({ id: first.body.id, n: 1 });
  });

  it('of rows without columns inserts new ones', async () => {
    const table = await createTable(columns);
    const { status, body } = await insert<Row[]>(table, [{}, {}], { on_conflict: 'code' });
    expect([status, body.map(({ n }) => n)]).toEqual([201, [7, 7]]);
  });

  it('matches by several columns, with names that need quotes', async () => {
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

  it('still obeys the other constraints', async () => {
    const table = await createTable({ ...columns, other: { type: 'text', unique: true } });
    await insert(table, { code: 'a', other: 'x' });
    const { status, body } = await insert<Problem>(table, { code: 'b', other: 'x' }, { on_conflict: 'code' });
    expect([status, body.detail]).toEqual([409, expect.stringContaining('"other"')]);
  });

  it('at the same time as others of the same rows in another order succeeds', async () => {
    const table = await createTable({ code: { type: 'text', unique: true }, n: { type: 'integer' } });
    const codes = Array.from({ length: 2000 }, (_, i) => `c${i}`);
    await insert(
      table,
      codes.map((code) => ({ code, n: 0 })),
    );
    const orders = [codes, codes.toReversed(), codes, codes.toReversed()];
    const answers = await Promise.all(
      orders.map((order, n) =>
        insert(
          table,
          order.map((code) => ({ code, n })),
          { on_conflict: 'code' },
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });
});
