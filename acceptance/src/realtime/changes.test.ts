import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { expectDeletedAs, expectProblem, expectStatus } from '../expectations.ts';
import { createTable, insertRows, sql, type Table } from '../world/tables.ts';
import { admin, anyone, client, createPerson, type Person } from '../world/users.ts';

let owner: Person;
let open: ChannelClient[] = [];
beforeAll(async () => {
  owner = await createPerson();
});
afterEach(async () => {
  for (const socket of open) await socket.close();
  open = [];
});

async function connect(token?: string): Promise<ChannelClient> {
  const socket = await ChannelClient.open(token);
  open.push(socket);
  return socket;
}

const topicOf = ({ name }: Table) => `table:${name}`;
const live = (over = {}) => createTable(owner, { realtime_enabled: true, ...over });
const titles = (socket: ChannelClient, table: Table) =>
  socket.changes(topicOf(table)).map(({ event, new: row, old }) => `${event} ${(row ?? old)?.title}`);

describe('a table', () => {
  it('sends every change, of every writer, once and in order', async () => {
    const table = await live();
    const socket = await connect(owner.tokens.access_token);
    const { status, response } = await socket.join(topicOf(table));
    expect([status, typeof response.cursor]).toEqual(['ok', 'string']);
    const [row] = await insertRows(owner, table, [{ title: 'one' }]);
    const path = `/tables/${table.id}/data/${row?.id}`;
    expectStatus(await owner.patch(path, { title: 'two' }), 200);
    await sql(`insert into "${table.name}" (title) values ('three'), ('four')`);
    expectDeletedAs(await owner.del(path), {});
    await socket.until('five changes', () => socket.changes(topicOf(table)).length >= 5);
    expect(titles(socket, table)).toEqual([
      'INSERT one',
      'UPDATE two',
      'INSERT three',
      'INSERT four',
      'DELETE two',
    ]);
    const [first, second] = socket.changes(topicOf(table));
    expect(first).toMatchObject({ table: table.name, schema: 'public', new: row, old: null });
    expect(second).toMatchObject({ old: { title: 'one' }, new: { title: 'two' } });
    const cursors = socket.changes(topicOf(table)).map(({ cursor }) => cursor);
    expect(cursors).toEqual([...new Set(cursors)].sort());
  });

  it('shows a row exactly as the rows API does', async () => {
    const types = [
      'bigint',
      'numeric',
      'double',
      'boolean',
      'date',
      'timestamptz',
      'time',
      'uuid',
      'bytea',
      'text[]',
      'jsonb',
      'json',
    ];
    const schema = Object.fromEntries(types.map((type, index) => [`c${index}`, { type }]));
    const table = await live({ table_schema: schema });
    const socket = await connect(owner.tokens.access_token);
    await socket.join(topicOf(table));
    const values = [
      '9007199254740993',
      '0.10',
      '1e300',
      'true',
      '2026-01-02',
      '2026-01-02 03:04:05.678+02',
      '03:04:05',
      '018f0000-0000-7000-8000-00000000000a',
      '\\xdead',
      '{a,"b c",NULL}',
      '{"a": [1, 2.50]}',
      '{"b":  1}',
    ];
    const list = values.map((value) => `'${value}'`).join(', ');
    await sql(
      `insert into "${table.name}" (${types.map((_, index) => `c${index}`).join(', ')}) values (${list})`,
    );
    await socket.until('the change', () => socket.changes(topicOf(table)).length === 1);
    const page = await owner.get<{ data: unknown[] }>(`/tables/${table.id}/data`);
    expect(socket.changes(topicOf(table))[0]?.new).toEqual(page.body.data[0]);
  });

  it('is replayed to a client that comes back, and goes on live', async () => {
    const table = await live();
    const first = await connect(owner.tokens.access_token);
    await first.join(topicOf(table));
    await insertRows(owner, table, [{ title: 'seen' }]);
    await first.until('a change', () => first.changes(topicOf(table)).length === 1);
    const since = first.changes(topicOf(table))[0]?.cursor;
    await first.close();
    for (const title of ['missed', 'missed too']) await insertRows(owner, table, [{ title }]);
    const second = await connect(owner.tokens.access_token);
    expect(await second.join(topicOf(table), { since })).toMatchObject({ status: 'ok' });
    await insertRows(owner, table, [{ title: 'live' }]);
    await second.until('three changes', () => second.changes(topicOf(table)).length >= 3);
    expect(titles(second, table)).toEqual(['INSERT missed', 'INSERT missed too', 'INSERT live']);
  });

  it('tells of a cursor that it does not go back to', async () => {
    const table = await live();
    const socket = await connect(owner.tokens.access_token);
    await socket.join(topicOf(table), { since: 'aaaaaa:0000000000000001:00000000' });
    const { payload } = await socket.next('a gap', ({ event }) => event === 'gap');
    expect(payload).toMatchObject({ reason: expect.any(String), cursor: expect.any(String) });
  });

  it('brings what a filter and a list of events ask for', async () => {
    const table = await live();
    const socket = await connect(owner.tokens.access_token);
    await socket.join(topicOf(table), { filter: { title: { like: 'a%' } }, events: ['INSERT'] });
    await insertRows(owner, table, [{ title: 'b' }, { title: 'ab' }, { title: 'ba' }, { title: 'aa' }]);
    await socket.until('two changes', () => socket.changes(topicOf(table)).length >= 2);
    expect(titles(socket, table)).toEqual(['INSERT ab', 'INSERT aa']);
    expect(await socket.join(topicOf(table), { filter: { nothing: 1 } })).toMatchObject({ status: 'error' });
  });
});

