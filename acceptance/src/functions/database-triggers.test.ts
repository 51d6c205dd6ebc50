import { expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { createTable, insertRows, type Row, sql, type Table } from '../world/tables.ts';
import { admin, createPerson, marker } from '../world/users.ts';

interface SavedFunction {
  id: string;
  name: string;
  deployment_error: string | null;
}
interface Change {
  operation: string;
  table: string;
  data: Row | null;
  old_data: Row | null;
  cursor: string;
}
interface Execution {
  status: string;
  trigger_type: string;
  attempt: number;
  result: { trigger: string; body: Change } | null;
}
interface DeadJob {
  id: string;
  error: string;
  request_body: string;
}

const TIMEOUT = { timeout: 30_000 };
const COLUMNS = { n: { type: 'integer' }, done: { type: 'boolean', nullable: true } };
const ECHO = `export default { async fetch(request) {
  return Response.json({ trigger: request.headers.get('x-trigger-type'), body: await request.json() });
} };`;

const onTable = (table: string, more = '') =>
  `export const triggers = [{ type: 'database', table: '${table}'${more} }];`;

async function save(code: string): Promise<SavedFunction> {
  const answer = await admin.post<SavedFunction>('/functions/', { name: marker('f'), code });
  expectStatus(answer, 201);
  return answer.body;
}

const executionsOf = async ({ id }: SavedFunction, status?: string) =>
  (
    await admin.get<Execution[]>(`/functions/${id}/executions`, {
      limit: 1000,
      ...(status ? { status } : {}),
    })
  ).body;

/** What a function got, the first first, once there are so many. */
async function changesOf(fn: SavedFunction, count: number): Promise<Change[]> {
  const completed = () => executionsOf(fn, 'completed');
  await expect.poll(async () => (await completed()).length, TIMEOUT).toBe(count);
  return (await completed()).flatMap(({ result }) => (result ? [result.body] : [])).reverse();
}

const rowsOf = ({ id }: Table) => `/tables/${id}/data`;

it('changes through the API and by SQL start a function, also of a table without realtime', async () => {
  const owner = await createPerson();
  const table = await createTable(owner, { table_schema: COLUMNS });
  const fn = await save(`${onTable(table.name)} ${ECHO}`);
  expect(fn.deployment_error).toBeNull();
  const [row] = await insertRows(admin, table, [{ n: 1 }]);
  expectStatus(await admin.patch(`${rowsOf(table)}/${row?.id}`, { n: 2 }), 200);
  expectStatus(await admin.del(`${rowsOf(table)}/${row?.id}`), 200);
  await sql(`insert into "${table.name}" (n) values (3)`);
  const changes = (await changesOf(fn, 4)).sort((a, b) => (a.cursor < b.cursor ? -1 : 1));
  expect(changes).toMatchObject([
    { operation: 'INSERT', table: table.name, data: { id: row?.id, n: 1 }, old_data: null },
    { operation: 'UPDATE', data: { id: row?.id, n: 2 }, old_data: { n: 1 } },
    { operation: 'DELETE', data: null, old_data: { id: row?.id, n: 2 } },
    { operation: 'INSERT', data: { n: 3 } },
  ]);
  const cursors = changes.map(({ cursor }) => cursor);
  expect(new Set(cursors).size).toBe(4);
  const [last] = await executionsOf(fn);
  expect(last).toMatchObject({ trigger_type: 'database', attempt: 1, result: { trigger: 'database' } });
  const socket = await ChannelClient.open(owner.tokens.access_token);
  expect(await socket.join(`table:${table.name}`)).toMatchObject({ status: 'error' });
  await socket.close();
});

it('a trigger gets the operations that it names, and waits for a table of its name', async () => {
  const name = marker('t');
  const fn = await save(`${onTable(name, ", operations: ['UPDATE']")} ${ECHO}`);
  expect(fn.deployment_error).toContain(name);
  const table = await createTable(admin, { name, table_schema: COLUMNS });
  const [row] = await insertRows(admin, table, [{ n: 1 }]);
  expectStatus(await admin.patch(`${rowsOf(table)}/${row?.id}`, { n: 2 }), 200);
  expect(await changesOf(fn, 1)).toMatchObject([{ operation: 'UPDATE', data: { n: 2 } }]);
});

it('changes of one row come one after the other, in their order', async () => {
  const table = await createTable(admin, { table_schema: COLUMNS });
  const fn = await save(`${onTable(table.name)} let running = {};
    export default async (request) => {
      const body = await request.json();
      const id = (body.data ?? body.old_data).id;
      if (running[id]) throw new Error('two at once');
      running[id] = true;
      await new Promise((done) => setTimeout(done, Math.random() * 20));
      running[id] = false;
      return { body };
    };`);
  const rows = await insertRows(admin, table, [{ n: 0 }, { n: 0 }, { n: 0 }]);
  await sql(Array.from({ length: 10 }, (_, i) => `update "${table.name}" set n = ${i + 1}`).join(';'));
  const changes = await changesOf(fn, 33);
  for (const { id } of rows) {
    const own = changes.filter(({ data }) => data?.id === id).map(({ data }) => data?.n);
    expect(own).toEqual(Array.from({ length: 11 }, (_, i) => i));
  }
});

it('a function that fails is run again with the change, before later changes of the row', async () => {
  const table = await createTable(admin, { table_schema: COLUMNS });
  const fn = await save(`${onTable(table.name)} let failures = 0;
    export default async (request) => {
      const body = await request.json();
      if (body.data.n === 1 && failures++ === 0) throw new Error('not yet');
      return { body };
    };`);
  const [row] = await insertRows(admin, table, [{ n: 1 }]);
  expectStatus(await admin.patch(`${rowsOf(table)}/${row?.id}`, { n: 2 }), 200);
  const changes = await changesOf(fn, 2);
  expect(changes.map(({ data }) => data?.n)).toEqual([1, 2]);
  const executions = (await executionsOf(fn)).reverse();
  expect(executions.map(({ status, attempt }) => [status, attempt])).toEqual([
    ['failed', 1],
    ['completed', 2],
    ['completed', 1],
  ]);
});

it('a function gets no changes of the time in which it was not active, and those after it', async () => {
  const table = await createTable(admin, { table_schema: COLUMNS });
  const fn = await save(`${onTable(table.name)} ${ECHO}`);
  const witness = await save(`${onTable(table.name)} ${ECHO}`);
  const activate = async (is_active: boolean) =>
    expectStatus(await admin.patch(`/functions/${fn.id}/state`, { is_active }), 200);
  await activate(false);
  await insertRows(admin, table, [{ n: 1 }]);
  await changesOf(witness, 1);
  await activate(true);
  await insertRows(admin, table, [{ n: 2 }]);
  expect((await changesOf(fn, 1)).map(({ data }) => data?.n)).toEqual([2]);
});

it('a loop of a function and its own table ends after eight turns; its dead job can be run again', async () => {
  const table = await createTable(admin, { table_schema: COLUMNS });
  const fn = await save(`${onTable(table.name)}
    export default async (request, { env }) => {
      const { data } = await request.json();
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ n: data.n + 1 }) };
      return { status: (await env.SELFDB.fetch('/tables/${table.id}/data', init)).status, body: {} };
    };`);
  await insertRows(admin, table, [{ n: 0 }]);
  const dead = async () => (await admin.get<DeadJob[]>(`/functions/${fn.id}/dead-jobs`)).body;
  await expect.poll(async () => (await dead()).length, TIMEOUT).toBe(1);
  expect(await changesOf(fn, 8)).toHaveLength(8);
  const [job] = await dead();
  expect(job?.error).toContain('8 times');
  expect(JSON.parse(job?.request_body ?? '')).toMatchObject({ operation: 'INSERT', data: { n: 8 } });
  const retry = () => admin.post(`/functions/${fn.id}/dead-jobs/${job?.id}/retry`);
  expectStatus(await retry(), 200);
  expectProblem(await retry(), 404);
  await changesOf(fn, 16);
});

it('a client can not make up the depth of a change', async () => {
  const table = await createTable(admin, { table_schema: COLUMNS });
  const fn = await save(`${onTable(table.name)} ${ECHO}`);
  const headers = { 'X-SelfDB-Depth': '8' };
  expectStatus(await admin.call('POST', rowsOf(table), { json: { n: 1 }, headers }), 201);
  expect(await changesOf(fn, 1)).toMatchObject([{ data: { n: 1 } }]);
});

it('a replay runs a function again for the changes after a cursor, up to where it was', async () => {
  const table = await createTable(admin, { table_schema: COLUMNS });
  const fn = await save(`${onTable(table.name)} ${ECHO}`);
  for (const n of [1, 2, 3]) await insertRows(admin, table, [{ n }]);
  const [first] = await changesOf(fn, 3);
  const since = first?.cursor ?? '';
  expectStatus(await admin.post(`/functions/${fn.id}/replay`, { since }), 202);
  expect((await changesOf(fn, 5)).map(({ data }) => data?.n)).toEqual([1, 2, 3, 2, 3]);
  const stranger = await createPerson();
  expectProblem(await stranger.post(`/functions/${fn.id}/replay`, { since }), 403);
});

it('a truncation is a failed execution, for the owner to read the rows again', async () => {
  const table = await createTable(admin, { table_schema: COLUMNS });
  const fn = await save(`${onTable(table.name)} ${ECHO}`);
  await insertRows(admin, table, [{ n: 1 }]);
  await changesOf(fn, 1);
  await sql(`truncate "${table.name}"`);
  const failed = async () =>
    (await admin.get<{ error_message: string }[]>(`/functions/${fn.id}/executions`, { status: 'failed' }))
      .body;
  await expect
    .poll(async () => (await failed()).map(({ error_message }) => error_message), TIMEOUT)
    .toEqual([expect.stringContaining('truncated')]);
});
