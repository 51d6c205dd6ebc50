import { describe, expect, it } from 'vitest';
import { expectClientError, expectProblem, expectStatus } from '../expectations.ts';
import { pause } from '../pause.ts';
import { type SqlAnswer, sql, sqlValue } from '../world/tables.ts';
import { admin, marker } from '../world/users.ts';

const run = (query: string, more: object = {}) => admin.post<SqlAnswer>('/sql/query', { query, ...more });

/** How many database sessions run a statement that holds the word, the one that asks left out. */
const sessionsWith = (word: string) =>
  sqlValue(
    'select count(*)::int from pg_stat_activity where position($1 in query) > 0 and pid <> pg_backend_pid()',
    [word],
  );

async function eventually(word: string, holds: (sessions: unknown) => boolean): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (holds(await sessionsWith(word))) return true;
    await pause(50);
  }
  return false;
}

async function emptyTable(): Promise<string> {
  const name = marker('ro');
  await sql(`create table "${name}" (a int)`);
  return name;
}

describe('read_only', () => {
  it.each([
    'insert into "T" values (1)',
    'set transaction read write; insert into "T" values (1)',
    'commit; insert into "T" values (1)',
    'commit; begin; insert into "T" values (1); commit',
    'rollback; insert into "T" values (1)',
    'end; insert into "T" values (1)',
    'abort; begin read write; insert into "T" values (1); commit',
    'commit and chain; insert into "T" values (1)',
    'set default_transaction_read_only = off; commit; insert into "T" values (1)',
    'set session characteristics as transaction read write; commit; insert into "T" values (1)',
    'set local transaction_read_only = off; insert into "T" values (1)',
    `select set_config('transaction_read_only', 'off', true); insert into "T" values (1)`,
    'reset all; commit; insert into "T" values (1)',
    'discard all; insert into "T" values (1)',
    'savepoint a; set transaction read write; insert into "T" values (1); release a; commit',
    `do $$ begin insert into "T" values (1); end $$`,
    `do $$ begin commit; set transaction read write; insert into "T" values (1); commit; end $$`,
    `do $$ begin perform set_config('default_transaction_read_only', 'off', false); commit; insert into "T" values (1); end $$`,
    'with x as (insert into "T" values (1) returning a) select * from x',
    'explain analyze insert into "T" values (1)',
    'select 1; truncate "T"; insert into "T" values (1)',
    'drop table "T"',
    'alter table "T" add column b int',
    `prepare p as insert into "T" values (1); execute p`,
    `commit; prepare transaction 'x'; insert into "T" values (1)`,
  ])('holds against: %s', async (attempt) => {
    const name = await emptyTable();
    const answer = await run(attempt.replaceAll('T"', `${name}"`), { read_only: true });
    expect(answer.status).toBeLessThan(500);
    expect(
      await sqlValue(
        `select count(*)::int || ' ' || (select count(*)::int from information_schema.columns where table_name = '${name}') from "${name}"`,
      ),
    ).toBe('0 1');
  });

  it('says why a write failed', async () => {
    const name = await emptyTable();
    const answer = await run(`insert into "${name}" values (1)`, { read_only: true });
    expectProblem(answer, 400);
    expect(answer.body).toMatchObject({ code: 'sql_error', sqlstate: '25006' });
  });

  it('lets reading be, several statements and parameters too', async () => {
    expectStatus(await run('select 1; select 2; show search_path', { read_only: true }), 200);
    expectStatus(await run('select $1::int', { read_only: true, params: [1] }), 200);
  });
});

describe('timeout_ms', () => {
  it('cancels the statement, and the session is gone', async () => {
    const word = marker('sleeper');
    const answer = run(`select '${word}', pg_sleep(1e6)`, { timeout_ms: 2500 });
    expect(await eventually(word, (sessions) => sessions === 1)).toBe(true);
    const ended = await answer;
    expectClientError(ended);
    expect(await eventually(word, (sessions) => sessions === 0)).toBe(true);
  });

  it('holds for all statements together, and nothing of them stays', async () => {
    const name = await emptyTable();
    const answer = await run(
      `insert into "${name}" values (1); ${'select pg_sleep(0.4);'.repeat(10)} select pg_sleep(1e6)`,
      { timeout_ms: 1000 },
    );
    expectClientError(answer);
    expect(await sqlValue(`select count(*)::int from "${name}"`)).toBe(0);
  });

  it('cannot be lifted by the statement itself', async () => {
    const word = marker('lifter');
    expectClientError(
      await run(`set statement_timeout = 0; select '${word}', pg_sleep(1e6)`, { timeout_ms: 1000 }),
    );
    expect(await eventually(word, (sessions) => sessions === 0)).toBe(true);
  });

  it('cannot be caught by the statement itself', async () => {
    const word = marker('catcher');
    const block = `do $$ begin loop begin perform '${word}', pg_sleep(1e6); exception when query_canceled then null; end; end loop; end $$`;
    expectClientError(await run(block, { timeout_ms: 1000 }));
    expect(await eventually(word, (sessions) => sessions === 0)).toBe(true);
  });

  it('ends a statement that computes for ever', async () => {
    const word = marker('counter');
    expectClientError(
      await run(`select '${word}', count(*) from generate_series(1, 1e12::bigint)`, { timeout_ms: 800 }),
    );
    expect(await eventually(word, (sessions) => sessions === 0)).toBe(true);
  });
});

