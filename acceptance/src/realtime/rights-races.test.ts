import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { pause } from '../pause.ts';
import { createTable, type Table } from '../world/tables.ts';
import { createPerson, type Person, system } from '../world/users.ts';

const TABLES = 8;
const ROUNDS = 8;
/** What the transaction writes besides, so that its commit takes long to reach the disk. */
const BALLAST_BYTES = 10_000_000;

let owner: Person;
let person: Person;
let tables: Table[];
const straight = new pg.Client({ connectionString: system.databaseUrl });
beforeAll(async () => {
  await straight.connect();
  [owner, person] = [await createPerson(), await createPerson()];
  const numbers = { n: { type: 'integer' } };
  tables = await Promise.all(
    Array.from({ length: TABLES }, () =>
      createTable(owner, { realtime_enabled: true, table_schema: numbers }),
    ),
  );
});
afterAll(() => straight.end());

const topicOf = ({ name }: Table) => `table:${name}`;
const setRole = (role: string) =>
  straight.query('update selfdb.users set role = $1 where id = $2', [role, person.id]);
const publish = (isPublic: boolean) =>
  straight.query('update selfdb.tables set access = $1 where id = any($2)', [
    isPublic ? 'public' : 'owner',
    tables.map(({ id }) => id),
  ]);

/** In one transaction. */
async function writeEverywhere(n: number): Promise<void> {
  await straight.query(tables.map(({ name }) => `insert into public."${name}" (n) values (${n})`).join(';'));
}

/** Which tables have brought the row to a client; it has been waited for at another who has the right to it. */
async function arrived(socket: ChannelClient, judge: ChannelClient, n: number): Promise<string[]> {
  const hasCome = (at: ChannelClient, table: Table) =>
    at.changes(topicOf(table)).some(({ new: row }) => row?.n === n);
  await judge.until('the row', () => tables.every((table) => hasCome(judge, table)));
  await socket.ask('phoenix', 'heartbeat');
  return tables.filter((table) => hasCome(socket, table)).map(({ name }) => name);
}

/**
 * Hides all tables, and joins them while that is being committed. A commit stands in the log before it can be seen: what a
 * join finds out about rights in between is already old.
 */
async function joinWhileHiding(socket: ChannelClient): Promise<void> {
  await straight.query('begin');
  await straight.query("select pg_logical_emit_message(true, 'acceptance', repeat('x', $1::int))", [
    BALLAST_BYTES,
  ]);
  await publish(false);
  const hiding = straight.query('commit');
  for (const table of tables) {
    socket.send(topicOf(table), 'phx_join');
    await pause(1);
  }
  await hiding;
}

/** Goes through it several times, with a row in each table after `leadUp`; gives the tables that brought it. */
async function leaksOf(
  leadUp: (socket: ChannelClient) => Promise<unknown>,
  afterwards: () => Promise<unknown>,
): Promise<string[]> {
  const [socket, judge] = [
    await ChannelClient.open(person.tokens.access_token),
    await ChannelClient.open(owner.tokens.access_token),
  ];
  for (const table of tables) expect(await judge.join(topicOf(table))).toMatchObject({ status: 'ok' });
  const leaks: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await publish(true);
    await leadUp(socket);
    await writeEverywhere(round);
    await afterwards();
    leaks.push(...(await arrived(socket, judge, round)));
    for (const table of tables) await socket.ask(topicOf(table), 'phx_leave');
  }
  for (const each of [socket, judge]) await each.close();
  return leaks;
}

it('a table hidden while an ADMIN joined is hidden from them when they are none any more', async () => {
  const leaks = await leaksOf(
    async (socket) => {
      await setRole('ADMIN');
      await joinWhileHiding(socket);
      await setRole('USER');
    },
    async () => undefined,
  );
  expect(leaks).toEqual([]);
});

it('a row written while a table was hidden is sent to no client that joined meanwhile, shown again or not', async () => {
  const leaks = await leaksOf(joinWhileHiding, () => publish(true));
  expect(leaks).toEqual([]);
});
