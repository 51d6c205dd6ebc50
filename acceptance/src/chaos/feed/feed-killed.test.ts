import { expect, it } from 'vitest';
import { ChannelClient } from '../../clients/channel-client.ts';
import { expectStatus } from '../../expectations.ts';
import { createTable, insertRows, sql } from '../../world/tables.ts';
import { createPerson, system } from '../../world/users.ts';
import { pidOf } from '../own-postgres.ts';
import { signal, until } from '../recovery.ts';

/** Shorter than it takes to read the large transaction. */
const AWAY_MS = 1500;
const realtimePid = () => pidOf(system.environment ?? {}, 'realtime');

it("sockets outlive the feed's process: they miss nothing, get nothing twice, and rooms go on", async () => {
  const [owner, other] = [await createPerson(), await createPerson()];
  const table = await createTable(owner, { realtime_enabled: true });
  const [topic, room] = [`table:${table.name}`, `room:${owner.id}`];
  const open = (token: string) => ChannelClient.open(token);
  const [listener, member] = [await open(owner.tokens.access_token), await open(owner.tokens.access_token)];
  const speaker = await open(other.tokens.access_token);
  expect(await listener.join(topic)).toMatchObject({ status: 'ok' });
  for (const socket of [member, speaker]) expect(await socket.join(room)).toMatchObject({ status: 'ok' });
  const titles = () => listener.changes(topic).map(({ new: row }) => row?.title);
  const written: string[] = [];
  for (let kill = 1; kill <= 3; kill += 1) {
    for (const when of ['before', 'while it is away', 'after']) {
      if (when === 'while it is away') signal(await realtimePid(), 'SIGKILL');
      written.push(`${when} ${kill}`);
      await insertRows(owner, table, [{ title: written.at(-1) }]);
    }
    speaker.send(room, 'broadcast', { type: 'broadcast', event: 'hi', payload: { kill } });
    await member.until(
      'the word',
      () => member.frames.filter(({ event }) => event === 'broadcast').length === kill,
    );
    await listener.until('what was written', () => titles().length >= written.length);
    expect(titles()).toEqual(written);
  }
  expect(listener.frames.filter(({ event }) => event === 'gap' || event === 'phx_error')).toEqual([]);
  for (const socket of [listener, member, speaker]) await socket.close();
});

it('killed twice while a large transaction is read it loses and doubles nothing for sockets that stay open', async () => {
  const owner = await createPerson();
  const [table, large] = [
    await createTable(owner, { realtime_enabled: true }),
    await createTable(owner, { realtime_enabled: true }),
  ];
  const topic = `table:${table.name}`;
  const listener = await ChannelClient.open(owner.tokens.access_token);
  expect(await listener.join(topic)).toMatchObject({ status: 'ok' });
  const written: string[] = [];
  const write = async () => {
    written.push(String(written.length));
    await insertRows(owner, table, [{ title: written.at(-1) }]);
  };
  for (let i = 0; i < 20; i += 1) await write();
  await sql(`insert into "${large.name}" (title) select 'x' from generate_series(1, 300000)`);
  for (let kill = 1; kill <= 2; kill += 1) {
    signal(await realtimePid(), 'SIGKILL');
    const end = Date.now() + AWAY_MS;
    while (Date.now() < end) await write();
  }
  await write();
  const titles = () => listener.changes(topic).map(({ new: row }) => row?.title);
  await until('all rows', async () => titles().at(-1) === written.at(-1));
  expect(titles()).toEqual(written);
  expect(listener.frames.filter(({ event }) => event === 'gap' || event === 'phx_error')).toEqual([]);
  await listener.close();
});

it("a right that is lost while the feed's process is away holds for what comes of the time", async () => {
  const [owner, stranger] = [await createPerson(), await createPerson()];
  const table = await createTable(owner, { realtime_enabled: true, public: true });
  const topic = `table:${table.name}`;
  const socket = await ChannelClient.open(stranger.tokens.access_token);
  expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
  const pid = await realtimePid();
  signal(pid, 'SIGSTOP');
  await insertRows(owner, table, [{ title: 'shown' }]);
  expectStatus(await owner.patch(`/tables/${table.id}`, { public: false }), 200);
  await insertRows(owner, table, [{ title: 'hidden' }]);
  signal(pid, 'SIGKILL');
  await socket.next('the end', ({ event }) => event === 'phx_close');
  const titles = socket.changes(topic).map(({ new: row }) => row?.title);
  expect(titles).not.toContain('hidden');
  await socket.close();
});

it('what was written while a table was private is a gap for every client, though none was told then', async () => {
  const [owner, stranger] = [await createPerson(), await createPerson()];
  const table = await createTable(owner, { realtime_enabled: true, public: true });
  const topic = `table:${table.name}`;
  const open = ({ tokens }: { tokens: { access_token: string } }) => ChannelClient.open(tokens.access_token);
  const [there, late, mine] = [await open(stranger), await open(stranger), await open(owner)];
  const joined = await there.join(topic);
  expect([joined, await mine.join(topic)]).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
  const pid = await realtimePid();
  signal(pid, 'SIGSTOP');
  const { cursor } = joined.response as { cursor: string };
  expectStatus(await owner.patch(`/tables/${table.id}`, { public: false }), 200);
  await insertRows(owner, table, [{ title: 'hidden' }]);
  expectStatus(await owner.patch(`/tables/${table.id}`, { public: true }), 200);
  signal(pid, 'SIGKILL');
  for (const client of [there, mine]) await client.next('the gap', ({ event }) => event === 'gap');
  expect(await late.join(topic, { since: cursor })).toMatchObject({ status: 'ok' });
  await insertRows(owner, table, [{ title: 'shown' }]);
  const titles = (client: ChannelClient) => client.changes(topic).map(({ new: row }) => row?.title);
  for (const client of [there, late, mine]) {
    await client.until('what is shown', () => titles(client).includes('shown'));
    expect(titles(client)).toEqual(['shown']);
    expect(client.frames.filter(({ event }) => event === 'gap')).toHaveLength(1);
  }
  for (const client of [there, late, mine]) await client.close();
});
