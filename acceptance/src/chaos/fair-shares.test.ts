import { beforeAll, expect, it } from 'vitest';
import type { Answer, Caller } from '../clients/client.ts';
import { expectProblem } from '../expectations.ts';
import { pause } from '../pause.ts';
import { createTable, filter, insertRows, sql, type Table } from '../world/tables.ts';
import { admin, anyone, createPerson, PASSWORD, type Person } from '../world/users.ts';

const ROWS = 20_000;
const ALTERNATIVES = 300;
const GREEDY_READS = 60;
const QUIET_MS = 10_000;
const GREEDY_MS = 20_000;
const MAX_RATIO = 5;

let person: Person;
let table: Table;
let row: string;
let open: Table;

interface Watched {
  statuses: Set<number>;
  p50: number;
  /** Not p99: of 50 logins that is the slowest but one, which a pause of the machine decides. */
  p90: number;
}

const greedyQuery = {
  count: 'none',
  filter: filter({
    or: Array.from({ length: ALTERNATIVES }, (_, n) => ({ title: { ilike: `%${n}x${n}y%` } })),
  }),
};
const greedyRead = (caller: Caller) => caller.get(`/tables/${open.id}/data`, greedyQuery);

/** Calls one after the other until the time is over. */
async function watch(
  untilMs: number,
  pauseMs: number,
  call: () => Promise<Answer<unknown>>,
): Promise<Watched> {
  const tookMs: number[] = [];
  const statuses = new Set<number>();
  while (performance.now() < untilMs) {
    const startMs = performance.now();
    statuses.add((await call()).status);
    tookMs.push(performance.now() - startMs);
    await pause(pauseMs);
  }
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.floor((tookMs.length - 1) * share)] ?? 0;
  return { statuses, p50: at(0.5), p90: at(0.9) };
}

/** What the other callers do meanwhile. */
async function watchOthers(durationMs: number): Promise<Record<'health' | 'reads' | 'logins', Watched>> {
  const untilMs = performance.now() + durationMs;
  const [health, reads, logins] = await Promise.all([
    watch(untilMs, 100, () => anyone.get('/health')),
    watch(untilMs, 20, () => person.get(`/tables/${table.id}/data/${row}`)),
    watch(untilMs, 300, () => anyone.post('/users/token', { email: person.email, password: PASSWORD })),
  ]);
  return { health, reads, logins };
}

/** As many reads at once as it says, each begun anew when it ends, for as long as it says. */
async function beGreedy(caller: Caller, durationMs: number): Promise<Answer<unknown>[]> {
  const untilMs = performance.now() + durationMs;
  const answers: Answer<unknown>[] = [];
  const reader = async () => {
    while (performance.now() < untilMs) answers.push(await greedyRead(caller));
  };
  await Promise.all(Array.from({ length: GREEDY_READS }, reader));
  return answers;
}

beforeAll(async () => {
  person = await createPerson();
  table = await createTable(person);
  row = String((await insertRows(person, table, [{ title: 'a' }]))[0]?.id);
  open = await createTable(admin, { public: true });
  await sql(`insert into "${open.name}" (title) select md5(n::text) from generate_series(1, ${ROWS}) n`);
});

/** Refused for the share, or cancelled for the time limit of callers who are not ADMIN. */
function expectOwnFault(answer: Answer<unknown>): void {
  expectProblem(answer, 503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  const { code, detail } = answer.body as { code: string; detail: string };
  if (code !== 'busy') expect(detail).toBe('The statement took too long and was cancelled.');
}

it('60 slow reads of one anonymous caller leave the other callers undisturbed', async () => {
  const quiet = await watchOthers(QUIET_MS);
  const greedy = beGreedy(anyone, GREEDY_MS);
  await pause(500);
  const loud = await watchOthers(GREEDY_MS - 1_000);
  for (const name of ['health', 'reads', 'logins'] as const) {
    const watched = loud[name];
    console.info(name, { p50: [quiet[name].p50, watched.p50], p90: [quiet[name].p90, watched.p90] });
    expect([name, [...watched.statuses]]).toEqual([name, [200]]);
  }
  expect(loud.reads.p90).toBeLessThan(MAX_RATIO * quiet.reads.p90);
  expect(loud.logins.p90).toBeLessThan(MAX_RATIO * quiet.logins.p90);
  const refused = (await greedy).filter(({ status }) => status !== 200);
  for (const answer of refused) expectOwnFault(answer);
  expect(refused.some(({ body }) => (body as { code: string }).code === 'busy')).toBe(true);
  expect((await anyone.get(`/tables/${open.id}/data`)).status).toBe(200);
});
