import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestSystem } from '../testing/test-gateway.ts';

type System = Awaited<ReturnType<typeof startTestSystem>>;

let system: System;

async function post(body: unknown): Promise<Record<string, unknown>> {
  const response = await system.gateway.post(body);
  return (await response.json()) as Record<string, unknown>;
}

beforeAll(async () => {
  system = await startTestSystem({ poolSize: 1 });
  await system.gateway.rows('CREATE TABLE kept (n int unique deferrable initially deferred)');
});

afterAll(() => system.close());

describe('the statement of `afterwards`', () => {
  const afterwards = 'SELECT count(*), pg_current_xact_id_if_assigned()::text FROM kept';

  test('runs after the commit and returns its first value', async () => {
    const committed =
      'SELECT (max(xmin::text::bigint) < txid_snapshot_xmin(txid_current_snapshot()))::text FROM kept';
    for (const n of [1, 2]) {
      const answer = await post({
        query: 'INSERT INTO kept VALUES ($1) RETURNING n',
        params: [n],
        afterwards: committed,
      });
      expect(answer).toMatchObject({ rows: [{ n }], rowCount: 1, afterwards: 'true' });
    }
  });

  test('works with a batch and with an answer in chunks', async () => {
    expect(await post({ queries: [{ query: 'SELECT 1 AS a' }], afterwards })).toMatchObject({
      results: [{ rows: [{ a: 1 }] }],
      afterwards: '2',
    });
    const many = await post({ query: "SELECT repeat('x', 1000) FROM generate_series(1, 500)", afterwards });
    expect(many).toMatchObject({ rowCount: 500, afterwards: '2' });
  });

  test('is left out of the answer when it finds nothing or fails', async () => {
    for (const nothing of [
      'SELECT null',
      'SELECT 1 WHERE false',
      'SELECT 1 / 0',
      'SELECT * FROM nowhere',
      'nonsense',
    ]) {
      const answer = await post({ query: 'SELECT 1 AS a', afterwards: nothing });
      expect([nothing, answer.rows, answer.afterwards]).toEqual([nothing, [{ a: 1 }], undefined]);
    }
    expect(await post({ query: 'SELECT 2 AS a' })).toMatchObject({ rows: [{ a: 2 }] });
  });

  test('does not run when the statement or its commit fails', async () => {
    const leaving = "SELECT set_config('search_path', 'nowhere', false)";
    expect(await post({ query: 'SELECT 1 / 0', afterwards: leaving })).toMatchObject({ code: '22012' });
    expect(await post({ query: 'INSERT INTO kept VALUES (1)', afterwards: leaving })).toMatchObject({
      code: '23505',
    });
    expect(await post({ query: 'SELECT count(*) FROM kept', afterwards })).toMatchObject({ afterwards: '2' });
  });

  test.each([1, null, ['SELECT 1'], 'SELECT \u0000'])('must be text: %j', async (wrong) => {
    const response = await system.gateway.post({ query: 'SELECT 1', afterwards: wrong });
    expect(response.status).toBe(400);
  });
});
