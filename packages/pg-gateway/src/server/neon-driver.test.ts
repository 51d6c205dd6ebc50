import { NeonDbError, type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestSystem } from '../testing/test-gateway.ts';

let system: Awaited<ReturnType<typeof startTestSystem>>;
let sql: NeonQueryFunction<false, false>;

async function errorOf(promise: Promise<unknown>): Promise<NeonDbError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof NeonDbError) return error;
  throw new Error('expected a NeonDbError');
}

beforeAll(async () => {
  system = await startTestSystem();
  neonConfig.fetchEndpoint = () => `${system.gateway.url}/sql`;
  sql = neon(system.postgres.url);
  await sql`CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, born date, score float8)`;
  await sql`INSERT INTO people VALUES (1, 'Ada', '1815-12-10', 1.5), (2, 'Grace', '1906-12-09', 'NaN')`;
});

afterAll(() => system.close());

describe('a single query of the Neon driver', () => {
  test('returns rows as objects with parsed types', async () => {
    const rows = await sql`SELECT id, name, born::text, score FROM people WHERE id = ${1}`;
    expect(rows).toEqual([{ id: 1, name: 'Ada', born: '1815-12-10', score: 1.5 }]);
  });

  test('returns rows as arrays in array mode', async () => {
    const rows = await sql.query('SELECT id, name FROM people ORDER BY id', [], { arrayMode: true });
    expect(rows).toEqual([
      [1, 'Ada'],
      [2, 'Grace'],
    ]);
  });

  test('returns fields, command and row count with full results', async () => {
    const result = await sql.query('SELECT id, name FROM people ORDER BY id', [], { fullResults: true });
    expect(result).toMatchObject({ command: 'SELECT', rowCount: 2, rowAsArray: false });
    expect(result.fields[0]).toMatchObject({ name: 'id', dataTypeID: 23, columnID: 1, format: 'text' });
    expect(result.fields[0]?.tableID).toBeGreaterThan(0);
    expect(result.rows[1]).toEqual({ id: 2, name: 'Grace' });
  });

  test('counts the rows of a write and has no fields for it', async () => {
    const result = await sql.query('UPDATE people SET name = name WHERE id < $1', [3], { fullResults: true });
    expect(result).toMatchObject({ command: 'UPDATE', rowCount: 2, fields: [], rows: [] });
    const inserted = await sql.query("INSERT INTO people VALUES (3, 'Edsger')", [], { fullResults: true });
    expect(inserted).toMatchObject({ command: 'INSERT', rowCount: 1 });
    const created = await sql.query('CREATE TABLE nothing ()', [], { fullResults: true });
    expect(created).toMatchObject({ command: 'CREATE', rowCount: null });
  });

  test('carries every kind of parameter unchanged', async () => {
    const text = 'é "quoted" \\ \u{1F600} \u0001';
    const bytes = Buffer.from([0, 1, 254, 255]);
    const time = new Date('2024-02-29T12:34:56.789Z');
    const [row] = await sql`SELECT ${text}::text AS text, ${null}::text AS nothing, ${true}::bool AS yes,
      ${42}::int AS number, ${{ a: [1] }}::jsonb AS json, ${['x', 'y"z']}::text[] AS list,
      ${bytes}::bytea AS bytes, ${time}::timestamptz AS time`;
    expect(row).toEqual({
      ...{ text, nothing: null, yes: true, number: 42, json: { a: [1] }, list: ['x', 'y"z'] },
      ...{ bytes, time },
    });
  });

  test('keeps two columns of one name apart in array mode', async () => {
    expect(await sql.query('SELECT 1 AS a, 2 AS a', [], { arrayMode: true })).toEqual([[1, 2]]);
  });

  test('answers an empty query', async () => {
    expect(await sql.query('')).toEqual([]);
  });

  test('streams a result of many chunks whole and in order', async () => {
    const rows = await sql`SELECT i, repeat('x', 100) AS text FROM generate_series(1, 20000) AS i`;
    expect(rows).toHaveLength(20_000);
    expect(rows.every(({ i, text }, index) => i === index + 1 && text.length === 100)).toBe(true);
  });

  test('runs what can only run outside a transaction block', async () => {
    await sql`VACUUM people`;
    await sql`CREATE INDEX CONCURRENTLY people_name ON people (name)`;
    const result = await sql`SELECT indexname FROM pg_indexes WHERE indexname = 'people_name'`;
    expect(result).toHaveLength(1);
  });
});

