import { rows } from '@selfdb/server/testing/postgres';
import { AppError } from '@selfdb/shared/errors';
import { expect, inject, it } from 'vitest';
import { run } from '../testing/client.ts';
import { SqlSession } from './session.ts';

const open = (databaseUrl: string) =>
  SqlSession.open({
    databaseUrl,
    timeoutMs: 1000,
    repair: async () => {},
    terminate: () => Promise.resolve(),
  });

it('is unavailable when Postgres is down, and does not reveal its address', async () => {
  const error = await open('postgres://selfdb:secret@127.0.0.1:1/selfdb').catch((thrown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
  expect(error.message).not.toMatch(/127|secret/);
});

it('is unavailable when the database does not exist', async () => {
  const url = new URL(inject('databaseUrl'));
  url.pathname = '/elsewhere';
  await expect(open(url.href)).rejects.toMatchObject({ code: 'unavailable' });
});

it('is 503 when Postgres has no free connection', async () => {
  const limitConnections = (limit: number) =>
    rows(
      `do $$ begin execute format('alter database %I connection limit ${limit}', current_database()); end $$`,
    );
  expect((await run('select 1')).status).toBe(200);
  await limitConnections(0);
  try {
    const { status, headers, body } = await run('select 1');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
  } finally {
    await limitConnections(-1);
  }
  expect((await run('select 1')).status).toBe(200);
});

it('reads a limited number of rows, and nothing after it is closed', async () => {
  const session = await open(inject('databaseUrl'));
  const result = await session.run('select generate_series(1, 9)', { maxRows: 2 });
  expect(result).toMatchObject({ rows: [['1'], ['2']], truncated: true, tag: undefined });
  await session.close();
  await session.close();
  await expect(session.run('select 1')).rejects.toThrow();
});

it('closes only after Postgres has been asked to end what a client left, because a worker drops what nobody waits for', async () => {
  const client = new AbortController();
  let isTerminated = false;
  const session = await SqlSession.open({
    databaseUrl: inject('databaseUrl'),
    timeoutMs: 20_000,
    signal: client.signal,
    repair: async () => {},
    terminate: async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      isTerminated = true;
    },
  });
  const sleeping = expect(session.run('select pg_sleep(10)')).rejects.toThrow('went away');
  client.abort();
  await sleeping;
  await session.close();
  expect(isTerminated).toBe(true);
});
