import { asSqlRole, rows } from '@selfdb/server/testing/postgres';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import {
  adoptTable,
  createTable,
  insert,
  list,
  newName,
  type OwnTable,
  type Page,
  type Row,
} from '../testing/tables.ts';

/** Every row of a table, read by cursor. */
async function walk(table: OwnTable, query: Record<string, string>): Promise<Page[]> {
  const pages: Page[] = [];
  let cursor: string | null = null;
  do {
    const { status, body, text }: Awaited<ReturnType<typeof list>> = await list(table, {
      ...query,
      ...(cursor === null ? {} : { cursor }),
    });
    if (status !== 200) throw new Error(text);
    pages.push(body);
    cursor = body.next_cursor;
  } while (cursor !== null && pages.length < 100);
  return pages;
}

const columnOf = (pages: Page[], column: string) =>
  pages.flatMap(({ data }) => data.map((row) => row[column]));

describe('a list', () => {
  let table: OwnTable;
  beforeAll(async () => {
    table = await createTable({
      id: { type: 'integer' },
      name: { type: 'text' },
      'Wide, "Name"': { type: 'text' },
    });
    const names = ['Ann', 'bob', null, 'Cid', '50%', '5_0', 'a\\b', "it's"];
    await insert(
      table,
      names.map((name, i) => ({ id: i + 1, name, 'Wide, "Name"': `w${i}` })),
    );
  });

  it('returns a page with total, page and page size, the newest key first', async () => {
    const { status, body, headers } = await list(table, { page_size: '3' });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(body).toMatchObject({ total: 8, page: 1, pageSize: 3, next_cursor: expect.any(String) });
    expect(body.data.map(({ id }) => id)).toEqual([8, 7, 6]);
    expect(Object.keys(body.data[0] ?? {})).toEqual([
      'id',
      'name',
      'Wide, "Name"',
      'created_at',
      'updated_at',
    ]);
  });

  it('has a page for every number, empty after the end', async () => {
    const ids = async (page: string) =>
      (await list(table, { page, page_size: '3', sort_order: 'asc' })).body.data.map(({ id }) => id);
    expect([await ids('1'), await ids('2'), await ids('3'), await ids('4')]).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8],
      [],
    ]);
    expect(await ids('1000000000')).toEqual([]);
  });

  it('has no cursor on its last page', async () => {
    expect((await list(table, { page_size: '8' })).body.next_cursor).toBeNull();
    expect((await list(table, { page_size: '7' })).body.next_cursor).not.toBeNull();
    expect((await list(table, { page: '2', page_size: '4' })).body.next_cursor).toBeNull();
  });

  it('selects columns in the requested order', async () => {
    const { body } = await list(table, { select: '"Wide, ""Name""",id', page_size: '1' });
    expect(JSON.stringify(body.data)).toBe('[{"Wide, \\"Name\\"":"w7","id":8}]');
  });

  it('sorts by any column, even one that is not selected', async () => {
    const query = { sort_by: 'Wide, "Name"', sort_order: 'asc', select: 'id' };
    expect((await list(table, query)).body.data[0]).toEqual({ id: 1 });
  });

  it.each<[string, unknown[]]>([
    ['ann', ['Ann']],
    ['%', ['50%']],
    ['_', ['5_0']],
    ['0%', ['50%']],
    ['\\', ['a\\b']],
    ["'", ["it's"]],
    ['w', ['Ann', 'bob', null, 'Cid', '50%', '5_0', 'a\\b', "it's"]],
    ['nothing', []],
    ['', ['Ann', 'bob', null, 'Cid', '50%', '5_0', 'a\\b', "it's"]],
  ])('searches all text columns for "%s", literally, ignoring case', async (search, expected) => {
    const { body } = await list(table, { search, sort_order: 'asc' });
    expect(body.data.map(({ name }) => name)).toEqual(expected);
    expect(body.total).toBe(expected.length);
  });

  it('counts exactly, by estimate or not at all', async () => {
    expect((await list(table, { count: 'none' })).body.total).toBeNull();
    expect((await list(table, { count: 'exact', page_size: '1' })).body.total).toBe(8);
    await rows(`analyze public.${table.name}`);
    expect((await list(table, { count: 'estimated' })).body.total).toBe(8);
    expect((await list(table, { count: 'estimated', filter: '{"id":{"lte":2}}' })).body.total).toBe(2);
  });

  it('combines filter, search, select, sort and cursor in one round trip', async () => {
    const query = { filter: '{"id":{"gt":1}}', search: 'w', select: 'id', sort_by: 'name', page_size: '3' };
    const pages = await walk(table, query);
    expect(columnOf(pages, 'id').sort()).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(pages.map(({ total }) => total)).toEqual([7, 7, 7]);
    const cursor = pages[0]?.next_cursor ?? '';
    expect(await gatewayRequests(() => list(table, { ...query, cursor }))).toBe(1);
  });

  it('answers HEAD without a body, and with a trailing slash', async () => {
    const { token } = table.owner;
    const head = await call('HEAD', `/tables/${table.id}/data`, { token });
    expect([head.status, head.text]).toEqual([200, '']);
    expect((await call('HEAD', `/tables/${table.id}/data`)).status).toBe(404);
    expect((await call('GET', `/tables/${table.id.toUpperCase()}/data/`, { token })).status).toBe(200);
  });

  it.each([
    ['page=0', 'page'],
    ['page=-1', 'page'],
    ['page=1.5', 'page'],
    ['page=1e3', 'page'],
    ['page=99999999999999999999', 'page'],
    ['page_size=0', 'page_size'],
    ['page_size=1001', 'page_size'],
    ['sort_order=up', 'sort_order'],
    ['sort_by=nope', 'sort_by'],
    ['sort_by=xmin', 'sort_by'],
    ['sort_by=id;drop', 'sort_by'],
    [`sort_by=${'x'.repeat(64)}`, 'sort_by'],
    ['select=*', 'select'],
    ['select=id,,name', 'select'],
    ['select=ctid', 'select'],
    ['count=all', 'count'],
    [`search=${'x'.repeat(101)}`, 'search'],
    ['search=a%00b', 'search'],
    ['filter={"tableoid":1}', 'filter'],
    ['limit=5', 'limit'],
    ['__proto__=5', '__proto__'],
    ['constructor=5', 'constructor'],
    ['cursor=x', 'cursor'],
    [`cursor=${'x'.repeat(5000)}`, 'cursor'],
  ])('refuses %s', async (query, parameter) => {
    const { token } = table.owner;
    const { status, text } = await call('GET', `/tables/${table.id}/data?${query}`, { token });
    expect(status).toBe(422);
    expect(JSON.parse(text).detail[0].loc.slice(0, 2)).toEqual(['query', parameter]);
  });
});

