import { beforeAll, describe, expect, it } from 'vitest';
import { expectClientError, expectNames, expectProblem, expectStatus } from '../expectations.ts';
import { createTable, filter, insertRows, readPage, type Table } from '../world/tables.ts';
import { admin } from '../world/users.ts';

let table: Table;

const ROWS = [
  { n: 1, name: 'Ann', age: 18, score: 1.5, ok: true, day: '2024-01-01', tags: ['x', 'y'], info: { a: 1 } },
  {
    n: 2,
    name: 'Bob',
    age: 30,
    score: 2.5,
    ok: false,
    day: '2024-02-01',
    tags: ['y'],
    info: { a: 2, b: [1] },
  },
  { n: 3, name: '100%', age: 30, score: null, ok: null, day: null, tags: [], info: null },
  { n: 4, name: '100x', age: null, score: -1, ok: true, day: '2024-03-01', tags: null, info: { b: [1, 2] } },
  { n: 5, name: null, age: 44, score: 0, ok: false, day: '2024-04-01', tags: ['z'], info: [] },
  {
    n: 6,
    name: 'O\'Hara "q" \\ ;--',
    age: 0,
    score: 1e10,
    ok: true,
    day: '2024-05-01',
    tags: ['x y', 'a,b'],
    info: {},
  },
];

beforeAll(async () => {
  table = await createTable(admin, {
    table_schema: {
      n: { type: 'integer', nullable: false },
      name: { type: 'text', nullable: true },
      age: { type: 'integer', nullable: true },
      score: { type: 'double', nullable: true },
      ok: { type: 'boolean', nullable: true },
      day: { type: 'date', nullable: true },
      tags: { type: 'text[]', nullable: true },
      info: { type: 'jsonb', nullable: true },
    },
  });
  await insertRows(admin, table, ROWS);
});

async function matching(condition: unknown): Promise<unknown[]> {
  const page = await readPage(admin, table, { filter: filter(condition), sort_by: 'n', sort_order: 'asc' });
  expect(page.total).toBe(page.data.length);
  return page.data.map((row) => row.n);
}

const refused = (condition: unknown) =>
  admin.get(`/tables/${table.id}/data`, {
    filter: typeof condition === 'string' ? condition : filter(condition),
  });

