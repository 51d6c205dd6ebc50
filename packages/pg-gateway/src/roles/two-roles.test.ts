import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clientConfig } from '../session/server-address.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';

const password = 'another/pässword';
let directory: string;
let postgres: TestPostgres;
let gateway: TestGateway;
let sqlUrl: string;

async function asSuperuser(...statements: string[]): Promise<void> {
  const url = new URL(postgres.superuserUrl);
  url.pathname = '/selfdb';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function asSql(query: string): Promise<{ status: number; value: unknown; code: string }> {
  const headers = { 'Neon-Connection-String': sqlUrl, 'Neon-Array-Mode': 'true' };
  const answer = await gateway.post({ query }, { headers });
  const body = (await answer.json()) as { rows?: unknown[][]; code: string };
  return { status: answer.status, value: body.rows?.[0]?.[0], code: body.code };
}

const endSessions = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'selfdb_sql'";

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'selfdb-hba-'));
  chmodSync(directory, 0o755);
  const rules = path.join(directory, 'pg_hba.conf');
  writeFileSync(rules, 'host all selfdb_sql 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n');
  postgres = await startTestPostgres({ hba_file: rules });
  const url = new URL(postgres.url);
  url.username = 'selfdb_sql';
  url.password = encodeURIComponent(password);
  sqlUrl = url.href;
  await asSuperuser(
    `CREATE ROLE selfdb_sql LOGIN PASSWORD '${password}'`,
    'ALTER ROLE selfdb CREATEROLE',
    'GRANT selfdb_sql TO selfdb WITH ADMIN OPTION',
    'CREATE ROLE other',
    'GRANT other TO selfdb, selfdb_sql',
    'CREATE SCHEMA elsewhere',
  );
});

beforeEach(async () => {
  gateway = await startTestGateway(postgres, { databaseSqlUrl: sqlUrl, poolSize: 8, systemPoolSize: 3 });
  return () => gateway.close();
});

