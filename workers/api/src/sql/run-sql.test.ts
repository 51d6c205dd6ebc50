import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  backendsRunning,
  call,
  column,
  createPerson,
  rows,
  run,
  type SqlBody,
  value,
} from './testing/client.ts';

const newTable = () => `t_${randomUUID().replaceAll('-', '')}`;

describe('the answer', () => {
  it('holds command, count, columns and rows of each statement', async () => {
    const table = newTable();
    const { status, body } = await run(
      `create table ${table} (id int primary key, name text);
       insert into ${table} values (1, 'a'), (2, null);
       select * from ${table} order by id;
       update ${table} set name = 'c' where id = 9;
       drop table ${table}`,
    );
    expect(status).toBe(200);
    expect(body.results).toEqual([
      { command: 'CREATE TABLE', row_count: null, columns: [], rows: [], truncated: false },
      { command: 'INSERT', row_count: 2, columns: [], rows: [], truncated: false },
      {
        command: 'SELECT',
        row_count: 2,
        columns: [
          { name: 'id', type: 'integer' },
          { name: 'name', type: 'text' },
        ],
        rows: [
          [1, 'a'],
          [2, null],
        ],
        truncated: false,
      },
      { command: 'UPDATE', row_count: 0, columns: [], rows: [], truncated: false },
      { command: 'DROP TABLE', row_count: null, columns: [], rows: [], truncated: false },
    ]);
    expect(body.notices).toEqual([]);
    expect(body.execution_time_ms).toBeGreaterThan(0);
  });

  it('keeps every digit of numbers', async () => {
    const { text } = await run(
      'select 9223372036854775807::int8, 0.1234567890123456789012345::numeric, 1e20::float8',
    );
    expect(text).toContain('"rows":[[9223372036854775807,0.1234567890123456789012345,1e+20]]');
  });

  it.each([
    ["'NaN'::float8", 'NaN', 'double precision'],
    ["'-infinity'::numeric", '-Infinity', 'numeric'],
    ['1.5::real', 1.5, 'real'],
    ['(-3)::smallint', -3, 'smallint'],
    ['true', true, 'boolean'],
    ['null::text', null, 'text'],
    [`'{"a": [1, null]}'::json`, { a: [1, null] }, 'json'],
    [`'{"b": 2}'::jsonb`, { b: 2 }, 'jsonb'],
    ["'2026-01-31 08:15:30.5+02'::timestamptz", '2026-01-31T06:15:30.500Z', 'timestamp with time zone'],
    ["'2026-01-31 08:15:30.123456Z'::timestamptz", '2026-01-31T08:15:30.123456Z', 'timestamp with time zone'],
    ["'infinity'::timestamptz", 'infinity', 'timestamp with time zone'],
    ["'2026-01-31 08:15'::timestamp", '2026-01-31 08:15:00', 'timestamp without time zone'],
    ["'2026-01-31'::date", '2026-01-31', 'date'],
    ["'\\xdeadbeef'::bytea", '\\xdeadbeef', 'bytea'],
    ['\'a "quoted"\'::varchar(20)', 'a "quoted"', 'character varying'],
    ["'1 day 02:00'::interval", '1 day 02:00:00', 'interval'],
    ['array[1, null, 3]', [1, null, 3], 'integer[]'],
    [
      "array['a,b', 'NULL', null, '\"', '\\', '{}', '']",
      ['a,b', 'NULL', null, '"', '\\', '{}', ''],
      'text[]',
    ],
    [
      'array[[1, 2], [3, 4]]',
      [
        [1, 2],
        [3, 4],
      ],
      'integer[]',
    ],
    ["'[0:1]={5,6}'::int[]", [5, 6], 'integer[]'],
    ['array[\'{"a": "}"}\'::jsonb]', [{ a: '}' }], 'jsonb[]'],
    ["array['2026-01-31 00:00Z'::timestamptz]", ['2026-01-31T00:00:00.000Z'], 'timestamp with time zone[]'],
    ["'{}'::bool[]", [], 'boolean[]'],
    ["row(1, 'x')", '(1,x)', 'record'],
    ['int4range(1, 5)', '[1,5)', 'int4range'],
    ["'(1,2)'::point", '(1,2)', 'point'],
    ["'12.50'::money", '$12.50', 'money'],
  ])('gives %s as JSON', async (expression, expected, type) => {
    const { body } = await run(`select ${expression}`);
    expect(body.results[0]?.rows).toEqual([[expected]]);
    expect(body.results[0]?.columns[0]?.type).toBe(type);
  });

  it('names the types that an administrator made', async () => {
    const name = newTable();
    const { body } = await run(
      `create type ${name} as enum ('x'); select 'x'::${name}, array['x'::${name}]; drop type ${name}`,
    );
    expect(body.results[1]?.rows).toEqual([['x', '{x}']]);
    expect(body.results[1]?.columns.map(({ type }) => type)).toEqual(['???', '???']);
    const kept = await run(`create type ${name} as enum ('x'); select 'x'::${name}`);
    expect(kept.body.results[1]?.columns[0]?.type).toBe(name);
  });

  it('knows rows without columns, columns of one name, and empty texts', async () => {
    expect((await run('select from generate_series(1, 2)')).body.results[0]?.rows).toEqual([[], []]);
    expect((await run('select 1 as a, 2 as a')).body.results[0]?.rows).toEqual([[1, 2]]);
    expect((await run(' -- nothing\n ; ')).body.results).toEqual([]);
  });

  it('shows notices, at most a hundred', async () => {
    const { body } = await run("do $$ begin raise warning 'careful %', 1; end $$");
    expect(body.notices).toEqual([
      { severity: 'WARNING', message: 'careful 1', sqlstate: '01000', detail: null, hint: null },
    ]);
    const many = await run("do $$ begin for i in 1..500 loop raise notice '%', i; end loop; end $$");
    expect(many.body.notices).toHaveLength(100);
  });
});

