import { expect, it } from 'vitest';
import { expectStatus } from '../expectations.ts';
import { createTable, insertRows } from '../world/tables.ts';
import { admin, marker, system } from '../world/users.ts';
import { pidOf } from './own-postgres.ts';
import { attempt, setting, signal, until } from './recovery.ts';

interface Execution {
  status: string;
  error_message: string | null;
  result: { id: string; n: number } | null;
}

const ROUNDS = setting('TRIGGER_ROUNDS', 2);
const PAGE = 1000;
const KILLED = ['realtime', 'functions', 'runner', 'postgres'];

it('killed processes lose no change of a table, and each row keeps its order', async () => {
  const table = await createTable(admin, { table_schema: { n: { type: 'integer' } } });
  const code = `export const triggers = [{ type: 'database', table: '${table.name}' }];
    export default async (request) => { const { data } = await request.json(); return { id: data.id, n: data.n }; };`;
  const saved = await admin.post<{ id: string }>('/functions/', { name: marker('f'), code });
  expectStatus(saved, 201);
  const rows = await insertRows(admin, table, [{ n: 0 }, { n: 0 }]);
  let last = 0;
  // One that was cut may have been committed: then the number comes twice.
  const write = async () => {
    const query = `update "${table.name}" set n = ${++last}`;
    await until(
      'a write',
      async () => (await attempt(() => admin.post('/sql/query', { query })))?.status === 200,
    );
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of KILLED) {
      await write();
      signal(await pidOf(system.environment ?? {}, name), 'SIGKILL');
      for (let i = 0; i < 5; i += 1) await write();
    }
  }
  const executions = async () => {
    const all: Execution[] = [];
    for (let page = PAGE; page === PAGE; ) {
      const query = { limit: PAGE, skip: all.length };
      const { body } = await admin.get<Execution[]>(`/functions/${saved.body.id}/executions`, query);
      page = body.length;
      all.push(...body);
    }
    return all.reverse();
  };
  const numbersOf = (all: Execution[], id: unknown) =>
    all.flatMap(({ result }) => (result && result.id === id ? [result.n] : []));
  await until('the last change of each row', async () => {
    const all = await executions();
    return rows.every(({ id }) => numbersOf(all, id).at(-1) === last);
  });
  const all = await executions();
  for (const { id } of rows) {
    const numbers = numbersOf(all, id);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect([...new Set(numbers)]).toEqual(Array.from({ length: last + 1 }, (_, n) => n));
  }
  // An execution that was cut says so. Nothing else failed, and no change was reported as missing.
  const failed = all.filter(({ status }) => status !== 'completed');
  expect(failed.filter(({ error_message }) => !/cut|killed|ended/.test(error_message ?? ''))).toEqual([]);
});