describe('paging by cursor', () => {
  const orders = ['asc', 'desc'] as const;

  async function expectWhole(table: OwnTable, sort_by: string | undefined, count: number): Promise<void> {
    for (const sort_order of orders) {
      const query = { sort_order, ...(sort_by === undefined ? {} : { sort_by }) };
      const whole = await list(table, { ...query, page_size: '1000' });
      expect(whole.body.data).toHaveLength(count);
      for (const page_size of ['1', '2', '3']) {
        const pages = await walk(table, { ...query, page_size });
        expect(pages.flatMap(({ data }) => data)).toEqual(whole.body.data);
      }
    }
  }

  it.each<[string, unknown[]]>([
    ['integer', [3, null, 1, 3, null, -2, 3]],
    ['text', ['b', 'B', '', null, 'b', 'é', ' ', "'", null]],
    ['numeric', ['NaN', '1.10', '1.1', '-0.5', null, '99999999999999999999.5']],
    ['double', [0.1, 0.30000000000000004, 0.3, -1e300, null, 'Infinity', 'NaN']],
    ['real', [0.1, 0.2, null, 16777216]],
    ['boolean', [true, false, null, true]],
    ['timestamptz', ['2020-01-01T00:00:00.123456Z', '2020-01-01T00:00:00.123457Z', null, 'infinity']],
    ['date', ['2020-01-01', '0044-03-15 BC', null]],
    ['bytea', ['\\x00', '\\x', null, '\\xff']],
    ['jsonb', [{ a: 1 }, [1], 'x', 1, null, true]],
    ['text[]', [['a', null], [], null, ['a,b'], ['"']]],
  ])(
    'over a column of %s, with nulls and the same value twice, loses and repeats nothing',
    async (type, values) => {
      const table = await createTable({ c: { type } });
      const { status, text } = await insert(
        table,
        values.map((c) => ({ c })),
      );
      if (status !== 201) throw new Error(text);
      await expectWhole(table, 'c', values.length);
    },
  );

  it("by a column that can't be null", async () => {
    const table = await createTable({ c: { type: 'text', nullable: false } });
    await insert(
      table,
      ['b', 'a', 'b', 'c', 'a'].map((c) => ({ c })),
    );
    await expectWhole(table, 'c', 5);
  });

  it.each(['a', 'b', undefined, 'note'])('with a composite key, by %s', async (sort_by) => {
    const key = { type: 'text', primary_key: true };
    const table = await createTable({ b: key, a: key, note: { type: 'integer' } });
    const pairs = ['x', 'y', 'z"'].flatMap((a) =>
      ['1', '2', '3'].map((b) => ({ a, b, note: b === '1' ? null : 5 })),
    );
    await insert(table, pairs);
    await expectWhole(table, sort_by, 9);
  });

  it('by a column named like a part of the statement', async () => {
    for (const name of [
      'r',
      's',
      'p',
      'body',
      'place',
      'page',
      'matching',
      'chosen',
      'gate',
      'open',
      'me',
      'tbl',
      'written',
      '__proto__',
    ]) {
      const table = await createTable(JSON.parse(`{${JSON.stringify(name)}:{"type":"integer"}}`));
      await insert(
        table,
        [1, 2, null].map((value) => JSON.parse(`{${JSON.stringify(name)}:${value}}`)),
      );
      await expectWhole(table, name, 3);
      expect((await list(table, { select: name, page_size: '1' })).text).toContain(
        `{"data":[{"${name}":null}]`,
      );
    }
  });

  it('shows a row that is inserted after the position, and none twice', async () => {
    const table = await createTable({ id: { type: 'integer' } });
    await insert(table, [{ id: 10 }, { id: 20 }, { id: 30 }]);
    const query = { sort_order: 'asc', page_size: '2' };
    const first = await list(table, query);
    await insert(table, [{ id: 5 }, { id: 25 }]);
    const second = await list(table, { ...query, cursor: String(first.body.next_cursor) });
    expect(second.body.data.map(({ id }) => id)).toEqual([25, 30]);
  });

  it('accepts a cursor only for its own table and order', async () => {
    const [table, other] = [
      await createTable({ n: { type: 'integer' } }),
      await createTable({ n: { type: 'integer' } }),
    ];
    await insert(table, [{ n: 1 }, { n: 2 }]);
    const first = await list(table, { sort_by: 'n', page_size: '1' });
    const cursor = String(first.body.next_cursor);
    for (const [of, query] of [
      [other, { sort_by: 'n' }],
      [table, {}],
      [table, { sort_by: 'n', sort_order: 'asc' }],
      [table, { sort_by: 'id' }],
    ] as const) {
      const { status, text } = await list(of, { ...query, page_size: '1', cursor });
      expect([status, text]).toEqual([422, expect.stringContaining('belongs to another table or order')]);
    }
    const tampered = await list(table, { sort_by: 'n', cursor: `A${cursor.slice(1)}` });
    expect([tampered.status, tampered.text]).toEqual([
      422,
      expect.stringContaining('is not a cursor of this list'),
    ]);
    expect((await list(table, { sort_by: 'n', page_size: '1', cursor })).status).toBe(200);
  });

  it('is not offered if the cursor would be too long to send', async () => {
    const table = await createTable({ t: { type: 'text' } });
    await insert(
      table,
      ['a', 'b', 'c'].map((letter) => ({ t: letter.repeat(10_000) })),
    );
    expect((await list(table, { sort_by: 't', page_size: '1' })).body.next_cursor).toBeNull();
    expect((await list(table, { sort_by: 't', page_size: '1', page: '2' })).body.data[0]?.t).toMatch(/^b+$/);
    expect((await list(table, { page_size: '1' })).body.next_cursor).not.toBeNull();
  });

  it('is not offered without a primary key; pages by number then contain every row once', async () => {
    const name = newName();
    await rows(
      `create table public.${name} (n int, m text); insert into public.${name} select g % 3, g::text from generate_series(1, 10) g`,
    );
    const table = await adoptTable(name);
    const seen: Row[] = [];
    for (const page of ['1', '2', '3', '4']) {
      const { body } = await list(table, { sort_by: 'n', page, page_size: '3' });
      expect(body.next_cursor).toBeNull();
      seen.push(...body.data);
    }
    expect(new Set(seen.map(({ m }) => m)).size).toBe(10);
    expect((await list(table)).body.data).toHaveLength(10);
  });
});

it('a table from which others inherit has no cursor: its key may occur in them again', async () => {
  const name = newName();
  await asSqlRole(`create table ${name} (id int primary key); insert into ${name} values (1), (2), (3)`);
  const table = await adoptTable(name);
  const first = (await list(table, { page_size: '1' })).body;
  expect(first.next_cursor).not.toBeNull();
  await asSqlRole(`create table ${name}_c () inherits (${name}); insert into ${name}_c values (1), (2), (3)`);
  expect((await list(table, { page_size: '1', cursor: String(first.next_cursor) })).status).toBe(422);
  const pages = [];
  for (const page of ['1', '2', '3']) pages.push(...(await list(table, { page_size: '2', page })).body.data);
  expect(pages.map(({ id }) => id).sort()).toEqual([1, 1, 2, 2, 3, 3]);
  expect((await list(table, { page_size: '1' })).body.next_cursor).toBeNull();
});
