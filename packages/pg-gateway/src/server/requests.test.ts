import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
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

describe('credentials', () => {
  const wrong = (change: (url: URL) => void) => {
    const url = new URL(postgres.url);
    change(url);
    return url.toString();
  };

  test.each([
    ['another password', () => wrong((url) => (url.password = 'wrong'))],
    ['no password', () => wrong((url) => (url.password = ''))],
    ['another user', () => wrong((url) => (url.username = 'postgres'))],
    ['another database', () => wrong((url) => (url.pathname = '/postgres'))],
    ['another protocol', () => postgres.url.replace('postgres:', 'http:')],
    ['no URL', () => 'selfdb'],
    ['broken escapes', () => postgres.url.replace('%40', '%')],
  ])('%s is refused without detail', async (_case, credentials) => {
    const gateway = await gatewayWith({});
    const headers = { 'Neon-Connection-String': credentials() };
    const response = await gateway.post({ query: 'SELECT 1' }, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: 'not authorized', code: '28P01' });
    expect((await fetch(`${gateway.url}/stats`, { headers })).status).toBe(401);
    expect((await gateway.stats()).idle).toBe(0);
  });

  test('a request without credentials is refused, even after right ones were accepted', async () => {
    const gateway = await gatewayWith({});
    await gateway.rows('SELECT 1');
    expect((await fetch(`${gateway.url}/sql`, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  test('the host and port that the client names are ignored', async () => {
    const gateway = await gatewayWith({});
    const url = new URL(postgres.url);
    url.host = 'example.com:1';
    const headers = { 'Neon-Connection-String': url.toString() };
    expect((await gateway.post({ query: 'SELECT 1' }, { headers })).status).toBe(200);
  });
});

describe('bad requests', () => {
  test.each([
    ['broken JSON', '{"query": '],
    ['JSON that is not an object', '[1]'],
    ['no query', '{}'],
    ['a query that is not text', '{"query": 1}'],
    ['params that are not an array', '{"query": "SELECT 1", "params": {}}'],
    ['queries that are not an array', '{"queries": {}}'],
    ['a broken query among queries', '{"queries": [{"query": "SELECT 1"}, null]}'],
    ['NUL in a parameter', '{"query": "SELECT $1::text", "params": ["a\\u0000b"]}'],
    ['NUL in an array', '{"query": "SELECT $1::text[]", "params": [["a\\u0000b"]]}'],
    ['NUL in the query', '{"query": "SELECT 1 \\u0000"}'],
    ['a lone surrogate', '{"query": "SELECT $1::text", "params": ["\\ud800"]}'],
    ['a number out of range', '{"query": "SELECT $1::float8", "params": [1e400]}'],
    ['too many parameters', JSON.stringify({ query: 'SELECT 1', params: Array(65_536).fill(1) })],
    ['a deep array', `{"query": "SELECT $1", "params": [${'['.repeat(10_000)}${']'.repeat(10_000)}]}`],
    ['a deep object', `{"query": "SELECT $1", "params": [${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}]}`],
  ])('%s is refused and the connection stays usable', async (_case, body) => {
    const gateway = await gatewayWith({ poolSize: 1 });
    const answer = await failure(await gateway.post(body));
    expect(answer.status).toBe(400);
    expect(answer.message).toBeTruthy();
    // The gateway's own refusal: Postgres has not seen it.
    expect(answer).not.toHaveProperty('severity');
    expect(await gateway.rows('SELECT 1')).toEqual([['1']]);
  });

  test('text that is not UTF-8 is refused', async () => {
    const gateway = await gatewayWith({});
    const headers = { 'Neon-Connection-String': postgres.url };
    const body = Buffer.from('{"query": "SELECT \'\xff\'"}', 'latin1');
    expect((await fetch(`${gateway.url}/sql`, { method: 'POST', headers, body })).status).toBe(400);
  });

  test('an unknown isolation level is refused', async () => {
    const gateway = await gatewayWith({});
    for (const level of ['Snapshot', '__proto__', 'SERIALIZABLE; DROP TABLE x']) {
      const headers = { 'Neon-Batch-Isolation-Level': level };
      const answer = await failure(await gateway.post({ queries: [] }, { headers }));
      expect(answer).toMatchObject({ status: 400, code: '22023' });
    }
  });

  test('a body over the limit is refused', async () => {
    const gateway = await gatewayWith({ maxRequestBytes: 10_000 });
    const answer = await failure(await gateway.post({ query: `SELECT '${'x'.repeat(20_000)}'` }));
    expect(answer).toMatchObject({ status: 413, code: '54000' });
    expect(await gateway.rows('SELECT 1')).toEqual([['1']]);
  });

  test('other paths and methods are refused', async () => {
    const gateway = await gatewayWith({});
    expect((await fetch(`${gateway.url}/`)).status).toBe(404);
    const get = await fetch(`${gateway.url}/sql`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await fetch(`${gateway.url}/health`, { method: 'POST' })).status).toBe(405);
  });

  test('as many parameters as the protocol allows are accepted', async () => {
    const gateway = await gatewayWith({});
    const params = Array.from({ length: 65_535 }, (_, n) => n);
    const query = `SELECT $65535::int, ARRAY[${params.map((n) => `$${n + 1}::int`).join(',')}] IS NULL`;
    expect(await gateway.rows(query, params)).toEqual([['65534', 'f']]);
  });
});

describe('the log', () => {
  test('has one line per failed or slow request, with its id and no text or values', async () => {
    const gateway = await gatewayWith({});
    await gateway.rows('SELECT 1');
    expect(gateway.logLines).toEqual([]);
    const headers = { 'X-Request-Id': 'abc-123' };
    await gateway.post({ query: "SELECT 'secret'::int" }, { headers });
    await gateway.post({ query: 'SELECT pg_sleep(1.1), $1', params: ['secret'] }, { headers });
    const lines = gateway.logLines.map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ level: 'warn', status: 400, code: '22P02', request_id: 'abc-123' });
    expect(lines[1]).toMatchObject({ level: 'warn', status: 200, request_id: 'abc-123' });
    expect(lines[1].duration_ms).toBeGreaterThan(1_000);
    expect(gateway.logLines.join()).not.toMatch(/secret|SELECT|postgres:/);
  });
});

describe('an answer', () => {
  test('has a length and keeps the connection open', async () => {
    const gateway = await gatewayWith({});
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (query: string) =>
      new Promise<{ length: string | undefined; reused: boolean }>((resolve, reject) => {
        const headers = { 'Neon-Connection-String': postgres.url };
        const request = http.request(
          `${gateway.url}/sql/`,
          { method: 'POST', agent, headers },
          (response) => {
            response.resume();
            const length = response.headers['content-length'];
            response.on('end', () => resolve({ length, reused: request.reusedSocket }));
          },
        );
        request.on('error', reject).end(JSON.stringify({ query }));
      });
    expect(Number((await ask("SELECT 'é'")).length)).toBeGreaterThan(0);
    const large = await ask("SELECT repeat('é', 100000) FROM generate_series(1, 5)");
    expect(Number(large.length)).toBeGreaterThan(1_000_000);
    expect(large.reused).toBe(true);
    agent.destroy();
  });
});

test('an error names the routine in Postgres that reported it, and the statement that failed', async () => {
  const gateway = await gatewayWith({});
  const headers = { 'Neon-Batch-Isolation-Level': 'ReadCommitted' };
  const queries = ['SELECT 1', "DO $$ begin raise exception 'x'; end $$", 'SELECT 2'].map((query) => ({
    query,
  }));
  const inBatch = await gateway.post({ queries }, { headers });
  expect(await inBatch.json()).toMatchObject({ code: 'P0001', routine: 'exec_stmt_raise', statement: 1 });
  const alone = await gateway.post({ query: 'SELECT 1/0' });
  expect(await alone.json()).toMatchObject({ code: '22012', routine: 'int4div', statement: 0 });
  const deferred = `CREATE TEMP TABLE d (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)`;
  const atCommit = [deferred, 'INSERT INTO d VALUES (1), (1)'].map((query) => ({ query }));
  const refused = await gateway.post({ queries: atCommit }, { headers });
  expect(await refused.json()).toMatchObject({ code: '23505', statement: null });
});
