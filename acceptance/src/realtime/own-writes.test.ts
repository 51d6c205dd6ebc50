import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import type { Answer } from '../clients/client.ts';
import { createTable, sqlValue, type Table } from '../world/tables.ts';
import { admin, createPerson, type Person } from '../world/users.ts';

let owner: Person;
let table: Table;
let socket: ChannelClient;
beforeAll(async () => {
  owner = await createPerson();
  table = await createTable(owner, { realtime_enabled: true });
  socket = await ChannelClient.open(owner.tokens.access_token);
});
afterAll(() => socket.close());

const topic = () => `table:${table.name}`;
const rows = (id = '') => `/tables/${table.id}/data${id && `/${id}`}`;

function cursorOf(answer: Answer<unknown>): string {
  expect(answer.status).toBeLessThan(300);
  const cursor = answer.headers.get('X-SelfDB-Cursor');
  expect(cursor).toMatch(/^[a-z0-9]+:[0-9A-F]{16}:[0-9A-F]{8}$/);
  return String(cursor);
}

it('is answered with a cursor, however it is made, and sync waits for it', async () => {
  await socket.join(topic());
  const writes: [string, () => Promise<Answer<unknown>>][] = [
    ['INSERT', () => owner.post(rows(), { title: 'one' })],
    ['INSERT', () => owner.post(rows(), [{ title: 'two' }])],
    ['UPDATE', () => owner.patch(rows(), { title: 'three' }, { filter: '{"title":{"eq":"two"}}' })],
    ['DELETE', () => owner.del(rows(), { filter: '{"title":{"eq":"three"}}' })],
    [
      'INSERT',
      () => admin.post('/sql/query', { query: `insert into "${table.name}" (title) values ('four')` }),
    ],
  ];
  let [seen, last] = [0, ''];
  for (const [event, write] of writes) {
    const cursor = cursorOf(await write());
    expect(cursor > last).toBe(true);
    expect(await socket.ask(topic(), 'sync', { cursor })).toEqual({ status: 'ok', response: { cursor } });
    const changes = socket.changes(topic());
    seen += 1;
    expect([event, changes.length]).toEqual([changes.at(-1)?.event, seen]);
    last = String(changes.at(-1)?.cursor);
    expect(last < cursor).toBe(true);
  }
});

it('is not replayed to who joins from its cursor, and what comes later is', async () => {
  const cursor = cursorOf(await owner.post(rows(), { title: 'before' }));
  const later = await ChannelClient.open(owner.tokens.access_token);
  try {
    const { status } = await later.join(topic(), { since: cursor });
    await owner.post(rows(), { title: 'after' });
    await later.until('a change', () => later.changes(topic()).length > 0);
    expect([status, later.changes(topic()).map((change) => change.new?.title)]).toEqual(['ok', ['after']]);
  } finally {
    await later.close();
  }
});

it('what changes nothing has none', async () => {
  for (const answer of [
    await owner.get(rows()),
    await admin.post('/sql/query', { query: 'select 1', read_only: true }),
    await owner.post(rows(), { nonsense: 1 }),
    await owner.del(rows('00000000-0000-0000-0000-000000000000'), { id_column: 'id' }),
  ]) {
    expect([answer.path, answer.status, answer.headers.get('X-SelfDB-Cursor')]).toEqual([
      answer.path,
      answer.status,
      null,
    ]);
  }
});

it('made by others at the same time are waited for too', async () => {
  const total = 60;
  const before = socket.changes(topic()).length;
  const others = Array.from({ length: 40 }, (_, n) => owner.post(rows(), { title: `other ${n}` }));
  for (let n = 0; n < total - 40; n += 1) {
    const title = `own ${n}`;
    const cursor = cursorOf(await owner.post(rows(), { title }));
    await socket.ask(topic(), 'sync', { cursor });
    expect(socket.changes(topic()).some((change) => change.new?.title === title)).toBe(true);
  }
  await Promise.all(others);
  const cursor = await sqlValue('select selfdb_api.feed_cursor()');
  await socket.ask(topic(), 'sync', { cursor });
  expect(socket.changes(topic()).length - before).toBe(total);
});
