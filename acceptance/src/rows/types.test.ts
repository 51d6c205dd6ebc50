import { beforeAll, describe, expect, it } from 'vitest';
import { expectClientError, expectProblem, expectStatus } from '../expectations.ts';
import {
  createTable,
  filter,
  insertRows,
  type Row,
  readPage,
  sqlValue,
  type Table,
} from '../world/tables.ts';
import { admin } from '../world/users.ts';

const BIG = '9007199254740993';
const HUGE = '123456789012345678901234567890.123456789';
let table: Table;
const path = () => `/tables/${table.id}/data`;
const postText = (body: string) =>
  admin.call<Row>('POST', path(), { body, headers: { 'Content-Type': 'application/json' } });

beforeAll(async () => {
  const columns = {
    big: 'bigint',
    small: 'smallint',
    exact: 'numeric',
    dbl: 'double',
    flt: 'real',
    txt: 'text',
    vc: 'varchar',
    yes: 'boolean',
    day: 'date',
    clock: 'time',
    at: 'timestamp',
    doc: 'jsonb',
    raw: 'json',
    uid: 'uuid',
    bin: 'bytea',
    words: 'text[]',
    nums: 'integer[]',
    bigs: 'bigint[]',
    flags: 'boolean[]',
    docs: 'jsonb[]',
    days: 'date[]',
  };
  const table_schema = Object.fromEntries(
    Object.entries(columns).map(([name, type]) => [name, { type, nullable: true }]),
  );
  table = await createTable(admin, { table_schema });
});

/** The value as it stands in the JSON text, a number's digits or a string's characters. */
const wire = (text: string, column: string) =>
  new RegExp(`"${column}":\\s*"?([-0-9.eE+]+)"?\\s*[,}]`).exec(text)?.[1];

async function roundTrip(column: string, value: unknown): Promise<unknown> {
  const answer = await admin.post<Row>(path(), { [column]: value });
  expectStatus(answer, 201);
  const read = await admin.get<Row>(`${path()}/${answer.body.id}`);
  expect(read.body[column]).toEqual(answer.body[column]);
  return read.body[column];
}

describe('a value comes back as it went in', () => {
  it.each([
    ['bigint', 'big', BIG],
    ['bigint', 'big', '-9223372036854775808'],
    ['numeric', 'exact', HUGE],
    ['numeric', 'exact', '0.1000'],
  ])('%s: every digit of %s = %s, sent as a string', async (_type, column, digits) => {
    const answer = await postText(`{"${column}": "${digits}"}`);
    expectStatus(answer, 201);
    expect(wire(answer.text, column)).toBe(digits);
    const id = answer.body.id;
    expect(wire((await admin.get(`${path()}/${id}`)).text, column)).toBe(digits);
    expect(wire((await admin.get(path(), { filter: filter({ id: { eq: id } }) })).text, column)).toBe(digits);
    expect(await sqlValue(`select ${column}::text from "${table.name}" where id = $1`, [id])).toBe(digits);
  });

  it.each([
    ['big', BIG],
    ['exact', HUGE],
  ])('%s = %s, sent as a JSON number, is exact or refused, never rounded', async (column, digits) => {
    const answer = await postText(`{"${column}": ${digits}}`);
    expectStatus(answer, 201, 422);
    if (answer.status === 201) expect(wire(answer.text, column)).toBe(digits);
  });

  it('a filter on a bigint is exact', async () => {
    const other = '9007199254740995';
    await insertRows(admin, table, [{ big: other }]);
    expect((await readPage(admin, table, { filter: filter({ big: { eq: other } }) })).total).toBe(1);
    expect(
      (await readPage(admin, table, { filter: filter({ big: { eq: '9007199254740994' } }) })).total,
    ).toBe(0);
  });

  it.each<[string, unknown]>([
    ['small', -32768],
    ['dbl', 0.1],
    ['dbl', 1.7976931348623157e308],
    ['dbl', 5e-324],
    ['flt', 1.5],
    ['txt', ''],
    ['txt', 'line\nbreak\ttab\u0001\u007f'],
    ['txt', 'Ελληνικά עברית 漢字 नमस्ते'],
    ['txt', '👩‍🚀🏳️‍🌈𝒜'],
    ['txt', '</script>\u2028\u2029'],
    ['txt', '\'; drop table x; -- \\ " $1 ?'],
    ['vc', 'x'.repeat(5000)],
    ['yes', true],
    ['yes', false],
    ['day', '2024-02-29'],
    ['uid', '0199a000-0000-7000-8000-000000000001'],
    ['doc', { b: [1, 'two', null, true, { c: '🦊' }], __proto__x: 1, '': 0 }],
    ['doc', []],
    ['doc', 'just a string'],
    ['doc', 5],
    ['doc', false],
    ['raw', { z: 1, a: 2 }],
    ['words', ['a', 'b,c', '"d"', '{e}', '', null, 'NULL', '\\', '🦊']],
    ['words', []],
    ['nums', [1, -2, null]],
    ['flags', [true, false]],
    ['docs', [{ a: 1 }, [1], 'x']],
    ['days', ['2024-02-29', '1970-01-01']],
    ['big', null],
    ['words', null],
    ['doc', null],
  ])('%s: %j', async (column, value) => {
    expect(await roundTrip(column, value)).toEqual(value);
  });

  it('bigints in an array keep every digit', async () => {
    const answer = await admin.post(path(), { bigs: [BIG] });
    expectStatus(answer, 201);
    expect(answer.text).toMatch(new RegExp(`"bigs":\\s*\\[\\s*"?${BIG}"?\\s*\\]`));
  });

  it('bytea', async () => {
    const [row] = await insertRows(admin, table, [{ bin: '\\xdeadbeef00ff' }]);
    const hex = () => sqlValue(`select encode(bin, 'hex') from "${table.name}" where id = $1`, [row?.id]);
    expect(await hex()).toBe('deadbeef00ff');
    expectStatus(await admin.patch(`${path()}/${row?.id}`, { bin: row?.bin }), 200);
    expect(await hex()).toBe('deadbeef00ff');
  });

  it('moments, to the microsecond', async () => {
    const at = String(await roundTrip('at', '2024-05-06T07:08:09.123456Z'));
    expect(at).toMatch(/^2024-05-06T07:08:09\.123456(Z|\+00:00)?$/);
    expect(String(await roundTrip('clock', '07:08:09.5'))).toMatch(/^07:08:09\.5/);
  });
});

