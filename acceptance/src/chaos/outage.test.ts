import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../clients/client.ts';
import { expectProblem, expectStatus, type Problem } from '../expectations.ts';
import { pause } from '../pause.ts';
import { createTable, insertRows, readPage, type Table } from '../world/tables.ts';
import { admin, client, createPerson, type Person } from '../world/users.ts';
import { attempt, familyOf, isHealthy, postgresPid, setting, signal, until } from './recovery.ts';

const OUTAGE_MS = setting('CHAOS_OUTAGE_MS', 4_000);
/** Longer than PG_CALLER_STALL_MS, after which also those are refused that wait for statements of their own caller. */
const FROZEN_MS = setting('CHAOS_FROZEN_MS', 7_000);
const MORE_THAN_A_SHARE = 40;
let person: Person;
let table: Table;

beforeAll(async () => {
  person = await createPerson();
  table = await createTable(person);
  await insertRows(person, table, [{ title: 'before' }]);
});

const reads = (): (() => Promise<Answer<unknown>>)[] => [
  () => person.get('/users/me'),
  () => person.get(`/tables/${table.id}/data`),
  () => person.post(`/tables/${table.id}/data`, { title: 'during' }),
  () => person.get('/tables/'),
];

const works = async () => {
  const answers = await Promise.all(reads().map((call) => attempt(call)));
  return answers.every((answer) => answer !== undefined && answer.status < 300);
};

/** Answers the code. */
function expectUnavailable(answer: Answer<unknown>): string {
  expectProblem(answer, 503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  return (answer.body as Problem).code;
}

describe('Postgres gone', () => {
  it('is 503 with Retry-After everywhere, and then the system goes on by itself', async () => {
    const end = performance.now() + OUTAGE_MS;
    const keepDown = async () => {
      while (performance.now() < end) {
        signal(await postgresPid(), 'SIGKILL');
        await pause(50);
      }
    };
    const seen: Answer<unknown>[] = [];
    const knock = async () => {
      while (performance.now() < end) {
        for (const call of reads()) seen.push(await call());
        seen.push(await client.call('GET', '/health', { apiKey: null }));
        await pause(50);
      }
    };
    await Promise.all([keepDown(), knock()]);
    const down = seen.filter((answer) => answer.status >= 300);
    expect(down.length).toBeGreaterThan(0);
    for (const answer of down.filter(({ path }) => path !== '/health')) expectUnavailable(answer);
    for (const answer of down.filter(({ path }) => path === '/health')) expectStatus(answer, 503);
    console.info(
      `back after ${await until('recovery', async () => (await isHealthy()) && (await works()))} ms`,
    );
    expect((await readPage(person, table)).data.some((row) => row.title === 'before')).toBe(true);
  });

  it('frozen: what waits is answered in the end, nothing but 503 in between, and it goes on', async () => {
    const pid = await postgresPid();
    const family = pid ? await familyOf(pid) : [];
    expect(family.length).toBeGreaterThan(1);
    for (const member of family) signal(member, 'SIGSTOP');
    const waiting = Promise.all(
      Array.from({ length: 30 }, () => reads())
        .flat()
        .map((call) => attempt(call)),
    );
    await pause(FROZEN_MS);
    for (const member of family) signal(member, 'SIGCONT');
    const answers = await waiting;
    for (const answer of answers) {
      expect(answer).toBeDefined();
      if (answer && answer.status >= 300) expectUnavailable(answer);
    }
    expect(answers.some((answer) => answer?.status === 503)).toBe(true);
    await until('recovery', async () => (await isHealthy()) && (await works()));
  });
});

describe("a table that is locked for long, and all of a caller's share waiting for it", () => {
  it('is busy for that caller after a while, nothing for others, and then all goes on', async () => {
    const other = await createPerson();
    const othersTable = await createTable(other);
    let held = true;
    const lock = `lock table "${table.name}" in access exclusive mode; select pg_sleep(8)`;
    const holder = admin.post('/sql/query', { query: lock, timeout_ms: 30_000 }).finally(() => {
      held = false;
    });
    await pause(500);
    const blocked = Array.from({ length: MORE_THAN_A_SHARE }, () => person.get(`/tables/${table.id}/data`));
    await pause(200);
    expectStatus(await person.get('/users/me'), 200);
    expectStatus(await other.get(`/tables/${othersTable.id}/data`), 200);
    expectStatus(await client.call('GET', '/health', { apiKey: null }), 200);
    expect(held).toBe(true);
    const answers = await Promise.all(blocked);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expect(expectUnavailable(answer)).toBe('busy');
    expectStatus(await holder, 200);
    await until('recovery', works);
    expectStatus(await person.get(`/tables/${table.id}/data`), 200);
  });
});