describe('an error of Postgres', () => {
  test('reaches the driver with all of its fields', async () => {
    const error = await errorOf(sql`INSERT INTO people VALUES (1, 'again')`);
    expect(error).toMatchObject({
      code: '23505',
      severity: 'ERROR',
      table: 'people',
      schema: 'public',
      constraint: 'people_pkey',
      detail: 'Key (id)=(1) already exists.',
    });
    expect(error.message).toContain('people_pkey');
  });

  test('has the position of a syntax error', async () => {
    expect(await errorOf(sql`SELECT 1 1`)).toMatchObject({ code: '42601', position: '10' });
  });

  test('says so when the parameters are too few', async () => {
    expect(await errorOf(sql.query('SELECT $1::int + $2::int', [1]))).toMatchObject({ code: '08P01' });
  });

  test('says so when a text has two statements', async () => {
    expect(await errorOf(sql.query('SELECT 1; SELECT 2'))).toMatchObject({ code: '42601' });
  });

  test('includes the one of a constraint that is checked at commit', async () => {
    await sql`CREATE TABLE parents (id int PRIMARY KEY)`;
    await sql`CREATE TABLE children (parent int REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`;
    expect(await errorOf(sql`INSERT INTO children VALUES (7)`)).toMatchObject({ code: '23503' });
    const batch = sql.transaction([sql`INSERT INTO children VALUES (8)`]);
    expect(await errorOf(batch)).toMatchObject({ code: '23503' });
    expect(await sql`SELECT * FROM children`).toEqual([]);
  });

  test('refuses COPY and goes on', async () => {
    expect(await errorOf(sql`COPY people FROM STDIN`)).toMatchObject({ code: '0A000' });
    expect(await errorOf(sql`COPY people TO STDOUT`)).toMatchObject({ code: '0A000' });
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });
});

