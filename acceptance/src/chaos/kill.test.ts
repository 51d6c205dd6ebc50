import { beforeAll, expect, it } from 'vitest';
import { pause } from '../pause.ts';
import { randomFrom } from '../random.ts';
import { createTable, readPage, sqlValue, type Table } from '../world/tables.ts';
import { createPerson, type Person } from '../world/users.ts';
import { describeRounds, killRounds } from './kill-rounds.ts';
import { attempt, setting } from './recovery.ts';

const ROUNDS = setting('CHAOS_ROUNDS', 6);
const WRITERS = 4;
let writer: Person;
let table: Table;

beforeAll(async () => {
  writer = await createPerson();
  table = await createTable(writer, { table_schema: { n: { type: 'integer', nullable: false } } });
});

interface WriteLog {
  acknowledged: number[];
  statuses: Set<number>;
  silent503: number;
}

/** Writes one number after the other until told to stop, and notes the ones that were acknowledged. */
async function write(writeLog: WriteLog, next: () => number, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    const n = next();
    const answer = await attempt(() => writer.post(`/tables/${table.id}/data`, { n }));
    if (answer) writeLog.statuses.add(answer.status);
    if (answer?.status === 201) writeLog.acknowledged.push(n);
    if (answer?.status === 503 && !answer.headers.get('retry-after')) writeLog.silent503 += 1;
    if (answer?.status !== 201) await pause(20);
  }
}

async function allWork(): Promise<boolean> {
  const calls = [
    () => writer.get('/users/me'),
    () => writer.get(`/tables/${table.id}/data`, { page_size: 1, count: 'none' }),
  ];
  const answers = await Promise.all(calls.map((call) => attempt(call)));
  return answers.every((answer) => answer?.status === 200);
}

it(`loses nothing acknowledged in ${ROUNDS} rounds of kill -9`, async () => {
  const seed = setting('CHAOS_SEED', 20_240_607);
  const writeLog: WriteLog = { acknowledged: [], statuses: new Set(), silent503: 0 };
  let counter = 0;
  let stopped = false;
  const next = () => {
    counter += 1;
    return counter;
  };
  const writers = Array.from({ length: WRITERS }, () => write(writeLog, next, () => stopped));
  try {
    const rounds = await killRounds((done) => done >= ROUNDS, randomFrom(seed), allWork);
    console.info(`seed ${seed}\n${describeRounds(rounds)}`);
  } finally {
    stopped = true;
    await Promise.all(writers);
  }
  expect(writeLog.acknowledged.length).toBeGreaterThan(ROUNDS);
  expect([...writeLog.statuses].filter((status) => status !== 201 && status !== 503)).toEqual([]);
  expect(writeLog.silent503).toBe(0);
  const stored = JSON.parse(String(await sqlValue(`select json_agg(n)::text from "${table.name}"`)));
  expect(new Set(stored).size).toBe(stored.length);
  const present = new Set(stored);
  expect(writeLog.acknowledged.filter((n) => !present.has(n))).toEqual([]);
  expect((await readPage(writer, table, { page_size: 1 })).total).toBe(stored.length);
});