afterAll(async () => {
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('two credentials', () => {
  test('each gets sessions of its own role; any other credentials are refused', async () => {
    expect(await asSql('SELECT session_user')).toMatchObject({ status: 200, value: 'selfdb_sql' });
    expect(await gateway.rows('SELECT session_user')).toEqual([['selfdb']]);
    const wrong = new URL(sqlUrl);
    wrong.password = 'wrong';
    const answer = await gateway.post(
      { query: 'SELECT 1' },
      { headers: { 'Neon-Connection-String': wrong.href } },
    );
    expect(answer.status).toBe(401);
  });

  test('share the pool by its sizes', async () => {
    const sleep = 'SELECT session_user, pg_sleep(0.1)';
    await Promise.all(Array.from({ length: 20 }, () => [asSql(sleep), gateway.rows(sleep)]).flat());
    const counts =
      'SELECT usename, count(*) FROM pg_stat_activity WHERE application_name = $1 GROUP BY 1 ORDER BY 1';
    expect(await gateway.rows(counts, ['selfdb-gateway'])).toEqual([
      ['selfdb', '3'],
      ['selfdb_sql', '5'],
    ]);
  });

  test('when one alters a table, the other prepares its statements again', async () => {
    await gateway.rows('CREATE TABLE public.seen (a int)');
    await gateway.rows('GRANT SELECT ON public.seen TO selfdb_sql');
    await gateway.rows('INSERT INTO public.seen VALUES (1)');
    expect((await asSql('SELECT to_json(seen) FROM seen')).value).toEqual({ a: 1 });
    await gateway.rows("ALTER TABLE public.seen ADD COLUMN b text DEFAULT 'x'");
    expect((await asSql('SELECT to_json(seen) FROM seen')).value).toEqual({ a: 1, b: 'x' });
  });
});

describe('a role that changes its own settings', () => {
  const hostile: [string, string, string][] = [
    ['role', 'other', 'SELECT current_user::text'],
    ['search_path', 'elsewhere', 'SHOW search_path'],
    ['default_transaction_read_only', 'on', 'SHOW transaction_read_only'],
    ['default_transaction_isolation', 'serializable', 'SHOW transaction_isolation'],
    ['default_transaction_deferrable', 'on', 'SHOW transaction_deferrable'],
    ['statement_timeout', '1', 'SHOW statement_timeout'],
    ['lock_timeout', '1', 'SHOW lock_timeout'],
    ['idle_in_transaction_session_timeout', '1', 'SHOW idle_in_transaction_session_timeout'],
    ['idle_session_timeout', '1', 'SHOW idle_session_timeout'],
    ['transaction_timeout', '1', 'SHOW transaction_timeout'],
    ['synchronous_commit', 'off', 'SHOW synchronous_commit'],
    ['exit_on_error', 'on', 'SHOW exit_on_error'],
    ['row_security', 'off', 'SHOW row_security'],
    ['restrict_nonsystem_relation_kind', 'view', 'SHOW restrict_nonsystem_relation_kind'],
    ['"DateStyle"', 'German, DMY', "SELECT '01/02/2026'::date::text"],
    ['"IntervalStyle"', 'iso_8601', "SELECT '1 day'::interval::text"],
    ['"TimeZone"', 'Asia/Tokyo', "SELECT '2026-01-01 00:00Z'::timestamptz::text"],
    ['timezone_abbreviations', 'India', "SELECT '2026-01-01 00:00 IST'::timestamptz::text"],
    ['bytea_output', 'escape', "SELECT '\\x01'::bytea::text"],
    ['extra_float_digits', '-15', 'SELECT (0.1::float8 + 0.2)::text'],
    ['standard_conforming_strings', 'off', "SELECT 'a\\b'"],
    ['client_encoding', 'LATIN1', 'SHOW client_encoding'],
    ['xmloption', 'document', 'SHOW xmloption'],
    ['xmlbinary', 'hex', 'SHOW xmlbinary'],
    ['array_nulls', 'off', "SELECT '{NULL}'::text[]::text"],
    ['transform_null_equals', 'on', "SELECT '1' WHERE NULL::int = NULL"],
    [
      'quote_all_identifiers',
      'on',
      "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'kept'::regclass",
    ],
    ['lc_monetary', 'C.utf8', 'SHOW lc_monetary'],
    ['lc_numeric', 'C.utf8', 'SHOW lc_numeric'],
    ['lc_time', 'C.utf8', 'SHOW lc_time'],
    ['backslash_quote', 'on', 'SHOW backslash_quote'],
    ['gin_fuzzy_search_limit', '1', 'SHOW gin_fuzzy_search_limit'],
    ['local_preload_libraries', 'missing', 'SHOW local_preload_libraries'],
    ['client_min_messages', 'debug5', 'SHOW client_min_messages'],
  ];

  test('for itself and for the database changes nothing for requests', async () => {
    await gateway.rows("CREATE TABLE public.kept (a int DEFAULT 1 + length('x'))");
    const look = async () => {
      const values: unknown[] = [];
      for (const [, , query] of hostile) values.push((await asSql(query)).value);
      return values;
    };
    const before = await look();
    await asSql('SET work_mem = 65536');
    for (const [name, value] of hostile) {
      const set = `SET ${name} = '${value}'`;
      expect(await asSql(`ALTER ROLE selfdb_sql ${set}`)).toMatchObject({ status: 200 });
      expect(await asSql(`ALTER ROLE selfdb_sql IN DATABASE selfdb ${set}`)).toMatchObject({ status: 200 });
    }
    await asSuperuser(endSessions);
    expect(await look()).toEqual(before);
    // What the session itself sets is gone in the next request, too.
    await asSql('SET search_path = elsewhere');
    expect(await asSql('SHOW search_path')).toMatchObject({ value: 'public,selfdb_api' });
  });

  test('would affect requests without the settings in the startup packet', async () => {
    await gateway.rows("CREATE TABLE IF NOT EXISTS public.kept (a int DEFAULT 1 + length('x'))");
    const unguarded: string[] = [];
    for (const [quotedName, value, query] of hostile) {
      const name = quotedName.replaceAll('"', '');
      await asSuperuser(`ALTER ROLE selfdb_sql SET ${quotedName} = '${value}'`);
      const look = async (leftOut: string) => {
        const client = new Client({
          ...clientConfig(sqlUrl, 30_000, {}, new Set([leftOut])),
          client_encoding: 'UTF8',
        });
        client.on('error', () => {});
        try {
          await client.connect();
          return (await client.query({ text: query, rowMode: 'array' })).rows[0]?.[0];
        } catch {
          return 'an error';
        } finally {
          await client.end().catch(() => {});
        }
      };
      if ((await look(name)) === (await look('nothing'))) unguarded.push(name);
      await asSuperuser(`ALTER ROLE selfdb_sql RESET ${quotedName}`);
    }
    // `pg` itself sends these two.
    expect(unguarded).toEqual(['statement_timeout', 'client_encoding']);
  });

  test('or its password gets the password back and loses the settings', async () => {
    expect(await asSql("ALTER ROLE selfdb_sql PASSWORD 'x'")).toMatchObject({ status: 200 });
    await asSuperuser(endSessions);
    const answers = await Promise.all(Array.from({ length: 10 }, () => asSql('SELECT session_user')));
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, value: 'selfdb_sql' });
    const left = "SELECT count(*) FROM pg_db_role_setting WHERE setrole = 'selfdb_sql'::regrole";
    expect(await gateway.rows(left)).toEqual([['0']]);
    expect(gateway.logLines.filter((line) => line.includes('was repaired'))).toHaveLength(1);
    expect(gateway.logLines.join()).not.toContain('SCRAM');
  });

  test('or its password is refused while the system may not repair it, with one attempt a second', async () => {
    await asSuperuser('ALTER ROLE selfdb NOCREATEROLE', "ALTER ROLE selfdb_sql PASSWORD 'x'", endSessions);
    const answers = await Promise.all(Array.from({ length: 30 }, () => asSql('SELECT 1')));
    for (const answer of answers) expect(answer).toMatchObject({ status: 503, code: '08001' });
    expect(gateway.logLines.filter((line) => line.includes('could not be repaired'))).toHaveLength(1);
    expect(await gateway.rows('SELECT 1')).toEqual([['1']]);
    await asSuperuser('ALTER ROLE selfdb CREATEROLE');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await asSql('SELECT 1')).toMatchObject({ status: 200 });
  });
});
