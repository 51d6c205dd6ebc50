import { beforeAll, describe, expect, it } from 'vitest';
import { expectInvalid, expectNames, expectProblem } from '../expectations.ts';
import { createTable, filter, insertRows, type Page, readPage, type Table } from '../world/tables.ts';
import { admin, anyone, createPerson, type Person } from '../world/users.ts';

let owner: Person;
let table: Table;
const path = () => `/tables/${table.id}/data`;

beforeAll(async () => {
  owner = await createPerson();
  table = await createTable(owner, {
    table_schema: {
      n: { type: 'integer', nullable: false },
      title: { type: 'text', nullable: true },
      'Sub Title': { type: 'varchar', nullable: true },
      secret: { type: 'integer', nullable: true },
    },
  });
  await insertRows(owner, table, [
    { n: 1, title: 'Alpha 100%', 'Sub Title': 'one', secret: 77 },
    { n: 2, title: 'Beta 100x', 'Sub Title': 'under_score', secret: 77 },
    { n: 3, title: 'Gamma', 'Sub Title': 'underXscore', secret: null },
    { n: 4, title: null, 'Sub Title': 'ALPHA back\\slash', secret: 5 },
    { n: 5, title: 'Épsilon 🦊', 'Sub Title': null, secret: 6 },
  ]);
});

const numbers = async (query: Record<string, string | number>) =>
  (await readPage(owner, table, { sort_by: 'n', sort_order: 'asc', ...query })).data.map((row) => row.n);

describe('GET /tables/{id}/data', () => {
  it('answers exactly data, total, page, pageSize, page_size and next_cursor', async () => {
    const page = await readPage(owner, table);
    expect(Object.keys(page).sort()).toEqual([
      'data',
      'next_cursor',
      'page',
      'pageSize',
      'page_size',
      'total',
    ]);
    expect(page).toMatchObject({ total: 5, page: 1, pageSize: 100, page_size: 100, next_cursor: null });
    expect(Object.keys(page.data[0] ?? {}).sort()).toEqual([
      'Sub Title',
      'created_at',
      'id',
      'n',
      'secret',
      'title',
      'updated_at',
    ]);
  });

  it('pages', async () => {
    const first = await readPage(owner, table, { page: 1, page_size: 2, sort_by: 'n', sort_order: 'asc' });
    expect(first.data.map((row) => row.n)).toEqual([1, 2]);
    expect(first).toMatchObject({ total: 5, page: 1, pageSize: 2 });
    expect(typeof first.next_cursor).toBe('string');
    const last = await readPage(owner, table, { page: 3, page_size: 2, sort_by: 'n', sort_order: 'asc' });
    expect(last.data.map((row) => row.n)).toEqual([5]);
    expect(last).toMatchObject({ total: 5, page: 3, next_cursor: null });
    const beyond = await readPage(owner, table, { page: 1_000_000, page_size: 2 });
    expect(beyond).toMatchObject({ data: [], total: 5 });
  });

  it('sorts by any column in both orders', async () => {
    expect(await numbers({ sort_by: 'n', sort_order: 'desc' })).toEqual([5, 4, 3, 2, 1]);
    expect(
      (await numbers({ sort_by: 'Sub Title', filter: filter({ 'Sub Title': { is: 'not_null' } }) })).length,
    ).toBe(4);
    expect(
      await numbers({ sort_by: 'title', filter: filter({ n: { lte: 3 } }), sort_order: 'desc' }),
    ).toEqual([3, 2, 1]);
  });

  it('selects columns', async () => {
    const page = await readPage(owner, table, { select: 'n,Sub Title', sort_by: 'secret', page_size: 1 });
    expect(Object.keys(page.data[0] ?? {}).sort()).toEqual(['Sub Title', 'n']);
    const one = await readPage(owner, table, { select: 'title', filter: filter({ n: { eq: 3 } }) });
    expect(one.data).toEqual([{ title: 'Gamma' }]);
  });

  it.each<[string, number[]]>([
    ['alpha', [1, 4]],
    ['100%', [1]],
    ['100_', []],
    ['under_score', [2]],
    ['%', [1]],
    ['\\', [4]],
    ['🦊', [5]],
    ['77', []],
    ["'; drop table x; --", []],
  ])('searches all text columns for %s literally', async (search, expected) => {
    expect(await numbers({ search })).toEqual(expected);
    expect((await readPage(owner, table, { search })).total).toBe(expected.length);
  });

  it('joins search and filter', async () => {
    expect(await numbers({ search: 'alpha', filter: filter({ n: { gt: 1 } }) })).toEqual([4]);
  });

  it('counts exactly, roughly or not at all', async () => {
    expect(
      (await readPage(owner, table, { count: 'exact', filter: filter({ n: { gt: 2 } }), page_size: 1 }))
        .total,
    ).toBe(3);
    const estimated = await readPage(owner, table, { count: 'estimated' });
    expect(Number.isInteger(estimated.total) && Number(estimated.total) >= 0).toBe(true);
    const none = await readPage(owner, table, {
      count: 'none',
      page_size: 2,
      sort_by: 'n',
      sort_order: 'asc',
    });
    expect(none.total ?? null).toBe(null);
    expect(none.data.map((row) => row.n)).toEqual([1, 2]);
  });

  it.each([
    ['page', '0'],
    ['page', '-1'],
    ['page', 'x'],
    ['page', '1e400'],
    ['page_size', '0'],
    ['page_size', '1001'],
    ['page_size', '2.5'],
    ['sort_order', 'up'],
    ['count', 'maybe'],
    ['search', 'x'.repeat(101)],
    ['limit', '5'],
    ['skip', '5'],
    ['nope', '1'],
  ])('refuses %s=%s with 422 naming it', async (name, value) => {
    expectInvalid(await owner.get(path(), { [name]: value }), 'query', name);
  });

  it.each(['nope', '"; drop table x', '__proto__', 'constructor', 'N', 'n desc', 'ctid'])(
    'refuses to sort by or select %j, naming it',
    async (column) => {
      for (const parameter of ['sort_by', 'select']) {
        const answer = await owner.get(path(), { [parameter]: column });
        expectProblem(answer, 422);
        expectNames(answer, column);
      }
    },
  );

  it('takes the largest page', async () => {
    expect((await readPage(owner, table, { page_size: 1000 })).pageSize).toBe(1000);
  });

  it('of a public table is for anyone, of a private one for its owner and an ADMIN', async () => {
    const stranger = await createPerson();
    expectProblem(await anyone.get(path()), 404);
    expectProblem(await stranger.get(path()), 403);
    expect((await admin.get<Page>(path())).body.total).toBe(5);
    const open = await createTable(owner, { public: true });
    await insertRows(owner, open, [{ title: 'seen' }]);
    for (const caller of [anyone, stranger, owner, admin]) {
      expect((await readPage(caller, open)).data).toMatchObject([{ title: 'seen' }]);
    }
  });
});
