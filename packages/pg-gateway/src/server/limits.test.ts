import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';

let postgres: TestPostgres;
const gateways: TestGateway[] = [];

async function gatewayWith(options: Parameters<typeof startTestGateway>[1]): Promise<TestGateway> {
  const gateway = await startTestGateway(postgres, options);
  gateways.push(gateway);
  return gateway;
}

async function failure(response: Response) {
  const body = (await response.json()) as { message: string; code: string };
  return { status: response.status, retryAfter: response.headers.get('retry-after'), ...body };
}

beforeAll(async () => {
  postgres = await startTestPostgres();
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  await postgres.stop();
});

describe('limits', () => {
  test('a statement that takes too long is cancelled by Postgres', async () => {
    const gateway = await gatewayWith({ statementTimeoutMs: 200 });
    expect(await failure(await gateway.post({ query: 'SELECT pg_sleep(5)' }))).toMatchObject({
      status: 400,
      code: '57014',
      severity: 'ERROR',
    });
  });

  test('an answer that is too large is cut off, whether of many rows or of one', async () => {
    const gateway = await gatewayWith({ maxResponseBytes: 1_000_000, poolSize: 2 });
    const huge = [
      "SELECT repeat('x', 1000) FROM generate_series(1, 10000000)",
      "SELECT repeat('x', 50000000)",
    ];
    const before = process.memoryUsage().rss;
    for (const query of huge) {
      const answer = await failure(await gateway.post({ query }));
      expect(answer).toMatchObject({ status: 400, code: 'SD413' });
      expect(answer.message).toContain('1000000 bytes');
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
    expect(await gateway.rows('SELECT 1')).toEqual([['1']]);
    const running =
      'SELECT count(*) FROM pg_stat_activity WHERE query ~ $1 AND state = $2 AND pid <> pg_backend_pid()';
    await eventually(async () => (await gateway.rows(running, ['repeat', 'active']))[0]?.[0] === '0');
  });

  test('an answer that is too large only as JSON is cut off', async () => {
    const gateway = await gatewayWith({ maxResponseBytes: 1_000_000 });
    const query = 'SELECT repeat(chr(1), 1000) FROM generate_series(1, 500)';
    expect((await failure(await gateway.post({ query }))).code).toBe('SD413');
    const small = await gatewayWith({ maxResponseBytes: 1_000 });
    expect((await failure(await small.post({ query: 'SELECT repeat(chr(1), 900)' }))).code).toBe('SD413');
  });

  test('an answer just under the limit is whole', async () => {
    const gateway = await gatewayWith({ maxResponseBytes: 1_000_000 });
    const [row] = await gateway.rows("SELECT repeat('x', 990000)");
    expect(row?.[0]).toHaveLength(990_000);
  });

  test('while the pool is stalled, every request is refused in under a second; then it recovers', async () => {
    const gateway = await gatewayWith({ poolSize: 2, queueStallMs: 200 });
    const sleeping = [1, 2].map(() => gateway.post({ query: 'SELECT pg_sleep(2)' }));
    await eventually(async () => (await gateway.stats()).active === 2);
    await sleep(600);
    const startMs = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => failure(await gateway.post({ query: 'SELECT 1' }))),
    );
    expect(performance.now() - startMs).toBeLessThan(1_000);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 503, retryAfter: '1', code: '53300' });
    for (const answer of await Promise.all(sleeping)) expect(answer.status).toBe(200);
    expect(await gateway.rows('SELECT 1')).toEqual([['1']]);
  });

  test('while connections become free, a request may wait longer than the stall limit', async () => {
    const gateway = await gatewayWith({ poolSize: 1, queueStallMs: 400 });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => gateway.post({ query: 'SELECT pg_sleep(0.15)' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });

  test('a busy gateway does not look like a stalled pool', async () => {
    const gateway = await gatewayWith({ poolSize: 1, queueStallMs: 300 });
    await gateway.rows('SELECT 1');
    const answers = [1, 2, 3].map(() => gateway.post({ query: 'SELECT pg_sleep(0.1)' }));
    await eventually(async () => (await gateway.stats()).waiting === 2);
    const endMs = performance.now() + 1_000;
    while (performance.now() < endMs);
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200);
  });

  test('a full queue refuses the next request at once', async () => {
    const gateway = await gatewayWith({ poolSize: 1, queueSize: 2 });
    await gateway.rows('SELECT 1');
    const slow = Array.from({ length: 3 }, () => gateway.post({ query: 'SELECT pg_sleep(0.6)' }));
    await eventually(async () => (await gateway.stats()).waiting === 2);
    const startMs = performance.now();
    const refused = await failure(await gateway.post({ query: 'SELECT 1' }));
    expect(performance.now() - startMs).toBeLessThan(400);
    expect(refused).toMatchObject({ status: 503, retryAfter: '1', code: '53300' });
    for (const answer of await Promise.all(slow)) expect(answer.status).toBe(200);
  });
});

