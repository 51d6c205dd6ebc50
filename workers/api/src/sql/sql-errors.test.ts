import { asSuperuser } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { backendsRunning, createPerson, run, type SqlBody } from './testing/client.ts';

describe('an error', () => {
  it('says what is wrong, where, and what to do', async () => {
    const { status, body } = await run("select 1;\n select '😀', nmae from users");
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'sql_error', sqlstate: '42703', position: 24 });
    expect(body.detail).toBe('column "nmae" does not exist');
    const hinted = await run('select emial from users');
    expect(hinted.body.hint).toContain('users.email');
  });

  it("has Postgres' detail, and null for missing fields", async () => {
    const { body } = await run(
      'create table pg_temp.k (id int primary key); insert into pg_temp.k values (1), (1)',
    );
    expect(body).toMatchObject({ sqlstate: '23505', position: null, hint: null });
    expect(body.detail).toMatch(/"k_pkey": Key \(id\)=\(1\) already exists\.$/);
  });

  it.each([
    ['sel 1', '42601'],
    ['select 1 1', '42601'],
    ['"; drop', '42601'],
    ['select $$', '42601'],
    ["select '", '42601'],
    ["select convert_from('\\xff', 'utf8')", '22021'],
    ['select now() / 0', '42883'],
    ["do $$ begin raise exception 'x' using errcode = '57P01'; end $$", '57P01'],
    ["do $$ begin raise exception 'x' using errcode = '08006'; end $$", '08006'],
    ['copy (select 1) to stdout', '0A000'],
    ['copy selfdb.users from stdin', '42601'],
    ["copy selfdb.users from '/etc/passwd'", '42501'],
    ["set client_encoding = 'LATIN1'; select 1", '0A000'],
  ])('of %j is 400 with its own SQLSTATE', async (query, sqlstate) => {
    const { status, body } = await run(query);
    expect([status, body.code, body.sqlstate]).toEqual([400, 'sql_error', sqlstate]);
  });

  it.each([
    ['\\restrict aBc9\n\nset statement_timeout = 0;\nselect 1;', '\\restrict', 1],
    ['-- 😀\nselect 1;\n\\connect other', '\\connect', 16],
    ['\ufeffselect 1;\n  \\copy t from x', '\\copy', 14],
    ['select 1 \\g', '\\g', 10],
    ['create temp table only_here (); \\.', '\\.', 33],
    ['\\', '\\', 1],
    [`\\${'x'.repeat(100)}`, `\\${'x'.repeat(39)}…`, 1],
  ])('of a psql file names the command and an alternative: %j', async (query, command, position) => {
    const { status, body } = await run(query);
    expect([status, body]).toMatchObject([
      400,
      { code: 'sql_error', sqlstate: '42601', position, detail: `${command} is a command of psql, not SQL.` },
    ]);
    expect(body.hint).toMatch(/begin with a backslash.*\.\/selfdb psql -f/);
  });

  it.each([
    ["copy public.t (a, b) from stdin;\n1\tit's\n2\t\\N\n\\.\n\nselect 1;", 1],
    ['select 1;\nCOPY "from" FROM /* x */ STDIN WITH (format csv);\na;b;c', 11],
    [`copy t from stdin;\n${'x;'.repeat(20_000)}`, 1],
  ])('of data for COPY says how to dump them as statements (%#)', async (query, position) => {
    const { status, body } = await run(query);
    expect([status, body.code, body.sqlstate, body.position]).toEqual([400, 'sql_error', '42601', position]);
    expect(body.hint).toContain('pg_dump --inserts');
  });

  it.each([
    ["select '\\restrict' = E'\\\\restrict'", true],
    ['select $$\\copy$$ = $a$\\copy$a$ -- \\q\n/* \\c */', true],
    ['select 1 as "\\d"', 1],
  ])('does not occur for a backslash within %s', async (query, answer) => {
    expect((await run(query)).body.results[0]?.rows).toEqual([[answer]]);
  });

  it('has the right position in a text that begins with a byte order mark', async () => {
    const plain = await run('select 1, nmae from users');
    const marked = await run('\ufeffselect 1, nmae from users');
    expect([plain.body.position, marked.body.position]).toEqual([11, 12]);
    expect((await run('\ufeff')).body).toMatchObject({ results: [] });
    expect((await run('\ufeff begin; select 1; commit')).body.results).toHaveLength(1);
    // Anywhere else, a byte order mark is a character of a name.
    expect((await run('select 1; \ufeffselect 1')).body.sqlstate).toBe('42601');
  });

  it.each([
    [{}, 'query'],
    [{ query: '' }, 'query'],
    [{ query: 'select 1\0' }, 'query'],
    [{ query: 'select \ud800' }, 'query'],
    [{ query: 'x'.repeat(1_000_001) }, 'query'],
    [{ query: 'select 1', params: {} }, 'params'],
    [{ query: 'select 1', timeout_ms: 20_001 }, 'timeout_ms'],
    [{ query: 'select 1', timeout_ms: 0 }, 'timeout_ms'],
    [{ query: 'select 1', read_only: 'yes' }, 'read_only'],
    [{ query: 'select 1', readonly: true }, 'readonly'],
    [{ query: 'select 1;'.repeat(10_001) }, 'query'],
  ])('of the input is 422 naming the field (%#)', async (json, field) => {
    const { token } = await createPerson();
    const { status, body } = await call<SqlBody>('POST', '/sql/query', { token, json });
    expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', field] }]]);
  });

  it('of a terminated backend is 503', async () => {
    const marker = `ended ${crypto.randomUUID()}`;
    const running = run(`select pg_sleep(10), '${marker}'`);
    while ((await backendsRunning(`%pg_sleep%${marker}%`)) === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await asSuperuser(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like '%${marker}%' and pid <> pg_backend_pid()`,
    );
    const { status, headers, body } = await running;
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
  });
});
