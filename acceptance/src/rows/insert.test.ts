import { beforeAll, describe, expect, it } from 'vitest';
import { expectInvalid, expectNames, expectProblem, expectStatus, UUID_V7 } from '../expectations.ts';
import { createTable, insertRows, type Row, readPage, sqlValue, type Table } from '../world/tables.ts';
import { admin, anyone, createPerson, type Person } from '../world/users.ts';

let owner: Person;
let stranger: Person;
let table: Table;
const path = () => `/tables/${table.id}/data`;
const total = async () => (await readPage(owner, table, { page_size: 1 })).total;

beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
  table = await createTable(owner, {
    table_schema: {
      sku: { type: 'text', nullable: true, unique: true },
      name: { type: 'text', nullable: false, default: 'unnamed' },
      stock: { type: 'integer', nullable: false, default: 5 },
      note: { type: 'text', nullable: true },
    },
  });
});

describe('POST /tables/{id}/data', () => {
  it('with one row answers the row itself, defaults filled in', async () => {
    const answer = await owner.post<Row>(path(), { sku: 'one', note: 'Größe' });
    expectStatus(answer, 201);
    expect(answer.body).toMatchObject({ sku: 'one', name: 'unnamed', stock: 5, note: 'Größe' });
    expect(answer.body.id).toMatch(UUID_V7);
    expect((await owner.get<Row>(`${path()}/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('with an array answers the rows in their order', async () => {
    const skus = Array.from({ length: 50 }, (_, index) => `order-${index}`);
    const rows = await insertRows(
      owner,
      table,
      skus.map((sku) => ({ sku })),
    );
    expect(rows.map((row) => row.sku)).toEqual(skus);
  });

  it('fills in the defaults of rows with different keys, and keeps an explicit null', async () => {
    const rows = await insertRows(owner, table, [
      { sku: 'd1' },
      { name: 'Named' },
      { stock: 0, sku: 'd3' },
      { note: null, stock: 9 },
      {},
    ]);
    expect(rows.map(({ sku, name, stock, note }) => [sku, name, stock, note])).toEqual([
      ['d1', 'unnamed', 5, null],
      [null, 'Named', 5, null],
      ['d3', 'unnamed', 0, null],
      [null, 'unnamed', 9, null],
      [null, 'unnamed', 5, null],
    ]);
    expectProblem(await owner.post(path(), [{ sku: 'd9' }, { name: null }]), 422);
  });

  it('is all or nothing', async () => {
    const before = await total();
    for (const bad of [{ sku: 'one' }, { stock: 'many' }, { name: null }, { nope: 1 }, 5, null, []]) {
      const answer = await owner.post(path(), [{ sku: 'fresh-a' }, { sku: 'fresh-b' }, bad]);
      expectProblem(answer, 400, 409, 422);
    }
    expect(await total()).toBe(before);
  });

  it('takes 10,000 rows and refuses 10,001', async () => {
    const big = await createTable(owner, { table_schema: { n: { type: 'integer', nullable: false } } });
    const rows = Array.from({ length: 10_001 }, (_, n) => ({ n }));
    expectInvalid(await owner.post(`/tables/${big.id}/data`, rows));
    expect((await readPage(owner, big)).total).toBe(0);
    const answer = await owner.post<Row[]>(`/tables/${big.id}/data`, rows.slice(0, 10_000));
    expectStatus(answer, 201);
    expect(answer.body.length).toBe(10_000);
    expect(answer.body.at(-1)?.n).toBe(9_999);
    expect(
      await sqlValue(
        `select count(*)::int || ' ' || count(distinct n)::int || ' ' || max(n) from "${big.name}"`,
      ),
    ).toBe('10000 10000 9999');
  });

  it('with an empty array inserts nothing', async () => {
    const before = await total();
    const answer = await owner.post(path(), []);
    expectStatus(answer, 201, 422);
    if (answer.status === 201) expect(answer.body).toEqual([]);
    expect(await total()).toBe(before);
  });

  it.each([
    ['a column that is not there', { nope: 1 }, 422, 'nope'],
    ['a column in the wrong case', { SKU: 'x' }, 422, 'SKU'],
    ['a value of another type', { stock: 'many' }, 422, 'stock'],
    ['a number out of range', { stock: 3_000_000_000 }, 422, 'stock'],
    ['a fraction in an integer', { stock: 1.5 }, 422, 'stock'],
    ['null where there is none', { name: null }, 422, 'name'],
    ['a value that is taken', { sku: 'taken' }, 409, 'sku'],
    ['a NUL byte', { note: 'a\u0000b' }, 422, 'note'],
    ['a boolean in an integer', { stock: true }, 422, 'stock'],
  ])('refuses %s, naming the column', async (_name, row, status, column) => {
    await owner.post(path(), { sku: 'taken' });
    const before = await total();
    const answer = await owner.post(path(), row);
    expectProblem(answer, status);
    expectNames(answer, column);
    expect(await total()).toBe(before);
  });

  it('names the column of a broken check', async () => {
    await sqlValue(`alter table "${table.name}" add constraint "stock_positive" check (stock >= 0)`);
    const answer = await owner.post(path(), { stock: -1 });
    expectProblem(answer, 422);
    expectNames(answer, 'stock');
  });

  it('is for anyone on a public table, otherwise for the owner and an ADMIN', async () => {
    expectProblem(await anyone.post(path(), { note: 'no' }), 401, 404);
    expectProblem(await stranger.post(path(), { note: 'no' }), 403);
    expectStatus(await admin.post(path(), { note: 'yes' }), 201);
    const open = await createTable(owner, { public: true });
    for (const caller of [anyone, stranger, owner, admin]) {
      expectStatus(await caller.post(`/tables/${open.id}/data`, { title: 'hello' }), 201);
    }
    expect((await readPage(anyone, open)).total).toBe(4);
  });
});

describe('on_conflict', () => {
  const upsert = (rows: unknown, columns: string) => owner.post<Row>(path(), rows, { on_conflict: columns });

  it('updates the row that is there and inserts the others', async () => {
    const [first] = await insertRows(owner, table, [{ sku: 'u1', name: 'Before', stock: 1, note: 'kept' }]);
    const before = (await total()) ?? 0;
    const answer = await owner.post<Row[]>(
      path(),
      [
        { sku: 'u1', name: 'After', stock: 2 },
        { sku: 'u2', name: 'New', stock: 3 },
      ],
      { on_conflict: 'sku' },
    );
    expectStatus(answer, 200, 201);
    expect(answer.body.map(({ sku, name, stock }) => [sku, name, stock])).toEqual([
      ['u1', 'After', 2],
      ['u2', 'New', 3],
    ]);
    expect(answer.body[0]).toMatchObject({ id: first?.id, note: 'kept' });
    expect(await total()).toBe(before + 1);
    const single = await upsert({ sku: 'u2', stock: 4 }, 'sku');
    expectStatus(single, 200, 201);
    expect(single.body).toMatchObject({ sku: 'u2', stock: 4 });
    expect(await total()).toBe(before + 1);
  });

  it('takes several columns', async () => {
    const pair = await createTable(owner, {
      table_schema: {
        a: { type: 'integer' },
        'b c': { type: 'integer' },
        v: { type: 'text', nullable: true },
      },
    });
    await sqlValue(`create unique index on "${pair.name}" (a, "b c")`);
    for (const v of ['x', 'y']) {
      expectStatus(
        await owner.post(`/tables/${pair.id}/data`, [{ a: 1, 'b c': 2, v }], { on_conflict: 'a,b c' }),
        200,
        201,
      );
    }
    const page = await readPage(owner, pair);
    expect(page.data).toMatchObject([{ a: 1, 'b c': 2, v: 'y' }]);
    expect(page.total).toBe(1);
  });

  it.each(['nope', 'note', '"; drop', '__proto__'])(
    'refuses %j, which is no unique column',
    async (columns) => {
      expectProblem(await upsert({ sku: 'z' }, columns), 409, 422);
    },
  );

  it('refuses the same key twice in one array, or lets the last one win', async () => {
    const answer = await owner.post<Row[]>(
      path(),
      [
        { sku: 'twice', stock: 1 },
        { sku: 'twice', stock: 2 },
      ],
      { on_conflict: 'sku' },
    );
    expectStatus(answer, 200, 201, 409, 422);
  });

  it('of 20 simultaneous upserts of one key leaves one row', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, stock) => upsert({ sku: 'race', stock }, 'sku')),
    );
    for (const answer of answers) expectStatus(answer, 200, 201);
    expect(await sqlValue(`select count(*)::int from "${table.name}" where sku = 'race'`)).toBe(1);
  });
});