describe('filter', () => {
  it.each<[unknown, number[]]>([
    [{ age: { eq: 30 } }, [2, 3]],
    [{ name: { eq: '100%' } }, [3]],
    [{ name: { eq: 'O\'Hara "q" \\ ;--' } }, [6]],
    [{ ok: { eq: true } }, [1, 4, 6]],
    [{ day: { eq: '2024-02-01' } }, [2]],
    [{ age: { neq: 30 } }, [1, 5, 6]],
    [{ age: { gt: 18 } }, [2, 3, 5]],
    [{ age: { gte: 18 } }, [1, 2, 3, 5]],
    [{ age: { lt: 18 } }, [6]],
    [{ age: { lte: 18 } }, [1, 6]],
    [{ score: { gt: 1.5 } }, [2, 6]],
    [{ score: { lt: 0 } }, [4]],
    [{ day: { gte: '2024-03-01' } }, [4, 5, 6]],
    [{ age: { gte: 18, lt: 44 } }, [1, 2, 3]],
    [{ age: { gte: 18 }, ok: { eq: false } }, [2, 5]],
    [{ name: { in: ['Ann', 'Bob', 'nobody'] } }, [1, 2]],
    [{ age: { in: [0, 44] } }, [5, 6]],
    [{ age: { in: [] } }, []],
    [{ age: { nin: [30, 0] } }, [1, 5]],
    [{ name: { like: '100%' } }, [3, 4]],
    [{ name: { like: '100_' } }, [3, 4]],
    [{ name: { like: '100\\%' } }, [3]],
    [{ name: { like: 'a%' } }, []],
    [{ name: { ilike: 'a%' } }, [1]],
    [{ name: { is: 'null' } }, [5]],
    [{ name: { is: 'not_null' } }, [1, 2, 3, 4, 6]],
    [{ ok: { is: 'true' } }, [1, 4, 6]],
    [{ ok: { is: 'false' } }, [2, 5]],
    [{ ok: { is: 'null' } }, [3]],
    [{ tags: { contains: ['y'] } }, [1, 2]],
    [{ tags: { contains: ['x y'] } }, [6]],
    [{ info: { contains: { a: 1 } } }, [1]],
    [{ info: { contains: { b: [1] } } }, [2, 4]],
  ])('%j finds the rows %j', async (condition, expected) => {
    expect(await matching(condition)).toEqual(expected);
  });

  it.each<[unknown, number[]]>([
    [{ and: [{ age: { gte: 18 } }, { ok: { eq: true } }] }, [1]],
    [{ or: [{ age: { eq: 0 } }, { name: { eq: 'Ann' } }] }, [1, 6]],
    [{ or: [{ age: { eq: 0 } }, { and: [{ age: { eq: 30 } }, { ok: { is: 'null' } }] }] }, [3, 6]],
    [{ not: { age: { gte: 18 } } }, [6]],
    [{ not: { name: { is: 'null' } } }, [1, 2, 3, 4, 6]],
    [{ not: { or: [{ n: { lt: 3 } }, { n: { gt: 4 } }] } }, [3, 4]],
    [{ not: { not: { n: { eq: 2 } } } }, [2]],
    [{ ok: { eq: true }, or: [{ n: { eq: 1 } }, { n: { eq: 2 } }] }, [1]],
    [{ or: [{ n: { eq: 1 } }], and: [{ ok: { eq: true } }], not: { n: { eq: 6 } } }, [1]],
  ])('%j nests and finds the rows %j', async (condition, expected) => {
    expect(await matching(condition)).toEqual(expected);
  });

  it.each([
    ['not JSON', '{'],
    ['an array', '[]'],
    ['a number', '5'],
    ['null', 'null'],
    ['a string', '"x"'],
    ['an unknown operator', { age: { between: [1, 2] } }],
    ['no array for in', { age: { in: 5 } }],
    ['no array for or', { or: { age: { eq: 1 } } }],
    ['an array for not', { not: [{ age: { eq: 1 } }] }],
    ['text for a number', { age: { eq: 'old' } }],
    ['an object for a number', { age: { eq: { a: 1 } } }],
    ['a number too large for its column', { age: { eq: 1e300 } }],
    ['no date', { day: { gt: 'yesterday-ish' } }],
    ['an unknown is', { ok: { is: 'perhaps' } }],
    ['is with JSON null', { ok: { is: null } }],
    ['a NUL byte', { name: { eq: 'a\u0000b' } }],
    ['a lone surrogate', '{"name": {"eq": "\\ud800"}}'],
    ['1e400', '{"score": {"eq": 1e400}}'],
    ['ten thousand brackets', '['.repeat(10_000) + ']'.repeat(10_000)],
  ])('that is %s is a client error', async (_name, condition) => {
    expectClientError(await refused(condition));
  });

  it.each([
    'nope',
    '"; drop table x; --',
    'a"b',
    '__proto__',
    'constructor',
    'toString',
    'x'.repeat(64),
    '',
    'n; select 1',
    'NAME',
  ])('with the unknown column %j is 422 naming it', async (column) => {
    const answer = await refused(`{${JSON.stringify(column)}: {"eq": 1}}`);
    expectProblem(answer, 422);
    if (column) expectNames(answer, column);
  });

  it('nested a thousand deep is answered, one way or the other', async () => {
    const condition = `${'{"not":'.repeat(1000)}{"n":{"eq":1}}${'}'.repeat(1000)}`;
    const answer = await refused(condition);
    expectStatus(answer, 200, 400, 413, 414, 422, 431);
  });

  it('with a thousand values works', async () => {
    expect(await matching({ n: { in: Array.from({ length: 1000 }, (_, index) => index * 2) } })).toEqual([
      2, 4, 6,
    ]);
  });

  it('leaves the table unharmed after all of that', async () => {
    expect((await readPage(admin, table)).total).toBe(ROWS.length);
  });
});