describe('a value that its column cannot hold is a client error', () => {
  it.each([
    '{"big": "9223372036854775808"}',
    '{"small": 32768}',
    '{"dbl": 1e400}',
    '{"flt": 1e300}',
    '{"big": 1e400}',
    '{"big": "NaN"}',
    '{"yes": "perhaps"}',
    '{"day": "2023-02-29"}',
    '{"day": "99999999-01-01"}',
    '{"clock": "25:00"}',
    '{"at": "soon"}',
    '{"uid": "x"}',
    '{"bin": "\\\\xzz"}',
    '{"nums": ["a"]}',
    '{"nums": 5}',
    '{"nums": {"a": 1}}',
    '{"words": "not an array"}',
    '{"txt": "\\u0000"}',
    '{"txt": "\\ud800"}',
    '{"doc": {"a": "\\u0000"}}',
    '{"doc": {"a": "\\udfff"}}',
    '{"doc": {"\\u0000": 1}}',
    '{"words": ["\\u0000"]}',
    '{"__proto__": {"txt": "x"}}',
    '{"constructor": 1}',
    '{"\\u0000": 1}',
  ])('%s', async (body) => {
    const before = (await readPage(admin, table, { page_size: 1 })).total;
    expectClientError(await postText(body));
    expect((await readPage(admin, table, { page_size: 1 })).total).toBe(before);
  });

  it('1e400 in a numeric column is exact or refused', async () => {
    const answer = await postText('{"exact": 1e400}');
    expectStatus(answer, 201, 400, 422);
    if (answer.status === 201) {
      expect(
        await sqlValue(`select (exact = 1e400)::text from "${table.name}" where id = $1`, [answer.body.id]),
      ).toBe('true');
      expectStatus(await admin.del(`${path()}/${answer.body.id}`), 200);
    }
  });

  it('JSON 10,000 levels deep', async () => {
    for (const deep of [
      '['.repeat(10_000) + ']'.repeat(10_000),
      `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    ]) {
      expectProblem(await postText(`{"doc": ${deep}}`), 400, 413, 422);
      expectProblem(await postText(deep), 400, 413, 422);
    }
  });
});
