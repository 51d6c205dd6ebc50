import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { contents, createTable, insert, list, type OwnTable } from '../testing/tables.ts';

/** Text that is small on the wire and large in Postgres. */
let table: OwnTable;

beforeAll(async () => {
  table = await createTable({
    id: { type: 'numeric', primary_key: true },
    n: { type: 'numeric' },
    ns: { type: 'numeric[]' },
    whole: { type: 'integer' },
    doc: { type: 'jsonb' },
    docs: { type: 'jsonb[]' },
    raw: { type: 'json' },
    x: { type: 'double' },
    s: { type: 'text' },
  });
  await rows(`alter table public."${table.name}" add column span numrange, add column fixed char(5000000)`);
  await insert(table, { id: 1, n: 1 });
});

const LARGE = '1e131000';
const OBJECTS = `[${Array(3200).fill(`{"n":${LARGE}}`).join()}]`;

async function refusal(body: string, column: string, loc: (string | number)[] = ['body', column]) {
  const answer = await insert<Problem>(table, body);
  expect(answer.status).toBe(422);
  expect(answer.body.detail).toEqual([expect.objectContaining({ loc, type: 'too_long' })]);
  expect(answer.text).toContain(`\\"${column}\\"`);
  expect(await contents(table.name)).toHaveLength(1);
}

describe('a number of too many digits is refused, with its column', () => {
  it.each([
    ['n', `{"id":2,"n":${LARGE}}`],
    ['n', `{"id":2,"n":"${LARGE}"}`],
    ['n', `{"id":2,"n":${'7'.repeat(1001)}}`],
    ['n', `{"id":2,"n":0.${'7'.repeat(1001)}}`],
    ['id', `{"id":${LARGE}}`],
    ['ns', `{"id":2,"ns":[1,${LARGE}]}`],
    ['ns', `{"id":2,"ns":["${LARGE}"]}`],
    ['ns', `{"id":2,"ns":"{${LARGE}}"}`],
    ['whole', `{"id":2,"whole":${LARGE}}`],
    ['doc', `{"id":2,"doc":${OBJECTS}}`],
    ['docs', `{"id":2,"docs":${OBJECTS}}`],
    ['raw', `{"id":2,"raw":${OBJECTS}}`],
    ['span', `{"id":2,"span":"[1,${LARGE})"}`],
  ])('in %s: %.60s', (column, body) => refusal(body, column));

  it('in one row of many, with its index', async () => {
    await refusal(`[{"id":2},{"id":3,"doc":{"a":[${LARGE}]}}]`, 'doc', ['body', 1, 'doc']);
  });

  it('in changes, filters, row ids and defaults', async () => {
    const { id, owner } = table;
    const ask = (method: string, path: string, body?: string) =>
      call<Problem>(method, `/tables/${id}${path}`, { token: owner.token, ...(body && { body }) });
    const filter = `filter=${encodeURIComponent(`{"n":${LARGE}}`)}`;
    const listed = encodeURIComponent(`{"doc":{"contains":[1,{"a":${LARGE}}]}}`);
    const column = (type: string, value: string) =>
      `{"name":"new","type":"${type}","default_value":${value}}`;
    const answers = [
      await ask('PATCH', '/data/1', `{"doc":${OBJECTS}}`),
      await ask('PATCH', `/data?filter=${encodeURIComponent('{"id":1}')}`, `{"n":${LARGE}}`),
      await ask('GET', `/data?${filter}`),
      await ask('GET', `/data?filter=${listed}`),
      await ask('DELETE', `/data?${filter}`),
      await ask('GET', `/data/${LARGE}`),
      await ask('DELETE', `/data/${LARGE}`),
      await ask('POST', '/columns', column('numeric', `"${LARGE}"`)),
      await ask('POST', '/columns', column('numeric[]', `["${LARGE}"]`)),
    ];
    expect(answers.map(({ status }) => status)).toEqual(Array(answers.length).fill(422));
    expect(answers.map(({ body }) => JSON.stringify(body.detail))).toEqual(
      Array(answers.length).fill(expect.stringContaining('1000 digits')),
    );
    expect(await contents(table.name)).toMatchObject([{ id: '1', n: '1', doc: null }]);
  });
});

it('numbers of a thousand digits are stored, and only numeric values are counted', async () => {
  const own = await createTable({ n: { type: 'numeric' }, x: { type: 'double' }, s: { type: 'text' } });
  const digits = '7'.repeat(1000);
  const body = `{"n":${digits},"x":1e-200,"s":"${LARGE}"}`;
  expect((await insert(own, body)).status).toBe(201);
  expect((await insert(own, `{"n":1e999,"s":${LARGE}}`)).status).toBe(201);
  expect(await contents(own.name)).toMatchObject([
    { n: digits, x: 1e-200, s: LARGE },
    { n: `1${'0'.repeat(999)}`, s: LARGE },
  ]);
});

describe('many values that grow together are refused', () => {
  it('numbers that are written out', () => refusal(`{"id":2,"doc":[${Array(11_000).fill('1e999')}]}`, 'doc'));

  it('values that a column pads', () =>
    refusal(`[{"id":2,"fixed":"a"},{"id":3,"fixed":"a"},{"id":4,"fixed":"a"}]`, 'fixed', [
      'body',
      2,
      'fixed',
    ]));

  it('documents in an array', () => refusal(`{"id":2,"docs":[${Array(10_001).fill('1')}]}`, 'docs'));

  it('values in a document', () => refusal(`{"id":2,"doc":[${Array(250_001).fill('{}')}]}`, 'doc'));

  it('rows that do not name a column with a long default', async () => {
    const own = await createTable({ s: { type: 'text', default: 'd'.repeat(10_000) } });
    expect((await insert(own, Array(2000).fill({}))).status).toBe(422);
    expect(await contents(own.name)).toEqual([]);
    expect((await insert(own, Array(2000).fill({ s: '' }))).status).toBe(201);
    expect((await insert(own, Array(10).fill({}))).status).toBe(201);
  });
});

it('a private table does not reveal its columns to others', async () => {
  const { status, text } = await call('POST', `/tables/${table.id}/data`, { body: `{"n":${LARGE}}` });
  expect(status).not.toBe(422);
  expect(text).not.toContain('digits');
  expect((await list(table)).body.total).toBe(1);
});