describe('a batch of the Neon driver', () => {
  test('returns one result per query, in array mode and with full results too', async () => {
    const queries = () => [sql`SELECT 1 AS a`, sql`SELECT 2 AS a WHERE ${3} = 3`];
    expect(await sql.transaction(queries())).toEqual([[{ a: 1 }], [{ a: 2 }]]);
    expect(await sql.transaction(queries(), { arrayMode: true })).toEqual([[[1]], [[2]]]);
    const [first, second] = await sql.transaction(queries(), { fullResults: true });
    expect(first).toMatchObject({ command: 'SELECT', rowCount: 1, rows: [{ a: 1 }] });
    expect(second).toMatchObject({ command: 'SELECT', rowCount: 1, rows: [{ a: 2 }] });
  });

  test.each([
    ['ReadUncommitted', 'read uncommitted'],
    ['ReadCommitted', 'read committed'],
    ['RepeatableRead', 'repeatable read'],
    ['Serializable', 'serializable'],
  ] as const)('runs at isolation level %s', async (isolationLevel, name) => {
    const results = await sql.transaction([sql`SHOW transaction_isolation`], { isolationLevel });
    expect(results).toEqual([[{ transaction_isolation: name }]]);
  });

  test('is read-only and deferrable when asked', async () => {
    const options = { isolationLevel: 'Serializable', readOnly: true, deferrable: true } as const;
    const results = await sql.transaction(
      [sql`SHOW transaction_read_only`, sql`SHOW transaction_deferrable`, sql`SHOW transaction_isolation`],
      options,
    );
    expect(results.map(([row]) => Object.values(row ?? {})[0])).toEqual(['on', 'on', 'serializable']);
    const write = sql.transaction([sql`INSERT INTO people VALUES (9, 'no')`], { readOnly: true });
    expect(await errorOf(write)).toMatchObject({ code: '25006' });
  });

  test('is one transaction: all or nothing', async () => {
    const batch = sql.transaction([
      sql`INSERT INTO people VALUES (10, 'first')`,
      sql`INSERT INTO people VALUES (1, 'taken')`,
      sql`INSERT INTO people VALUES (11, 'never reached')`,
    ]);
    expect(await errorOf(batch)).toMatchObject({ code: '23505' });
    expect(await sql`SELECT id FROM people WHERE id >= 10`).toEqual([]);
    const ids = await sql.transaction([sql`SELECT txid_current() AS id`, sql`SELECT txid_current() AS id`]);
    expect(ids[0]).toEqual(ids[1]);
  });

  test('releases its locks before the caller hears of the error', async () => {
    for (let round = 0; round < 5; round += 1) {
      await errorOf(sql.transaction([sql`LOCK TABLE people`, sql`SELECT 1 / 0`]));
      const locks =
        await sql`SELECT 1 FROM pg_locks WHERE relation = 'people'::regclass AND mode ~ 'Exclusive'`;
      expect(locks).toEqual([]);
    }
  });

  test('may create a table and use it', async () => {
    const results = await sql.transaction([
      sql`CREATE TABLE fresh (a int)`,
      sql`INSERT INTO fresh VALUES (1), (2)`,
      sql`SELECT sum(a)::int AS sum FROM fresh`,
    ]);
    expect(results[2]).toEqual([{ sum: 3 }]);
  });

  test('may be empty', async () => {
    expect(await sql.transaction([])).toEqual([]);
  });

  test('counts as one request', async () => {
    const before = await system.gateway.stats();
    await sql.transaction([sql`SELECT 1`, sql`SELECT 2`, sql`SELECT 3`]);
    await sql`SELECT 1`;
    const after = await system.gateway.stats();
    expect(after.requests - before.requests).toBe(2);
    expect(after.batches - before.batches).toBe(1);
    expect(after.queries - before.queries).toBe(1);
  });
});

describe('without raw text output', () => {
  test('values have the JSON types that Neon gives them', async () => {
    const response = await system.gateway.post({
      query: `SELECT true AS b, 1::int2 AS s, 2::int4 AS i, 3::int8 AS l, 1.50::numeric AS n, 2.5::float8 AS f,
        'NaN'::float8 AS nan, '{"a":1}'::jsonb AS j, 'x' AS t, NULL AS nothing, ARRAY[1,NULL,3] AS ints,
        ARRAY[['a b','c"d'],['e','NULL']] AS texts, ARRAY[true,false] AS flags, '{}'::int[] AS none,
        ARRAY['{"k":2}'::json] AS jsons, 5 AS "__proto__"`,
    });
    const answer = await response.text();
    expect(JSON.parse(answer).rows).toEqual(
      JSON.parse(`[{"b":true,"s":1,"i":2,"l":"3","n":"1.50","f":2.5,"nan":"NaN","j":{"a":1},"t":"x","nothing":null,
        "ints":[1,null,3],"texts":[["a b","c\\"d"],["e","NULL"]],"flags":[true,false],"none":[],"jsons":[{"k":2}],
        "__proto__":5}]`),
    );
    expect(JSON.parse(answer).rowAsArray).toBe(false);
  });

  test('array mode gives typed arrays', async () => {
    const headers = { 'Neon-Array-Mode': 'true' };
    const response = await system.gateway.post({ query: "SELECT 1 AS a, 'x' AS a, NULL" }, { headers });
    expect(await response.json()).toMatchObject({ rows: [[1, 'x', null]], rowAsArray: true });
  });
});
