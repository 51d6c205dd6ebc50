import { afterEach, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { expectStatus } from '../expectations.ts';
import { createTable, insertRows, sql, type Table } from '../world/tables.ts';
import { createPerson, type Person } from '../world/users.ts';

const RENAMED = { reason: 'The table was renamed or dropped.' };

const sockets: ChannelClient[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) await socket.close();
});

async function listen(person: Person): Promise<ChannelClient> {
  const socket = await ChannelClient.open(person.tokens.access_token);
  sockets.push(socket);
  return socket;
}

const shared = (owner: Person) => createTable(owner, { realtime_enabled: true, public: true });
const topicOf = ({ name }: Table) => `table:${name}`;

/** Whether the topic has ended before what is written from now on is told. */
async function expectClosed(socket: ChannelClient, topic: string, owner: Person): Promise<void> {
  const other = await shared(owner);
  const written = await owner.post(`/tables/${other.id}/data`, { title: 'later' });
  const cursor = written.headers.get('X-SelfDB-Cursor');
  await socket.join(topicOf(other));
  expect(await socket.ask(topicOf(other), 'sync', { cursor })).toMatchObject({ status: 'ok' });
  const closes = socket.frames.filter((frame) => frame.topic === topic && frame.event === 'phx_close');
  expect(closes).toMatchObject([{ payload: RENAMED }]);
}

it.each<[string, (owner: Person, table: Table) => Promise<unknown>]>([
  [
    'the API',
    async (owner, { id, name }) =>
      expectStatus(await owner.patch(`/tables/${id}`, { name: `${name}_b` }), 200),
  ],
  ['SQL', async (_, { name }) => sql(`alter table "${name}" rename to "${name}_b"`)],
])('a table that is renamed by %s ends its topic at once', async (_by, rename) => {
  const owner = await createPerson();
  const table = await shared(owner);
  const socket = await listen(owner);
  expect(await socket.join(topicOf(table))).toMatchObject({ status: 'ok' });
  await rename(owner, table);
  await expectClosed(socket, topicOf(table), owner);
  expect(await socket.join(`${topicOf(table)}_b`)).toMatchObject({ status: 'ok' });
});

it('a table that SQL moves out of the schema of the API ends its topic at once, and no user may join it', async () => {
  const owner = await createPerson();
  const table = await shared(owner);
  const socket = await listen(owner);
  expect(await socket.join(topicOf(table))).toMatchObject({ status: 'ok' });
  await sql(`create schema "${table.name}_s"; alter table "${table.name}" set schema "${table.name}_s"`);
  await expectClosed(socket, topicOf(table), owner);
  expect(await socket.join(topicOf(table))).toMatchObject({ status: 'error' });
  await sql(`drop schema "${table.name}_s" cascade`);
});

it('two tables that change their names by SQL are told apart: nothing is lost, or sent to the wrong one', async () => {
  const [owner, stranger] = [await createPerson(), await createPerson()];
  const [old, young] = [await shared(owner), await createTable(owner, { realtime_enabled: true })];
  const [mine, theirs] = [await listen(owner), await listen(stranger)];
  for (const socket of [mine, theirs]) {
    expect(await socket.join(topicOf(old))).toMatchObject({ status: 'ok' });
  }
  await sql(
    `alter table "${old.name}" rename to "${old.name}_b"; alter table "${young.name}" rename to "${old.name}"`,
  );
  for (const socket of [mine, theirs]) await expectClosed(socket, topicOf(old), owner);
  expect(await mine.join(topicOf(old))).toMatchObject({ status: 'ok' });
  expect(await theirs.join(topicOf(old))).toMatchObject({ status: 'error' });
  await insertRows(owner, young, [{ title: 'private' }]);
  await mine.until('the row', () => mine.changes(topicOf(old)).length === 1);
  expect(theirs.changes(topicOf(old))).toEqual([]);
});

it('a table that is dropped and made again by SQL ends its topic', async () => {
  const owner = await createPerson({ role: 'ADMIN' });
  const table = await shared(owner);
  const socket = await listen(owner);
  expect(await socket.join(topicOf(table))).toMatchObject({ status: 'ok' });
  await sql(`drop table "${table.name}"; create table "${table.name}" (id int primary key)`);
  const close = await socket.next('the close', ({ event }) => event === 'phx_close');
  expect(close.payload).toEqual({ reason: 'There is no such table.' });
  expect(await socket.join(topicOf(table))).toMatchObject({ status: 'error' });
});

it('a cursor that is ahead of everything is refused, and one that a write was answered with is not', async () => {
  const owner = await createPerson();
  const table = await shared(owner);
  const socket = await listen(owner);
  const written = await owner.post(`/tables/${table.id}/data`, { title: 'one' });
  const since = String(written.headers.get('X-SelfDB-Cursor'));
  expect(await socket.join(topicOf(table), { since })).toMatchObject({ status: 'ok' });
  const [epoch] = since.split(':');
  const made = await socket.join(topicOf(table), { since: `${epoch}:00FFFFFFFFFFFFFF:00000000` });
  expect(made).toMatchObject({ status: 'error', response: { reason: expect.stringMatching(/cursor/) } });
});