describe('max_rows', () => {
  it('stops Postgres early', async () => {
    const started = performance.now();
    const { body } = await run('select * from generate_series(1, 10000000)');
    expect(performance.now() - started).toBeLessThan(2000);
    expect(body.results[0]).toMatchObject({ command: 'SELECT', row_count: 1000, truncated: true });
    expect(body.results[0]?.rows).toHaveLength(1000);
  });

  it.each([
    [4, 3, true],
    [3, 3, false],
    [2, 2, false],
  ])('of %i rows answers %i with a limit of three', async (present, expected, truncated) => {
    const { body } = await run(`select generate_series(1, ${present}); select 1`, { max_rows: 3 });
    expect(body.results[0]).toMatchObject({ row_count: expected, truncated });
    expect(body.results[0]?.rows).toHaveLength(expected);
    expect(body.results[1]).toMatchObject({ rows: [[1]], truncated: false });
  });

  it('makes all changes, and counts them, though it answers a part of them', async () => {
    const table = newTable();
    const { body } = await run(
      `create table ${table} (id int);
       insert into ${table} select generate_series(1, 50) returning id;
       update ${table} set id = -id returning id`,
      { max_rows: 2 },
    );
    expect(body.results[1]).toMatchObject({
      command: 'INSERT',
      row_count: 50,
      rows: [[1], [2]],
      truncated: true,
    });
    expect(body.results[2]).toMatchObject({ command: 'UPDATE', row_count: 50, truncated: true });
    const alone = await run(`delete from ${table} returning id`, { max_rows: 3 });
    expect(alone.body.results[0]).toMatchObject({ command: 'DELETE', row_count: 50, truncated: true });
    expect(await value(`select count(*)::int from ${table}`)).toBe(0);
  });

  it('is no hindrance for a later statement on the same table', async () => {
    const table = newTable();
    const { status } = await run(
      `create table ${table} as select generate_series(1, 9); select * from ${table}; drop table ${table}`,
      { max_rows: 1 },
    );
    expect(status).toBe(200);
  });

  it('is refused above the limit, and below one', async () => {
    for (const max_rows of [5001, 0, 1.5, '3']) {
      const { status, body } = await run('select 1', { max_rows });
      expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', 'max_rows'] }]]);
    }
  });
});

