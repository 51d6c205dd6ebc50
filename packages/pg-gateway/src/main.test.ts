import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './testing/test-gateway.ts';
import { freePort, startTestPostgres, type TestPostgres } from './testing/test-postgres.ts';

const clients = 5_000;
let postgres: TestPostgres;
let port: number;
let gateway: ChildProcess;

function ask(query: string, agent?: http.Agent): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'Neon-Connection-String': postgres.url };
    const options = { method: 'POST', headers, ...(agent ? { agent } : {}) };
    const request = http.request(`http://127.0.0.1:${port}/sql`, options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('error', reject).end(JSON.stringify({ query }));
  });
}

beforeAll(async () => {
  postgres = await startTestPostgres();
  port = await freePort();
  const env = { ...process.env, DATABASE_URL: postgres.url, GATEWAY_PORT: String(port), PG_POOL_SIZE: '20' };
  gateway = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}/health`;
  await eventually(async () => (await fetch(url).catch(() => undefined))?.status === 200, 10_000);
});

afterAll(async () => {
  gateway.kill('SIGKILL');
  await postgres.stop();
});

test('5,000 simultaneous requests on a pool of 20 are all answered', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients, maxFreeSockets: clients });
  for (let round = 0; round < 2; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: clients }, (_, n) => ask(`SELECT ${n % 7} AS n`, agent)),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(answers.every(({ body }, n) => body.includes(`{"n":${n % 7}}`))).toBe(true);
    // The second round finds all the connections of the first still open.
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(clients);
  }
  const backends = await ask(
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'selfdb-gateway'",
  );
  expect(backends.body).toContain('"count":"20"');
  agent.destroy();
}, 60_000);

test('SIGTERM lets a running request finish, refuses new ones and ends the process', async () => {
  const underWay = ask('SELECT pg_sleep(2)', new http.Agent({ keepAlive: true }));
  const sleeping =
    "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(2)' AND state = 'active'";
  await eventually(async () => (await ask(sleeping)).body.includes('"count":"1"'), 10_000);
  gateway.kill('SIGTERM');
  const refusal = () => ask('SELECT 1').then(() => undefined, String);
  await eventually(async () => (await refusal())?.includes('ECONNREFUSED') === true, 10_000);
  expect((await underWay).status).toBe(200);
  if (gateway.exitCode === null) await once(gateway, 'exit');
  expect(gateway.exitCode).toBe(0);
});
