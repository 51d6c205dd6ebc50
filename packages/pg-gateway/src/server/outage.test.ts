import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startTestSystem, type TestGateway } from '../testing/test-gateway.ts';
import type { TestPostgres } from '../testing/test-postgres.ts';

let postgres: TestPostgres;
let gateway: TestGateway;
let close: () => Promise<void>;

async function asSuperuser(statement: string): Promise<void> {
  const client = new Client({ connectionString: postgres.superuserUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

const terminateAll =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'selfdb-gateway'";
const ask = (query: string) => gateway.post({ query });

beforeAll(async () => {
  ({ postgres, gateway, close } = await startTestSystem({ poolSize: 5 }));
  await gateway.rows('CREATE TABLE marks (a int)');
});

afterAll(() => close());

test('while Postgres is down, requests are refused fast; when it is back, they succeed again', async () => {
  await Promise.all(Array.from({ length: 10 }, () => ask('SELECT pg_sleep(0.02)')));
  await postgres.kill();
  for (let round = 0; round < 5; round += 1) {
    const startMs = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('SELECT 1')));
    expect(performance.now() - startMs).toBeLessThan(1_000);
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    }
    await sleep(30);
  }
  expect((await fetch(`${gateway.url}/health`)).status).toBe(503);
  await postgres.start();
  const startMs = performance.now();
  await eventually(async () => (await ask('SELECT 1')).status === 200);
  expect(performance.now() - startMs).toBeLessThan(1_000);
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask('SELECT 1')));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
});

test('callers do not notice that the server ended idle connections', async () => {
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(Array.from({ length: 10 }, () => ask('SELECT pg_sleep(0.01)')));
    await asSuperuser(terminateAll);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('SELECT 1')));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  }
});

test('a statement whose connection is ended is not sent again', async () => {
  await gateway.rows('CREATE SEQUENCE attempts');
  const asked = ask("SELECT nextval('attempts'), pg_sleep(5)");
  await eventually(async () => (await gateway.rows('SELECT is_called FROM attempts'))[0]?.[0] === 't');
  await asSuperuser(terminateAll);
  const answer = await asked;
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await answer.json()).toMatchObject({ code: '08006' });
  expect(await gateway.rows('SELECT last_value FROM attempts')).toEqual([['1']]);
});

test('a connection that ends costs a request at most its own answer', async () => {
  const outcomes = { acknowledged: 0, lost: 0 };
  let stop = false;
  const write = async () => {
    while (!stop) {
      const { status } = await ask('INSERT INTO marks VALUES (1)');
      expect([200, 503]).toContain(status);
      if (status === 200) outcomes.acknowledged += 1;
      else outcomes.lost += 1;
    }
  };
  const writers = Array.from({ length: 8 }, write);
  for (let round = 0; round < 10; round += 1) {
    await sleep(50);
    await asSuperuser(terminateAll);
  }
  stop = true;
  await Promise.all(writers);
  const written = Number((await gateway.rows('SELECT count(*) FROM marks'))[0]?.[0]);
  expect(written).toBeGreaterThanOrEqual(outcomes.acknowledged);
  expect(written).toBeLessThanOrEqual(outcomes.acknowledged + outcomes.lost);
});

test('a waiting request gets a new connection when the busy ones die', async () => {
  const busy = Array.from({ length: 5 }, () => ask('SELECT pg_sleep(5)'));
  await eventually(async () => (await gateway.stats()).active === 5);
  const waiting = ask('SELECT 1');
  await eventually(async () => (await gateway.stats()).waiting === 1);
  await asSuperuser(terminateAll);
  expect((await waiting).status).toBe(200);
  for (const answer of await Promise.all(busy)) expect(answer.status).toBe(503);
});

test('too few connections on the server are no outage', async () => {
  await asSuperuser('ALTER ROLE selfdb CONNECTION LIMIT 2');
  await asSuperuser(terminateAll);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('SELECT pg_sleep(0.02)')));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  await asSuperuser('ALTER ROLE selfdb CONNECTION LIMIT -1');
});
