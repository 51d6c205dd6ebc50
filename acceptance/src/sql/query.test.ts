import { describe, expect, it } from 'vitest';
import { expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import { type SqlAnswer, sql, sqlValue } from '../world/tables.ts';
import { admin, anyone, createPerson, marker } from '../world/users.ts';

interface SqlProblem {
  code: string;
  detail: string;
  sqlstate: string;
  position: number | string | null;
  hint: string | null;
}

const run = (query: string, more: object = {}) => admin.post<SqlAnswer>('/sql/query', { query, ...more });

async function failing(query: string, sqlstate: string | RegExp, more: object = {}): Promise<SqlProblem> {
  const answer = await admin.post<SqlProblem>('/sql/query', { query, ...more });
  expectProblem(answer, 400);
  expect(answer.body.code).toBe('sql_error');
  expect(answer.body.sqlstate).toMatch(sqlstate);
  return answer.body;
}

describe('POST /sql/query', () => {
  it('is for an ADMIN', async () => {
    const person = await createPerson();
    expectProblem(await anyone.post('/sql/query', { query: 'select 1' }), 401);
    expectProblem(await person.post('/sql/query', { query: 'select 1' }), 403);
  });

  it('answers results, notices and execution_time_ms', async () => {
    const answer = await run(`select 1::int as one, 'x'::text as "Two Words", null::jsonb as three`);
    expectStatus(answer, 200);
    expect(Object.keys(answer.body).sort()).toEqual(['execution_time_ms', 'notices', 'results']);
    expect(answer.body.execution_time_ms).toBeGreaterThanOrEqual(0);
    expect(answer.body.notices).toEqual([]);
    const [result] = answer.body.results;
    expect(Object.keys(result ?? {}).sort()).toEqual([
      'columns',
      'command',
      'row_count',
      'rows',
      'truncated',
    ]);
    expect(result).toMatchObject({
      command: 'SELECT',
      row_count: 1,
      rows: [[1, 'x', null]],
      truncated: false,
    });
    expect(result?.columns.map((column) => column.name)).toEqual(['one', 'Two Words', 'three']);
    expect(result?.columns.map((column) => column.type)).toEqual([
      expect.stringMatching(/^int(eger|4)$/),
      'text',
      'jsonb',
    ]);
  });

  it('runs several statements, a result for each', async () => {
    const name = marker('q');
    const results = await sql(
      `create table "${name}" (a int); insert into "${name}" values (1), (2), (3); update "${name}" set a = a + 1 where a > 1; select a from "${name}" order by a; delete from "${name}"; drop table "${name}"`,
    );
    expect(results.map((result) => result.command.split(' ')[0])).toEqual([
      'CREATE',
      'INSERT',
      'UPDATE',
      'SELECT',
      'DELETE',
      'DROP',
    ]);
    expect(results.slice(1, 5).map((result) => result.row_count)).toEqual([3, 2, 3, 3]);
    expect(results[3]?.rows).toEqual([[1], [3], [4]]);
  });

  it('is one transaction: an error takes everything back', async () => {
    const name = marker('q');
    await failing(`create table "${name}" (a int); insert into "${name}" values (1); select 1/0`, '22012');
    expect(await sqlValue('select to_regclass($1)::text', [name])).toBe(null);
  });

  it('takes parameters, which are values and never SQL', async () => {
    const [result] = await sql('select $1::int + 1, $2::text, $3::jsonb, $4::text[], $5::boolean, $6::text', [
      41,
      "'; drop table x; --",
      { a: [1] },
      ['a', 'b,c'],
      true,
      null,
    ]);
    expect(result?.rows).toEqual([[42, "'; drop table x; --", { a: [1] }, ['a', 'b,c'], true, null]]);
    await failing('select $1::int, $2::int', /^(08P01|42P02|42P18)$/, { params: [1] });
    await failing('select $1::int', '22P02', { params: ['x'] });
  });

  it('shows values of every type, numbers with every digit', async () => {
    const answer =
      await run(`select 9007199254740993::bigint, 123456789012345678901234567890.5::numeric, array[1,null]::int[], array['a','b,c']::text[],
      '{"a": [1]}'::jsonb, true, '2024-02-29'::date, '0199a000-0000-7000-8000-000000000001'::uuid, 0.1::float8, '👩‍🚀'::text, ''::text`);
    expectStatus(answer, 200);
    expect(answer.text).toMatch(/[[,]\s*"?9007199254740993"?\s*,/);
    expect(answer.text).toMatch(/"?123456789012345678901234567890\.5"?/);
    expect(answer.body.results[0]?.rows[0]?.slice(2)).toEqual([
      [1, null],
      ['a', 'b,c'],
      { a: [1] },
      true,
      '2024-02-29',
      '0199a000-0000-7000-8000-000000000001',
      0.1,
      '👩‍🚀',
      '',
    ]);
  });

  it('keeps columns of one name apart', async () => {
    const [result] = await sql('select 1 as a, 2 as a');
    expect(result?.columns.map((column) => column.name)).toEqual(['a', 'a']);
    expect(result?.rows).toEqual([[1, 2]]);
  });

  it('passes notices on', async () => {
    const answer = await run(
      `do $$ begin raise notice 'hello from %', 'the block'; raise warning 'careful'; end $$`,
    );
    expectStatus(answer, 200);
    expect(answer.body.notices).toHaveLength(2);
    expect(JSON.stringify(answer.body.notices)).toContain('hello from the block');
    expect(JSON.stringify(answer.body.notices)).toContain('careful');
  });

  it('answers an SQL error with sqlstate, position and hint', async () => {
    const typo = await failing('select 1 +\nfrom nothing', '42601');
    expect(Number(typo.position)).toBe(12);
    const name = marker('q');
    await sql(`create table "${name}" (first_name text)`);
    const column = await failing(`select firstname from "${name}"`, '42703');
    expect(column.detail).toContain('firstname');
    expect(column.hint).toContain('first_name');
    expect(Number(column.position)).toBe(8);
    const plain = await failing('select 1/0', '22012');
    expect(plain).toMatchObject({ position: null, hint: null });
    await failing(
      "do $$ begin raise exception 'own' using errcode = 'P0042', hint = 'try again'; end $$",
      'P0042',
    );
  });

  it.each([
    [{}, 'query'],
    [{ query: '' }, 'query'],
    [{ query: 5 }, 'query'],
    [{ query: 'select 1', params: 'x' }, 'params'],
    [{ query: 'select 1', read_only: 'yes' }, 'read_only'],
    [{ query: 'select 1', timeout_ms: 0 }, 'timeout_ms'],
    [{ query: 'select 1', timeout_ms: -1 }, 'timeout_ms'],
    [{ query: 'select 1', timeout_ms: 1.5 }, 'timeout_ms'],
    [{ query: 'select 1', timeout_ms: 1e12 }, 'timeout_ms'],
    [{ query: 'select 1', max_rows: -1 }, 'max_rows'],
    [{ query: 'select 1', max_rows: 1e12 }, 'max_rows'],
    [{ query: 'select 1', max_rows: '10' }, 'max_rows'],
  ])('refuses %j', async (body, field) => {
    expectInvalid(await admin.post('/sql/query', body), 'body', field);
  });

  it('never breaks over odd text', async () => {
    for (const query of ['select \u0000', "select 'a\u0000b'", "select '\ud800'"])
      expectProblem(await run(query), 400, 422);
    for (const query of [';', '-- nothing', '   ', '/* open', "select 'open", '$$', 'select'.repeat(1000)])
      expectStatus(await run(query), 200, 400, 422);
    expectStatus(await run('select 1;;; select 2;'), 200);
    expectProblem(await run(`select ${'('.repeat(10_000)}1${')'.repeat(10_000)}`), 400);
  });

  it('leaves nothing behind for the next query: no setting, role, transaction or temporary table', async () => {
    await run(
      `set search_path = pg_catalog; set statement_timeout = 1; create temp table leftover (a int); prepare leftover_plan as select 1; begin; savepoint x`,
    );
    const [result] = await sql(
      `select current_setting('search_path') like '%public%', to_regclass('leftover') is null, (select count(*)::int from pg_prepared_statements where name = 'leftover_plan')`,
    );
    expect(result?.rows).toEqual([[true, true, 0]]);
  });

  it('changes a table while another session has locked a partitioned one with realtime', async () => {
    const [whole, other, released] = [marker('whole'), marker('other'), marker('released')];
    await sql(`create table ${whole} (id int primary key) partition by range (id);
      create table ${whole}_1 partition of ${whole} for values from (0) to (10); create table ${other} (id int);
      create table ${released} (id int)`);
    const { body } = await admin.get<{ id: string; name: string }[]>('/tables', { search: whole });
    const id = body.find(({ name }) => name === whole)?.id;
    expectStatus(await admin.patch(`/tables/${id}`, { realtime_enabled: true }), 200);
    // The lock is held until the row is there, so no slow answer can outlast it; 30 s are for a statement that waits for it.
    const locked = run(`lock table ${whole} in access exclusive mode; do $$ begin for i in 1..600 loop
      exit when exists (select from ${released}); perform pg_sleep(0.05); end loop; end $$`);
    const held = `select count(*)::int from pg_locks where relation = '${whole}'::regclass and mode = 'AccessExclusiveLock'`;
    await expect.poll(() => sqlValue(held)).toBe(1);
    expectStatus(await run(`truncate ${other}`), 200);
    expect(await sqlValue(held)).toBe(1);
    await sql(`insert into ${released} values (1)`);
    expectStatus(await locked, 200);
  });
});
