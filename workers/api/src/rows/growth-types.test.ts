import type { Problem } from '@selfdb/server/testing/client';
import { asSqlRole } from '@selfdb/server/testing/postgres';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { adoptTable, contents, createTable, insert, newName, type OwnTable } from '../testing/tables.ts';

/** Types that only SQL can create, in which growing values are hidden: in quotes and escapes, in domains, in composites. */
let table: OwnTable;

beforeAll(async () => {
  const name = newName();
  await asSqlRole(`
    create domain public.dn_${name} as numeric;
    create domain public.dnn_${name} as public.dn_${name} check (value > 0);
    create domain public.dna_${name} as numeric[];
    create domain public.dj_${name} as jsonb;
    create domain public.dch_${name} as char(5000000);
    create domain public.dfill_${name} as char(5000000) default 'a';
    create type public.ct_${name} as (a numeric, b jsonb);
    create table public.${name} (
      id int generated always as identity primary key, na numeric[], ja jsonb[], nr numrange, nm nummultirange, jp jsonpath,
      ct public.ct_${name}, cts public.ct_${name}[], dn public.dnn_${name}, dns public.dnn_${name}[], dna public.dna_${name},
      dj public.dj_${name}, djs public.dj_${name}[], dch public.dch_${name}, dchs public.dch_${name}[])`);
  table = await adoptTable(name, { public: true });
});

const LARGE = '1e131000';

function expectRefusal(answer: { status: number; text: string; body: Problem }, column: string): void {
  expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(`\\"${column}\\"`)]);
  expect(answer.body.detail).toMatchObject([{ type: 'too_long' }]);
}

describe('a number of too many digits is refused, with its column', () => {
  it.each([
    ['na', '{1\\e131000}'],
    ['na', '{"1\\e131000"}'],
    ['na', '{1e131\\000}'],
    ['na', ['1e131000']],
    ['ja', '{1e131000}'],
    ['ja', '{"[1e131000]"}'],
    ['nr', '[1"e"131000,]'],
    ['nr', '["1\\e131000",]'],
    ['nm', '{[1\\e131000,]}'],
    ['jp', LARGE],
    ['ct', '(1\\e131000,)'],
    ['ct', '(,"[1\\e131000,2]")'],
    ['ct', { a: LARGE }],
    ['cts', '{"(1\\\\e131000,)"}'],
    ['cts', [{ a: LARGE }]],
    ['dn', LARGE],
    ['dns', '{1\\e131000}'],
    ['dna', '{1\\e131000}'],
    ['djs', '{"[1e131000]"}'],
  ])('in %s: %j', async (column, value) => {
    const body = JSON.stringify({ [column]: value });
    expectRefusal(await call<Problem>('POST', `/tables/${table.id}/data`, { body }), column);
    expect(await contents(table.name)).toEqual([]);
  });

  it.each([
    ['ja', { eq: '{1e131000}' }],
    ['ja', { contains: ['[1e131000]'] }],
    ['na', { eq: '{1\\e131000}' }],
    ['dj', { eq: '[1e131000]' }],
    ['dj', { in: ['1', '[1e131000]'] }],
    ['dn', { gt: LARGE }],
    ['ct', { eq: '(1\\e131000,)' }],
  ])('in a filter on %s: %j', async (column, test) => {
    const filter = encodeURIComponent(JSON.stringify({ [column]: test }));
    expectRefusal(await call<Problem>('GET', `/tables/${table.id}/data?filter=${filter}`), column);
  });

  it('in the id of a row', async () => {
    const name = newName();
    await asSqlRole(`create table public.${name} (id jsonb primary key, ns numeric[] unique)`);
    const own = await adoptTable(name, { public: true });
    const get = (id: string, column: string) =>
      call<Problem>('GET', `/tables/${own.id}/data/${encodeURIComponent(id)}?id_column=${column}`);
    expectRefusal(await get('[1e131000]', 'id'), 'id');
    expectRefusal(await get('{1\\e131000}', 'ns'), 'ns');
    expect((await get('{"a":"1e131000"}', 'id')).status).toBe(404);
  });

  it('in defaults', async () => {
    const own = await createTable({ s: { type: 'text' } });
    const { token } = own.owner;
    const value = '{1\\e131000}';
    const json = { name: 'n', type: 'numeric[]', default_value: value };
    const answers = [
      await call('POST', `/tables/${own.id}/columns`, { token, json }),
      await call('POST', '/tables', {
        token,
        json: { name: newName(), public: false, table_schema: { n: { type: 'numeric[]', default: value } } },
      }),
    ];
    for (const { status, text } of answers) {
      expect([status, text]).toEqual([422, expect.stringContaining('1000 digits')]);
    }
  });
});

describe('values that a domain pads are refused', () => {
  it('in rows', async () => {
    const answer = await insert<Problem>(table, Array(3).fill({ dch: 'a' }));
    expectRefusal(answer, 'dch');
    expectRefusal(await insert<Problem>(table, { dchs: ['a', 'b', 'c'] }), 'dchs');
    expectRefusal(await insert<Problem>(table, { dchs: '{a,b,c}' }), 'dchs');
  });

  it('in filters', async () => {
    const filter = encodeURIComponent(JSON.stringify({ dch: { in: Array(200).fill('a') } }));
    expectRefusal(await call<Problem>('GET', `/tables/${table.id}/data?filter=${filter}`), 'dch');
  });

  it('in rows that get a default', async () => {
    const name = newName();
    const domain = `dfill_${table.name}`;
    await asSqlRole(`create table public.${name} (a public.${domain}, b char(5000000) default 'b', n int)`);
    const own = await adoptTable(name);
    expect((await insert(own, Array(20).fill({ n: 1, b: null }))).status).toBe(422);
    expect((await insert(own, Array(20).fill({ n: 1, a: null }))).status).toBe(422);
    expect((await insert(own, { n: 1 })).status).toBe(201);
  });
});

it('values that do not grow are accepted', async () => {
  const document = { hash: LARGE };
  const values = {
    na: '{1e5,"2\\e3"}',
    ja: [document, '3f7e9999ab'],
    nr: '[1,2)',
    nm: '{[1,2)}',
    jp: '$.a[*] ? (@ > 1e3)',
    ct: { a: '1e5', b: { hash: '3f7e9999ab' } },
    dn: '5',
    dna: [1],
    dj: document,
    djs: [document],
  };
  expect(await insert(table, values)).toMatchObject({
    status: 201,
    body: { na: [100_000, 2000], dj: document },
  });
});