describe('max_rows', () => {
  it('cuts ten million rows short without reading them', async () => {
    const word = marker('millions');
    // A reader that goes on reaches a row that sleeps for ever.
    const query = `select g, case when g > 5000000 then pg_sleep(1e6)::text end, '${word}' from (select generate_series(1, 10000000) g) s`;
    const answer = await run(query, { max_rows: 25, timeout_ms: 30_000 });
    expectStatus(answer, 200);
    expect(answer.body.results[0]?.rows.map((row) => row[0])).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
    expect(answer.body.results[0]?.truncated).toBe(true);
    expect(await eventually(word, (sessions) => sessions === 0)).toBe(true);
  });

  it('is not called truncated when it just fits', async () => {
    const answer = await run('select generate_series(1, 25)', { max_rows: 25 });
    expect(answer.body.results[0]).toMatchObject({ truncated: false, row_count: 25 });
    const one = await run('select generate_series(1, 26)', { max_rows: 25 });
    expect(one.body.results[0]).toMatchObject({ truncated: true });
    expect(one.body.results[0]?.rows.length).toBe(25);
  });

  it('has a limit of its own when none is given', async () => {
    const answer = await run('select generate_series(1, 10000000)');
    expectStatus(answer, 200);
    expect(answer.body.results[0]?.truncated).toBe(true);
  });

  it('keeps the effect of a statement whose rows were cut', async () => {
    const name = await emptyTable();
    const answer = await run(
      `insert into "${name}" select generate_series(1, 1000) returning a; select count(*)::int from "${name}"`,
      { max_rows: 10 },
    );
    if (answer.status === 200) expect(answer.body.results[1]?.rows).toEqual([[1000]]);
    expect(await sqlValue(`select count(*)::int from "${name}"`)).toBe(answer.status === 200 ? 1000 : 0);
  });
});

describe('the role of /sql', () => {
  it('is no superuser', async () => {
    expect(await sqlValue('select rolsuper from pg_roles where rolname = session_user')).toBe(false);
    expect(await sqlValue('select rolsuper from pg_roles where rolname = current_user')).toBe(false);
    expect(
      await sqlValue(`select count(*)::int from pg_auth_members m join pg_roles r on r.oid = m.member
      join pg_roles g on g.oid = m.roleid where r.rolname = session_user and (g.rolsuper or g.rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program'))`),
    ).toBe(0);
  });

  it.each([
    "copy (select 1) to program 'id'",
    "create temp table c (t text); copy c from program 'id'",
    "copy (select 1) to '/tmp/selfdb-acceptance-copy'",
    "create temp table c (t text); copy c from '/etc/passwd'",
    "select pg_read_file('/etc/passwd')",
    "select pg_read_binary_file('postgresql.conf')",
    "select pg_ls_dir('/')",
    "select lo_import('/etc/passwd')",
    'set role postgres',
    'set session authorization postgres',
    'alter role selfdb superuser',
    'create role acceptance_super superuser',
    "alter system set log_statement = 'all'",
    'select pg_reload_conf()',
    'create function acceptance_evil() returns void as $$ $$ language c',
    'create extension plpython3u',
    'create extension file_fdw',
    'select * from pg_authid',
  ])('cannot: %s', async (attempt) => {
    const answer = await run(attempt);
    expectProblem(answer, 400);
    expect(answer.body).toMatchObject({
      code: 'sql_error',
      sqlstate: expect.stringMatching(/^[0-9A-Z]{5}$/),
    });
  });

  it('still is itself after trying', async () => {
    await run('set role postgres; create table acceptance_evil (a int)');
    expect(await sqlValue("select to_regclass('acceptance_evil')::text")).toBe(null);
    expect(await sqlValue('select current_user = session_user')).toBe(true);
  });
});