describe('who may not read a table', () => {
  it('may not follow it', async () => {
    const [table, quiet] = [await live(), await createTable(owner, { public: true })];
    const stranger = await connect((await createPerson()).tokens.access_token);
    const anonymous = await connect();
    for (const socket of [stranger, anonymous]) {
      for (const topic of [topicOf(table), topicOf(quiet), 'table:none_such', 'nonsense', 'table:']) {
        const { status, response } = await socket.join(topic);
        expect([topic, status, typeof response.reason]).toEqual([topic, 'error', 'string']);
      }
    }
  });

  it('is shut out by the change that takes the right, and sees nothing after it', async () => {
    const table = await live({ public: true });
    const socket = await connect((await createPerson()).tokens.access_token);
    await socket.join(topicOf(table));
    await insertRows(owner, table, [{ title: 'shown' }]);
    await socket.until('a change', () => socket.changes(topicOf(table)).length === 1);
    expectStatus(await owner.patch(`/tables/${table.id}`, { public: false }), 200);
    await insertRows(owner, table, [{ title: 'hidden' }]);
    await socket.next('the end', ({ event }) => event === 'phx_close' || event === 'phx_error');
    expect(titles(socket, table)).toEqual(['INSERT shown']);
    expect(await socket.join(topicOf(table))).toMatchObject({ status: 'error' });
  });

  it('is shut out by deactivation', async () => {
    const [table, person] = [await live({ public: true }), await createPerson()];
    const socket = await connect(person.tokens.access_token);
    await socket.join(topicOf(table));
    expectStatus(await admin.patch(`/users/${person.id}`, { isActive: false }), 200);
    await insertRows(owner, table, [{ title: 'hidden' }]);
    await socket.next('the end', ({ event }) => event === 'phx_close' || event === 'phx_error');
    expect(titles(socket, table)).toEqual([]);
  });
});

describe('the socket', () => {
  it('asks for the key, and takes no bad token', async () => {
    const path = '/realtime/socket';
    expectProblem(await client.call('GET', path, { apiKey: null }), 401);
    expectProblem(await client.call('GET', path, { token: 'garbage' }), 401);
    expectProblem(await anyone.get(path), 426);
    await expect(ChannelClient.open('garbage')).rejects.toThrow();
    await expect(ChannelClient.open(undefined, { 'X-API-Key': 'wrong' })).rejects.toThrow();
  });

  it('answers a heartbeat', async () => {
    const socket = await connect();
    expect(await socket.ask('phoenix', 'heartbeat')).toMatchObject({ status: 'ok' });
  });

  it('is counted in the status, which is for an ADMIN', async () => {
    const table = await live();
    const socket = await connect(owner.tokens.access_token);
    await socket.join(topicOf(table));
    const { body } = await admin.get<Record<string, unknown>>('/realtime/status');
    expect(body).toMatchObject({ feed: { state: 'streaming' } });
    expect(Number(body.connections)).toBeGreaterThan(0);
    expectProblem(await owner.get('/realtime/status'), 403);
  });
});

describe('a room', () => {
  it('passes on what one says to the others, and knows who is there', async () => {
    const other = await createPerson();
    const topic = `room:${owner.id}`;
    const [one, two] = [await connect(owner.tokens.access_token), await connect(other.tokens.access_token)];
    for (const socket of [one, two]) expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
    one.send(topic, 'broadcast', { type: 'broadcast', event: 'hi', payload: { n: 1 } });
    const said = await two.next('a broadcast', ({ event }) => event === 'broadcast');
    expect(said.payload).toMatchObject({ event: 'hi', payload: { n: 1 } });
    expect(one.frames.some(({ event }) => event === 'broadcast')).toBe(false);
    two.send(topic, 'presence', { type: 'presence', event: 'track', payload: { mood: 'good' } });
    await one.next(
      'a presence',
      ({ event, payload }) => event === 'presence_diff' && JSON.stringify(payload).includes('good'),
    );
  });

  it('needs a token', async () => {
    expect(await (await connect()).join('room:lobby')).toMatchObject({ status: 'error' });
  });
});
