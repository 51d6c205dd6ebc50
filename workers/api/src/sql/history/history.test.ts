import type { Person } from '@selfdb/server/testing/people';
import { rows, untilAsleep, value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { call, gatewayRequests } from '../../testing/client.ts';
import { createPerson } from '../testing/client.ts';

interface Entry {
  id: string;
  query: string;
  success: boolean;
  error: string | null;
  row_count: number | null;
}

interface Refusal {
  detail: { loc: string[] }[];
}

const run = ({ token }: Person, query: string, options = {}) =>
  call('POST', '/sql/query', { token, json: { query, ...options } });
const list = ({ token }: Person, query = '') => call<Entry[]>('GET', `/sql/history${query}`, { token });

it('lists runs with their outcome, newest first', async () => {
  const admin = await createPerson();
  await run(admin, 'select 1; select generate_series(1, 3)');
  await run(admin, 'create table never ()', { read_only: true });
  await run(admin, "select repeat('x', 100000000)");
  const { status, body } = await list(admin);
  expect(status).toBe(200);
  const common = {
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    execution_time_ms: expect.any(Number),
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  };
  expect(body).toEqual([
    {
      ...common,
      query: "select repeat('x', 100000000)",
      read_only: false,
      success: false,
      error: expect.stringContaining('64 MiB'),
      row_count: null,
    },
    {
      ...common,
      query: 'create table never ()',
      read_only: true,
      success: false,
      error: 'cannot execute CREATE TABLE in a read-only transaction',
      row_count: null,
    },
    {
      ...common,
      query: 'select 1; select generate_series(1, 3)',
      read_only: false,
      success: true,
      error: null,
      row_count: 4,
    },
  ]);
});

it('costs a run one gateway request', async () => {
  const admin = await createPerson();
  expect(await gatewayRequests(() => run(admin, 'select 1'))).toBe(1);
  expect(await gatewayRequests(() => run(admin, 'select 1 / 0'))).toBe(1);
  expect(await gatewayRequests(() => list(admin))).toBe(1);
});

it('pages and searches literally', async () => {
  const admin = await createPerson();
  for (const query of ["select '100%'", "select '100'", "select 'a_b'"]) await run(admin, query);
  const queries = async (query: string) => (await list(admin, query)).body.map((entry) => entry.query);
  expect(await queries('?search=100%25')).toEqual(["select '100%'"]);
  expect(await queries('?search=A_B')).toEqual(["select 'a_b'"]);
  expect(await queries('?skip=1&limit=1')).toEqual(["select '100'"]);
  for (const query of [
    '?limit=0',
    '?limit=1001',
    '?skip=-1',
    '?sort_by=query',
    `?search=${'x'.repeat(101)}`,
  ]) {
    expect((await list(admin, query)).status).toBe(422);
  }
});

const add = ({ token }: Person, json: object) => call<Entry>('POST', '/sql/history', { token, json });

it('accepts an entry from the client and lists it as it lists runs', async () => {
  const admin = await createPerson();
  const sent = { query: 'select 1', read_only: true, execution_time_ms: 2.5, row_count: 1 };
  const { status, body } = await add(admin, sent);
  expect(status).toBe(201);
  expect(body).toEqual({
    ...sent,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    success: true,
    error: null,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  const failed = await add(admin, { query: 'select 2', error: 'failed' });
  const defaults = { read_only: false, row_count: null, execution_time_ms: 0 };
  expect(failed.body).toMatchObject({ ...defaults, success: false, error: 'failed' });
  expect((await list(admin)).body).toEqual([failed.body, body]);
  expect(await gatewayRequests(() => add(admin, sent))).toBe(1);
  const nulls = { read_only: null, executionTime: null, row_count: null, error: null };
  const left = await add(admin, { query: 'select 3', ...nulls });
  expect([left.status, left.body]).toEqual([201, expect.objectContaining({ ...defaults, success: true })]);
});

it.each([
  [{ isReadOnly: true, executionTime: 3, rowCount: 2 }],
  [{ is_read_only: true, execution_time: 3, row_count: 2 }],
])('accepts the field names of 0.0.5: %j', async (earlier) => {
  const { status, body } = await add(await createPerson(), { query: 'select 1', ...earlier });
  expect(status).toBe(201);
  expect(body).toMatchObject({ read_only: true, execution_time_ms: 3, row_count: 2 });
});

it.each([
  ['query', {}],
  ['query', { query: 5 }],
  ['error', { query: 'select 1', error: 'a\0b' }],
  ['row_count', { query: 'select 1', row_count: 1.5 }],
  ['execution_time_ms', { query: 'select 1', execution_time_ms: -1 }],
  ['rowCount', { query: 'select 1', row_count: 1, rowCount: 2 }],
  ['constructor', { query: 'select 1', constructor: 1 }],
  ['user_id', { query: 'select 1', user_id: 'x' }],
])('refuses an entry for its field "%s"', async (field, json) => {
  const admin = await createPerson();
  const { status, body } = await call<Refusal>('POST', '/sql/history', { token: admin.token, json });
  expect([status, body.detail[0]?.loc]).toEqual([422, ['body', field]]);
  expect((await list(admin)).body).toEqual([]);
});

it('belongs to the caller, who can clear it', async () => {
  const [admin, other] = [await createPerson(), await createPerson()];
  await run(admin, 'select 1');
  await run(other, 'select 2');
  expect((await list(other)).body.map((entry) => entry.query)).toEqual(['select 2']);
  const cleared = await call('DELETE', '/sql/history/', { token: admin.token });
  expect([cleared.status, cleared.text]).toEqual([204, '']);
  expect((await list(admin)).body).toEqual([]);
  expect((await list(other)).body).toHaveLength(1);
});

it('keeps a thousand entries of a user, and does not touch those of others', async () => {
  const [admin, other] = [await createPerson(), await createPerson()];
  await run(other, 'select 1');
  await rows(
    `insert into selfdb.sql_history (user_id, query, read_only, success, execution_time_ms, created_at)
     select $1, 'old', false, true, 0, now() - interval '1 day' from generate_series(1, 1500)`,
    [admin.userId],
  );
  const count = () =>
    value('select count(*)::int from selfdb.sql_history where user_id = $1', [admin.userId]);
  for (let runs = 1; Number(await count()) > 1000; runs++) {
    expect(runs).toBeLessThan(1000);
    if (runs % 2 === 0) await add(admin, { query: 'select 1' });
    else await run(admin, 'select 1');
  }
  expect(await count()).toBe(1000);
  expect((await list(other)).body).toHaveLength(1);
  expect((await list(admin, '?limit=1')).body[0]?.query).toBe('select 1');
});

it('does not record runs that were refused', async () => {
  const [admin, user] = [await createPerson(), await createPerson('USER')];
  await run(admin, 'select 1', { timeout_ms: 0 });
  await run(user, 'select 1');
  const users = [admin.userId, user.userId];
  expect(await value('select count(*)::int from selfdb.sql_history where user_id = any($1)', [users])).toBe(
    0,
  );
});

it("does not fail the run if the entry can't be written", async () => {
  const admin = await createPerson();
  const json = { query: `select pg_sleep(1) as "${admin.userId}"`, read_only: true };
  const running = call('POST', '/sql/query', { token: admin.token, json });
  await untilAsleep(admin.userId);
  await rows('delete from selfdb.sessions where id = $1', [admin.sessionId]);
  expect((await running).status).toBe(200);
});

it('is for administrators', async () => {
  const user = await createPerson('USER');
  const gone = await createPerson();
  await rows('update selfdb.sessions set revoked_at = now() where id = $1', [gone.sessionId]);
  for (const method of ['GET', 'POST', 'DELETE']) {
    const body = method === 'POST' ? { json: { query: 'select 1' } } : {};
    expect((await call(method, '/sql/history', body)).status).toBe(401);
    expect((await call(method, '/sql/history', { token: user.token, ...body })).status).toBe(403);
    expect((await call(method, '/sql/history', { token: gone.token, ...body })).status).toBe(401);
  }
  const users = [user.userId, gone.userId];
  const kept = await value('select count(*)::int from selfdb.sql_history where user_id = any($1)', [users]);
  expect(kept).toBe(0);
});