describe('the transaction', () => {
  it('is all or nothing', async () => {
    const table = newTable();
    const { status } = await run(`create table ${table} (); select 1 / 0`);
    expect(status).toBe(400);
    expect(await value('select to_regclass($1)', [table])).toBe(null);
  });

  it('fails as a whole when a deferred constraint does', async () => {
    const table = newTable();
    await run(`create table ${table} (id int unique deferrable initially deferred)`);
    const several = await run(`insert into ${table} values (1); insert into ${table} values (1)`);
    expect(several.body).toMatchObject({ code: 'sql_error', sqlstate: '23505' });
    const alone = await run(`insert into ${table} values (1), (1)`);
    expect(alone.body).toMatchObject({ code: 'sql_error', sqlstate: '23505' });
    expect(await value(`select count(*)::int from ${table}`)).toBe(0);
  });

  it('lets a lone statement out of it', async () => {
    const database = newTable();
    const table = newTable();
    await run(`create table ${table} (id int)`);
    for (const query of [
      'vacuum',
      `create index concurrently on ${table} (id)`,
      'do $$ begin commit; end $$',
    ]) {
      expect((await run(query)).text).toContain('"results"');
    }
    expect((await run(`create database ${database}`)).body.sqlstate).toBe('42501');
    expect((await run('vacuum; select 1')).body.sqlstate).toBe('25001');
  });

  it('takes BEGIN at the start and COMMIT at the end as said already', async () => {
    const { body } = await run(
      'begin isolation level serializable; show transaction_isolation; savepoint s; rollback to s; commit;',
    );
    expect(body.results.map((result) => [result.command, result.rows])).toEqual([
      ['SHOW', [['serializable']]],
      ['SAVEPOINT', []],
      ['ROLLBACK', []],
    ]);
    expect(body.notices.map(({ message }) => message.split(' ')[0])).toEqual(['BEGIN', 'COMMIT']);
    const readOnly = await run('start transaction read write; create table never ()', { read_only: true });
    expect(readOnly.body.sqlstate).toBe('25006');
  });

  it.each([
    'select 1; commit; select 2',
    'select 1; -- a\rcommit; select 2',
    'select 1; rollback',
    'rollback',
    'begin; begin; select 1',
    'commit and chain; select 1',
    'select 1; end and chain; select 2',
    'abort',
    "prepare transaction 'x'",
    "commit prepared 'x'",
    'begin isolation level nonsense; select 1',
  ])('can not be ended or begun by %j', async (query) => {
    const { status, body } = await run(query);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'sql_error', sqlstate: '2D000' });
    expect(body.hint).toContain('SAVEPOINT');
  });
});

describe('params', () => {
  it('reach the statement as pg sends them', async () => {
    const { body } = await run(
      'select $1::int, $2::text, $3::bool, $4::jsonb, $5::text[], $6::numeric, $7::int[], $8::int8, $9::text[]',
      {
        params: [1, "a'b", true, { a: [1] }, ['x,"y"', null, '\\'], 1.5, [[1], [2]], '9007199254740993', []],
      },
    );
    expect(body.results[0]?.rows[0]?.toSpliced(7, 1)).toEqual([
      1,
      "a'b",
      true,
      { a: [1] },
      ['x,"y"', null, '\\'],
      1.5,
      [[1], [2]],
      [],
    ]);
    expect(await column('select $1::int8::text', { params: ['9007199254740993'] })).toEqual([
      '9007199254740993',
    ]);
    expect(await column('select $1::int is null', { params: [null] })).toEqual([true]);
  });

  it('go with one statement only', async () => {
    const { status, body } = await run('select $1; select $2', { params: [1] });
    expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', 'params'] }]]);
    expect(await column('begin; select $1::int; commit', { params: [1] })).toEqual([1]);
  });

  it.each([
    '[9007199254740993]',
    '[{"a": [9007199254740993]}]',
    '[1e400]',
    '[1e300]',
    '["a\\u0000"]',
    '["\\ud800"]',
  ])('are refused when they can not arrive as sent: %s', async (params) => {
    const { token } = await createPerson();
    const text = `{"query": "select $1", "params": ${params}}`;
    const { status, body } = await call<SqlBody>('POST', '/sql/query', { token, text });
    expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', 'params', 0] }]]);
  });

  it('too few of them are an SQL error', async () => {
    expect((await run('select $1, $2', { params: ['a'] })).body).toMatchObject({
      code: 'sql_error',
      sqlstate: '08P01',
    });
  });
});

describe('an error', () => {
  it('says what, where and what to do', async () => {
    const { status, body } = await run("select 1;\n select '😀', nmae from selfdb.users");
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'sql_error', sqlstate: '42703', position: 24 });
    expect(body.detail).toBe('column "nmae" does not exist');
    const hinted = await run('select emial from selfdb.users');
    expect(hinted.body.hint).toContain('users.email');
  });

  it('has the detail of Postgres, and null where it has nothing', async () => {
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
    ['select pg_terminate_backend(-1) / 0', '42883'],
    ["do $$ begin raise exception 'x' using errcode = '57P01'; end $$", '57P01'],
    ["do $$ begin raise exception 'x' using errcode = '08006'; end $$", '08006'],
    ['copy (select 1) to stdout', '0A000'],
    ['copy selfdb.users from stdin', '57014'],
    ["set client_encoding = 'LATIN1'; select 1", '0A000'],
  ])('of %j is 400 with its own SQLSTATE', async (query, sqlstate) => {
    const { status, body } = await run(query);
    expect([status, body.code, body.sqlstate]).toEqual([400, 'sql_error', sqlstate]);
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

  it('of a backend that ends itself is 503', async () => {
    const { status, headers, body } = await run('select pg_terminate_backend(pg_backend_pid())');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
  });
});

