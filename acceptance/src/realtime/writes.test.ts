import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { expectDeletedAs, expectProblem, expectStatus } from '../expectations.ts';
import { createTable, filter, insertRows, sql, type Table } from '../world/tables.ts';
import { admin, createPerson, type Person, system } from '../world/users.ts';

/** For every writer and every way to write: each committed change comes once, and nothing else. */
let owner: Person;
let table: Table;
let socket: ChannelClient;
const straight = new pg.Client({ connectionString: system.databaseUrl });

beforeAll(async () => {
  owner = await createPerson();
  await straight.connect();
  socket = await ChannelClient.open(owner.tokens.access_token);
});
beforeEach(async () => {
  const table_schema = { key: { type: 'text', nullable: false, unique: true }, n: { type: 'integer' } };
  table = await createTable(owner, { realtime_enabled: true, table_schema });
  expect(await socket.join(topic())).toMatchObject({ status: 'ok' });
});
afterAll(async () => {
  await socket.close();
  await straight.end();
});

const topic = () => `table:${table.name}`;
const rows = () => `/tables/${table.id}/data`;

/** Exactly these changes have come, each with a cursor of its own, in the order of the cursors. */
async function expectChanges(...expected: string[]): Promise<void> {
  await sql(`insert into "${table.name}" (key, n) values ('last', 0)`);
  const changes = () => socket.changes(topic());
  await socket.until('the last change', () => changes().some((change) => change.new?.key === 'last'));
  const told = changes().map(({ event, old, new: row }) => {
    const values = [old, row].flatMap((each) => (each ? `${each.key}=${each.n}` : []));
    return `${event} ${values.join(' → ')}`;
  });
  expect(told).toEqual([...expected, 'INSERT last=0']);
  const cursors = changes().map(({ cursor }) => cursor);
  expect(cursors).toEqual([...new Set(cursors)].sort());
}

it('rows through the API, one and many', async () => {
  const [a] = await insertRows(owner, table, [{ key: 'a', n: 1 }]);
  await insertRows(owner, table, [
    { key: 'b', n: 1 },
    { key: 'c', n: 1 },
  ]);
  expectStatus(await owner.patch(`${rows()}/${a?.id}`, { n: 2 }), 200);
  expectStatus(await owner.patch(rows(), { n: 3 }, { filter: filter({ key: 'b' }) }), 200);
  expectDeletedAs(await owner.del(`${rows()}/${a?.id}`), { row_id: a?.id });
  expectStatus(await owner.del(rows(), { filter: filter({ key: 'c' }) }), 200);
  await expectChanges(
    'INSERT a=1',
    'INSERT b=1',
    'INSERT c=1',
    'UPDATE a=1 → a=2',
    'UPDATE b=1 → b=3',
    'DELETE a=2',
    'DELETE c=1',
  );
});

it('an upsert, as what it has come to', async () => {
  await insertRows(owner, table, [{ key: 'a', n: 1 }]);
  const both = [
    { key: 'a', n: 2 },
    { key: 'b', n: 2 },
  ];
  expectStatus(await owner.post(rows(), both, { on_conflict: 'key' }), 200, 201);
  await expectChanges('INSERT a=1', 'UPDATE a=1 → a=2', 'INSERT b=2');
});

it('SQL of an administrator, several statements in one transaction', async () => {
  await sql(`insert into "${table.name}" (key, n) values ('a', 1), ('b', 1);
    update "${table.name}" set n = n + 1;
    delete from "${table.name}" where key = 'a'`);
  await expectChanges('INSERT a=1', 'INSERT b=1', 'UPDATE a=1 → a=2', 'UPDATE b=1 → b=2', 'DELETE a=2');
});

it('a client of Postgres itself, when it commits', async () => {
  await straight.query('begin');
  await straight.query(`insert into public."${table.name}" (key, n) values ('a', 1)`);
  await insertRows(owner, table, [{ key: 'b', n: 1 }]);
  await straight.query('commit');
  await straight.query(`update public."${table.name}" set key = 'aa' where key = 'a'`);
  await expectChanges('INSERT b=1', 'INSERT a=1', 'UPDATE a=1 → aa=1');
});

it('nothing that is rolled back, as a whole or in part', async () => {
  await straight.query('begin');
  await straight.query(`insert into public."${table.name}" (key, n) values ('never', 1)`);
  await straight.query('rollback');
  await straight.query('begin');
  await straight.query(`insert into public."${table.name}" (key, n) values ('a', 1)`);
  await straight.query('savepoint half');
  await straight.query(`update public."${table.name}" set n = 100`);
  await straight.query('rollback to savepoint half');
  await straight.query(`update public."${table.name}" set n = 2`);
  await straight.query('commit');
  const twice = [
    { key: 'b', n: 1 },
    { key: 'a', n: 1 },
  ];
  expectProblem(await owner.post(rows(), twice), 409);
  const query = `insert into "${table.name}" (key, n) values ('c', 1); select 1 / 0`;
  expectProblem(await admin.post('/sql/query', { query }), 400);
  await expectChanges('INSERT a=1', 'UPDATE a=1 → a=2');
});

it('nothing for a statement that changes no row', async () => {
  await insertRows(owner, table, [{ key: 'a', n: 1 }]);
  expectStatus(await owner.patch(rows(), { n: 2 }, { filter: filter({ key: 'none' }) }), 200);
  expectStatus(await owner.del(rows(), { filter: filter({ key: 'none' }) }), 200);
  await straight.query(
    `insert into public."${table.name}" (key, n) values ('a', 9) on conflict (key) do nothing`,
  );
  await expectChanges('INSERT a=1');
});
