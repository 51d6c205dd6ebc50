import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, startTestSystem, type TestGateway } from '../testing/test-gateway.ts';

let system: Awaited<ReturnType<typeof startTestSystem>>;
let gateway: TestGateway;

async function asSuperuser(...statements: string[]): Promise<void> {
  const url = new URL(system.postgres.superuserUrl);
  url.pathname = '/selfdb';
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function value(query: string, params: unknown[] = []): Promise<string | null | undefined> {
  return (await gateway.rows(query, params))[0]?.[0];
}

beforeAll(async () => {
  system = await startTestSystem({ poolSize: 1 });
  gateway = system.gateway;
  await asSuperuser('CREATE ROLE other', 'GRANT other TO selfdb', 'CREATE SCHEMA elsewhere');
  await gateway.rows(`CREATE FUNCTION change_setting(name text, value text) RETURNS void LANGUAGE plpgsql
    AS $$ BEGIN PERFORM set_config(name, value, false); END $$`);
});

afterAll(() => system.close());

describe('what a request sets in its session', () => {
  beforeEach(async () => {
    await gateway.rows('SELECT 1');
  });

  test.each([
    ['SET search_path = elsewhere', 'SHOW search_path', 'public'],
    ['SET ROLE other', 'SELECT current_user', 'selfdb'],
    ['SET work_mem = 65536', 'SHOW work_mem', '4MB'],
    ['SET TimeZone = "Asia/Tokyo"', 'SHOW TimeZone', 'UTC'],
    ['SET statement_timeout = 5000', 'SHOW statement_timeout', '30s'],
    ['SET my.tenant = 7', "SELECT coalesce(current_setting('my.tenant', true), '')", ''],
    ['SET default_transaction_read_only = on', 'SHOW transaction_read_only', 'off'],
    ['SET default_transaction_isolation = serializable', 'SHOW transaction_isolation', 'read committed'],
    ['SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY', 'SHOW transaction_read_only', 'off'],
  ])('%s is gone in the next request', async (change, look, expected) => {
    await gateway.rows(change);
    expect(await value(look)).toBe(expected);
  });

  test.each([
    ['search_path', 'elsewhere', 'SHOW search_path', 'public'],
    ['role', 'other', 'SELECT current_user', 'selfdb'],
    ['default_transaction_read_only', 'on', 'SHOW transaction_read_only', 'off'],
    ['default_transaction_isolation', 'serializable', 'SHOW transaction_isolation', 'read committed'],
  ])('a function that changes %s to %s leaves nothing', async (name, setting, look, expected) => {
    await gateway.rows('SELECT change_setting($1, $2)', [name, setting]);
    expect(await value(look)).toBe(expected);
  });

  test('a trigger that fires at commit leaves nothing', async () => {
    await gateway.rows('CREATE TABLE watched (a int)');
    await gateway.rows(`CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM set_config('search_path', 'elsewhere', false), set_config('role', 'other', false); RETURN NULL; END $$`);
    await gateway.rows(`CREATE CONSTRAINT TRIGGER late AFTER INSERT ON watched DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION late()`);
    await gateway.rows('INSERT INTO watched VALUES (1)');
    expect(await value("SELECT current_user || ' ' || current_setting('search_path')")).toBe('selfdb public');
  });

  test('a batch leaves nothing', async () => {
    await gateway.post({ queries: [{ query: 'SET search_path = elsewhere' }, { query: 'SET ROLE other' }] });
    expect(await value("SELECT current_user || ' ' || current_setting('search_path')")).toBe('selfdb public');
  });

  test('a batch that ends its own transaction and then fails leaves nothing', async () => {
    const queries = [{ query: 'SET ROLE other' }, { query: 'COMMIT' }, { query: 'SELECT 1 / 0' }];
    expect((await gateway.post({ queries })).status).toBe(400);
    expect(await value('SELECT current_user')).toBe('selfdb');
  });

  test('a batch that fails keeps its connection', async () => {
    const before = await value('SELECT pg_backend_pid()');
    for (let round = 0; round < 3; round += 1) {
      expect((await gateway.post({ queries: [{ query: 'SELECT 1 / 0' }] })).status).toBe(400);
    }
    expect(await value('SELECT pg_backend_pid()')).toBe(before);
  });

  test('a transaction that was left open is rolled back', async () => {
    await gateway.rows('CREATE TABLE IF NOT EXISTS counted (a int)');
    await gateway.rows('BEGIN');
    await gateway.rows('INSERT INTO counted VALUES (1)');
    expect(await value('SELECT count(*) FROM counted')).toBe('1');
    await gateway.post({
      queries: [{ query: 'COMMIT' }, { query: 'BEGIN' }, { query: 'DELETE FROM counted' }],
    });
    expect(await value('SELECT pg_current_xact_id_if_assigned()')).toBeNull();
  });

  test('a statement timeout of one millisecond does not hit the next request', async () => {
    for (let round = 0; round < 20; round += 1) {
      await gateway.rows("SELECT change_setting('statement_timeout', '1')");
      expect(await value('SELECT count(*) FROM generate_series(1, 10)')).toBe('10');
    }
  });

  test('a superuser returns from another session authorization', async () => {
    const superuser = { ...system.postgres, url: system.postgres.superuserUrl };
    const other = await startTestGateway(superuser, { poolSize: 1 });
    await other.rows("SELECT set_config('session_authorization', 'other', false)");
    expect(await other.rows('SELECT session_user, current_user')).toEqual([['postgres', 'postgres']]);
    await other.close();
  });
});

describe('state that settings do not cover', () => {
  test.each([
    ['CREATE TEMP TABLE scratch (a int)', "SELECT to_regclass('pg_temp.scratch')", null],
    ['/* x */ create temporary table scratch2 as select 1', "SELECT to_regclass('pg_temp.scratch2')", null],
    ['LISTEN something', 'SELECT count(*) FROM pg_listening_channels()', '0'],
    ['PREPARE mine AS SELECT 1', "SELECT count(*) FROM pg_prepared_statements WHERE name = 'mine'", '0'],
    ['SELECT pg_advisory_lock(42)', "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'", '0'],
    ['DECLARE c CURSOR WITH HOLD FOR SELECT 1', "SELECT count(*) FROM pg_cursors WHERE name = 'c'", '0'],
    [
      "DO $$ BEGIN EXECUTE 'CREATE TEMP TABLE scratch3 ()'; END $$",
      "SELECT to_regclass('pg_temp.scratch3')",
      null,
    ],
  ])('%s is gone in the next request', async (statement, look, expected) => {
    await gateway.rows(statement);
    expect(await value(look)).toBe(expected);
  });
});

describe('prepared statements', () => {
  const count = () => value('SELECT count(*) FROM pg_prepared_statements');

  test('are reused for the same text', async () => {
    await gateway.rows('SELECT $1::int + 1', [1]);
    const before = (await gateway.stats()).prepared;
    for (let a = 0; a < 5; a += 1) expect(await value('SELECT $1::int + 1', [a])).toBe(String(a + 1));
    expect((await gateway.stats()).prepared).toBe(before);
    expect(
      Number(await value('SELECT max(generic_plans + custom_plans) FROM pg_prepared_statements')),
    ).toBeGreaterThan(5);
  });

  test('a statement that never parses is not kept', async () => {
    const before = (await gateway.stats()).prepared;
    for (let n = 0; n < 3; n += 1) await gateway.post({ query: 'SELEKT' });
    expect((await gateway.stats()).prepared).toBe(before);
  });

  test('are bounded, in the server too', async () => {
    const queries = Array.from({ length: 700 }, (_, n) => ({ query: `SELECT ${n} AS n${n}` }));
    await gateway.post({ queries });
    expect((await gateway.stats()).prepared).toBe(500);
    expect(Number(await count())).toBeLessThan(520);
  });

  test('follow a table whose shape changed through the gateway or elsewhere', async () => {
    await gateway.rows('CREATE TABLE shape (a int)');
    await gateway.rows('INSERT INTO shape VALUES (1)');
    expect(await gateway.rows('SELECT * FROM shape')).toEqual([['1']]);
    await gateway.rows('ALTER TABLE shape ADD COLUMN b text');
    expect(await gateway.rows('SELECT * FROM shape')).toEqual([['1', null]]);
    await asSuperuser('ALTER TABLE shape DROP COLUMN b');
    expect(await gateway.rows('SELECT * FROM shape')).toEqual([['1']]);
    await asSuperuser("ALTER TABLE shape ALTER COLUMN a TYPE text USING 'x' || a");
    const batch = await gateway.post({
      queries: [{ query: 'SELECT * FROM shape' }, { query: 'SELECT 2 AS two' }],
    });
    expect(await batch.json()).toMatchObject({ results: [{ rows: [{ a: 'x1' }] }, { rows: [{ two: 2 }] }] });
  });

  test('follow a column whose type was changed through the gateway', async () => {
    await gateway.rows('CREATE TABLE typed (a real)');
    await gateway.rows('INSERT INTO typed VALUES ($1)', ['0.5']);
    await gateway.rows('ALTER TABLE typed ALTER COLUMN a TYPE double precision');
    await gateway.rows('INSERT INTO typed VALUES ($1)', ['0.1']);
    expect(await gateway.rows('SELECT a FROM typed ORDER BY a')).toEqual([['0.1'], ['0.5']]);
  });

  test('are prepared again when a value does not fit the type that a column had', async () => {
    await gateway.rows('CREATE TABLE changed (a int)');
    await gateway.rows('INSERT INTO changed VALUES ($1)', ['1']);
    await asSuperuser('ALTER TABLE changed ALTER COLUMN a TYPE text');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await gateway.rows('INSERT INTO changed VALUES ($1)', ['one']);
    expect(await value('SELECT count(*) FROM changed')).toBe('2');
  });

  test('a retried write happens once', async () => {
    await gateway.rows('CREATE TABLE once (a int)');
    await gateway.rows('INSERT INTO once VALUES (1) RETURNING *');
    await asSuperuser('ALTER TABLE once ADD COLUMN b int');
    expect(await gateway.rows('INSERT INTO once VALUES (1) RETURNING *')).toEqual([['1', null]]);
    expect(await value('SELECT count(*) FROM once')).toBe('2');
  });
});
