import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChannelClient, type Frame } from '../../clients/channel-client.ts';
import { expectStatus } from '../../expectations.ts';
import { createTable, insertRows, type Table } from '../../world/tables.ts';
import { admin, createPerson, type Person, system } from '../../world/users.ts';
import { RivalReader } from './rival-reader.ts';

let owner: Person;
let stranger: Person;
let table: Table;
let socket: ChannelClient;

const topic = () => `table:${table.name}`;
const titles = () => socket.changes(topic()).map(({ new: row }) => row?.title);

beforeEach(async () => {
  owner = await createPerson();
  stranger = await createPerson();
  table = await createTable(owner, { realtime_enabled: true, public: true });
  socket = await ChannelClient.open(stranger.tokens.access_token);
  expect(await socket.join(topic())).toMatchObject({ status: 'ok' });
  await insertRows(owner, table, [{ title: 'shown' }]);
  await socket.until('a change', () => titles().length === 1);
});
afterEach(() => socket.close());

/** Does something that the feed never hears of: another program reads the slot meanwhile. */
async function unheard(work: () => Promise<void>): Promise<void> {
  const rival = await RivalReader.take(system.databaseUrl);
  await work();
  await rival.advance();
  rival.disconnect();
}

const isEnd = ({ event }: Frame) => event === 'phx_close' || event === 'phx_error';

/** After the gap the stranger is shown nothing, and told that it is over. */
async function expectShutOut(): Promise<void> {
  await socket.next('a gap or the end', (frame) => frame.event === 'gap' || isEnd(frame));
  await insertRows(owner, table, [{ title: 'hidden' }]);
  await socket.until('the end', () => titles().length > 1 || socket.frames.some(isEnd));
  expect(titles()).toEqual(['shown']);
  expect(await socket.join(topic())).toMatchObject({ status: 'error' });
}

it('who may not read the table any more is shut out, though the change of it fell into a gap', async () => {
  await unheard(async () => {
    expectStatus(await owner.patch(`/tables/${table.id}`, { public: false }), 200);
  });
  await expectShutOut();
});

it('so is who was deactivated', async () => {
  await unheard(async () => {
    expectStatus(await admin.patch(`/users/${stranger.id}`, { isActive: false }), 200);
  });
  await expectShutOut();
});

it('and who has logged out, from a room too', async () => {
  const room = `room:${owner.id}`;
  const other = await ChannelClient.open(owner.tokens.access_token);
  for (const each of [socket, other]) expect(await each.join(room)).toMatchObject({ status: 'ok' });
  await unheard(async () => {
    expectStatus(await stranger.post('/users/logout', {}), 200);
  });
  await expectShutOut();
  other.send(room, 'broadcast', { type: 'broadcast', event: 'hi', payload: {} });
  await socket.next('the end of the room', (frame) => frame.topic === room && isEnd(frame));
  expect(socket.frames.filter(({ event }) => event === 'broadcast')).toEqual([]);
  await other.close();
});

it('a filter is read anew when columns were changed in a gap', async () => {
  const path = `/tables/${table.id}/columns`;
  const filtered = await ChannelClient.open(owner.tokens.access_token);
  expectStatus(await owner.post(path, { name: 'size', type: 'text' }), 200, 201);
  expect(await filtered.join(topic(), { filter: { size: { gt: '5' } } })).toMatchObject({ status: 'ok' });
  await unheard(async () => {
    expectStatus(await owner.patch(`${path}/size`, { type: 'integer' }), 200);
  });
  await filtered.next('a gap', ({ event }) => event === 'gap');
  await insertRows(owner, table, [
    { title: 'large', size: 10 },
    { title: 'small', size: 4 },
    { title: 'last', size: 6 },
  ]);
  const seen = () => filtered.changes(topic()).map(({ new: row }) => row?.title);
  await filtered.until('the last', () => seen().includes('last'));
  // As texts '10' would come before '5'.
  expect(seen()).toEqual(['large', 'last']);
  await filtered.close();
});