describe('the timeout', () => {
  const gone = async (marker: string) => {
    await expect.poll(() => backendsRunning(`%${marker}%`), { timeout: 5000 }).toBe(0);
  };

  it.each([
    ['a long sleep', 'select pg_sleep(1e6)'],
    ['several short ones', 'select pg_sleep(0.2); '.repeat(50)],
    ['a session that lifts the limit of the server', 'set statement_timeout = 0; select pg_sleep(1e6)'],
    ['a loop that is busy', 'set statement_timeout = 0; do $$ begin loop end loop; end $$'],
  ])('ends %s', async (_name, query) => {
    const marker = randomUUID();
    const started = performance.now();
    const { status, body } = await run(`/* ${marker} */ ${query}`, { timeout_ms: 500 });
    expect(performance.now() - started).toBeLessThan(1500);
    expect([status, body.sqlstate]).toEqual([400, '57014']);
    expect(body.detail).toBe('The statements did not end within 500 ms and were cancelled.');
    await gone(marker);
  });

  it('ends code that ignores the cancellation', async () => {
    const marker = randomUUID();
    const { status, body } = await run(
      `do $$ begin /* ${marker} */ loop begin perform pg_sleep(60); exception when query_canceled then null; end; end loop; end $$`,
      { timeout_ms: 300 },
    );
    expect([status, body.sqlstate]).toEqual([400, '57014']);
    await gone(marker);
  });

  it('ends when the client goes away', async () => {
    const { token } = await createPerson();
    const marker = randomUUID();
    const client = new AbortController();
    const json = { query: `select pg_sleep(1e6) /* ${marker} */` };
    const answer = call('POST', '/sql/query', { token, json, signal: client.signal });
    await expect.poll(() => backendsRunning(`%${marker}%`)).toBe(1);
    client.abort();
    await answer;
    await gone(marker);
  });
});

describe('bounds', () => {
  it('refuse an answer of more than 64 MiB, in one value or in many', async () => {
    for (const query of [
      "select repeat('x', 200000000)",
      "select repeat('x', 1000000) from generate_series(1, 1000)",
      "do $$ begin loop raise notice '%', repeat('x', 1000000); end loop; end $$",
    ]) {
      const { status, body } = await run(query);
      expect([status, body.code]).toEqual([413, 'too_large']);
    }
  });

  it('let ten calls run at once and refuse those that waited for a second', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, () => run('select pg_sleep(1.5)')));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(10).fill(200), ...Array(5).fill(503)]);
    expect(answers.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('1');
  });

  it('leave no session behind', async () => {
    await Promise.all([run('select 1'), run('select 1 / 0'), run('select pg_sleep(9)', { timeout_ms: 50 })]);
    await expect
      .poll(() => value("select count(*)::int from pg_stat_activity where application_name = 'selfdb-sql'"))
      .toBe(0);
  });
});

describe('authority', () => {
  it('is 401 without a token, 403 for a user, whatever they send', async () => {
    const { token } = await createPerson('USER');
    for (const query of ['select 1', 'commit', 'sel']) {
      expect((await call('POST', '/sql/query', { json: { query } })).status).toBe(401);
      expect((await call('POST', '/sql/query', { token, json: { query } })).status).toBe(403);
    }
    expect((await call('POST', '/sql/query', { json: {} })).status).toBe(401);
  });

  it.each([
    ['revoked session', 'update selfdb.sessions set revoked_at = now() where id = $1', 'sessionId', 401],
    ['deactivated account', 'update selfdb.users set is_active = false where id = $1', 'userId', 401],
    ['lost role', "update selfdb.users set role = 'USER' where id = $1", 'userId', 403],
  ] as const)('ends at once with a %s', async (_name, statement, key, expected) => {
    const person = await createPerson();
    const table = newTable();
    await rows(statement, [person[key]]);
    for (const query of [`create table ${table} ()`, `create table ${table} (); select 1`]) {
      expect((await call('POST', '/sql/query', { token: person.token, json: { query } })).status).toBe(
        expected,
      );
    }
    expect(await value('select to_regclass($1)', [table])).toBe(null);
  });
});