describe('a caller that disconnects', () => {
  const running =
    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'";

  test('has its query cancelled, and no other caller does', async () => {
    const gateway = await gatewayWith({ poolSize: 2 });
    const observer = await gatewayWith({ poolSize: 1 });
    for (let round = 0; round < 10; round += 1) {
      const abort = new AbortController();
      const asked = gateway
        .post({ query: 'SELECT pg_sleep(20)' }, { signal: abort.signal })
        .catch(() => 'aborted');
      await eventually(async () => (await observer.rows(running))[0]?.[0] === '1');
      abort.abort();
      expect(await asked).toBe('aborted');
      await eventually(async () => (await observer.rows(running))[0]?.[0] === '0', 3_000);
      const others = Array.from({ length: 5 }, () => gateway.post({ query: 'SELECT pg_sleep(0.01)' }));
      for (const other of await Promise.all(others)) expect(other.status).toBe(200);
    }
  });

  test('at any moment never disturbs another request', async () => {
    const gateway = await gatewayWith({ poolSize: 3 });
    const failed: unknown[] = [];
    const hasty = async (round: number) => {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), round % 7);
      await gateway.post({ query: 'SELECT pg_sleep(0.003)' }, { signal: abort.signal }).catch(() => {});
    };
    const patient = async () => {
      const answer = await gateway.post({ query: 'SELECT pg_sleep(0.002)' });
      if (answer.status !== 200) failed.push(await answer.json());
    };
    for (let round = 0; round < 150; round += 1)
      await Promise.all([hasty(round), patient(), hasty(round + 3), patient()]);
    expect(failed).toEqual([]);
    await eventually(async () => (await gateway.stats()).active === 0);
  });

  test('while it reads its answer does not disturb the next request on the connection', async () => {
    const gateway = await gatewayWith({ poolSize: 1 });
    const abort = new AbortController();
    const query = "SELECT repeat('x', 30000000)";
    const unread = await gateway.post({ query }, { signal: abort.signal });
    expect(unread.status).toBe(200);
    const next = gateway.post({ query: 'SELECT pg_sleep(0.3)' });
    await eventually(async () => (await gateway.stats()).active === 1);
    abort.abort();
    expect((await next).status).toBe(200);
  });

  test('leaves the queue', async () => {
    const gateway = await gatewayWith({ poolSize: 1 });
    const slow = gateway.post({ query: 'SELECT pg_sleep(1)' });
    await eventually(async () => (await gateway.stats()).active === 1);
    const abort = new AbortController();
    const asked = gateway.post({ query: 'SELECT 1' }, { signal: abort.signal }).catch(() => 'aborted');
    await eventually(async () => (await gateway.stats()).waiting === 1);
    abort.abort();
    await asked;
    await eventually(async () => (await gateway.stats()).waiting === 0, 600);
    expect((await slow).status).toBe(200);
  });
});
