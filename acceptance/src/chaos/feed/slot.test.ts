import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectStatus } from '../../expectations.ts';
import { pause } from '../../pause.ts';
import { randomFrom } from '../../random.ts';
import { readPage, type Table } from '../../world/tables.ts';
import { admin, anyone, createPerson, type Person, system } from '../../world/users.ts';
import { createNumberTable, NumberWriter } from '../number-writer.ts';
import { CUT_FEED, query } from '../postgres.ts';
import { setting, until } from '../recovery.ts';
import { Rereader } from '../rereader.ts';
import { RivalReader } from './rival-reader.ts';

const CUTS = 20;
const SEED = setting('CHAOS_SEED', 20_261_124);
/** Takes the slot away as soon as no process reads it. */
const DROP_SLOT = `do $$ begin
  for i in 1..1000 loop
    begin
      perform pg_terminate_backend(active_pid) from pg_replication_slots
        where slot_name = 'selfdb_realtime' and active_pid is not null;
      perform pg_drop_replication_slot('selfdb_realtime');
      return;
    exception when object_in_use then perform pg_sleep(0.01);
    end;
  end loop;
  raise 'the slot is in use';
end $$`;

interface Status {
  feed: { state: string; error: string | null };
}

interface Listener {
  reader: Rereader;
  /** Who fills the table that it follows. */
  writer: NumberWriter;
}

let owner: Person;
let listeners: Listener[];

async function follow(table: Table, payload: object = {}): Promise<Rereader> {
  const last = { sort_by: 'n', sort_order: 'desc', page_size: 1, count: 'none' };
  const highest = async () => Number((await readPage(owner, table, last)).data[0]?.n ?? 0);
  const token = owner.tokens.access_token;
  return Rereader.start({ system, token, topic: `table:${table.name}`, payload }, highest);
}

/** Followers of a table that is being filled, each with what its join says. */
async function fill(payloads: object[]): Promise<Listener[]> {
  const table = await createNumberTable(owner);
  const readers = await Promise.all(payloads.map((payload) => follow(table, payload)));
  const writer = new NumberWriter(owner, table);
  return readers.map((reader) => ({ reader, writer }));
}

beforeAll(async () => {
  owner = await createPerson();
  const picky = { filter: { n: { gt: 0 } }, events: ['INSERT'] };
  listeners = [...(await fill([{}, picky])), ...(await fill([{}]))];
});
afterAll(async () => {
  for (const { writer } of listeners) await writer.stop();
  for (const { reader } of listeners) await reader.follower.leave();
});

const gapsSeen = () => listeners.map(({ reader }) => reader.follower.gaps.length);
const lastReasons = () => listeners.map(({ reader }) => reader.follower.gaps.at(-1)?.reason);
const lastSeen = ({ reader }: Listener) => reader.follower.seen.at(-1) ?? 0;
const feedStatus = async () => (await admin.get<Status>('/realtime/status')).body.feed;

/** Every client receives a row that is written from now on, and none has a fault. Returns how long that took. */
async function expectGoingOn(): Promise<number> {
  const targets = listeners.map(({ writer }) => writer.count + 2);
  const took = await until('rows that are written now', async () =>
    listeners.every((listener, i) => lastSeen(listener) >= Number(targets[i])),
  );
  for (const { reader } of listeners) expect(await reader.faults()).toEqual([]);
  return took;
}

/** Waits for one more gap everywhere than there was. */
async function expectGap(before: number[], reason: RegExp): Promise<void> {
  await until('a gap on every topic', async () => gapsSeen().every((gaps, i) => gaps > Number(before[i])));
  for (const each of lastReasons()) expect(each).toMatch(reason);
  console.info(`rows again after ${await expectGoingOn()} ms`);
  expect(gapsSeen()).toEqual(before.map((gaps) => gaps + 1));
}

it(`a connection that is cut ${CUTS} times loses and doubles nothing and gives no gap`, async () => {
  const random = randomFrom(SEED);
  const before = gapsSeen();
  for (let cut = 1; cut <= CUTS; cut += 1) {
    await until('a session to cut', async () => (await query(system.databaseUrl, CUT_FEED)).length === 1);
    await pause(random() * 400);
  }
  await expectGoingOn();
  expect(gapsSeen()).toEqual(before);
});

describe('the slot', () => {
  it.each(['once', 'and once more'])('dropped by hand %s is sent as a gap on every topic', async () => {
    const before = gapsSeen();
    await query(system.databaseUrl, DROP_SLOT);
    await expectGap(before, /replication slot was dropped/);
  });

  it('that another program reads is reported in words, and used again when that program ends', async () => {
    const before = gapsSeen();
    const rival = await RivalReader.take(system.databaseUrl);
    await until('the words', async () => /Postgres process \d+/.test((await feedStatus()).error ?? ''));
    expect(await feedStatus()).toMatchObject({ state: 'connecting' });
    const health = await anyone.get<{ services: Record<string, unknown> }>('/health');
    expectStatus(health, 200);
    expect(health.body.services).toMatchObject({ database: 'ok', realtime: 'down' });
    rival.disconnect();
    await expectGoingOn();
    expect(gapsSeen()).toEqual(before);
    expect(await feedStatus()).toMatchObject({ state: 'streaming', error: null });
  });

  it('that another program advanced is sent as a gap', async () => {
    const before = gapsSeen();
    const rival = await RivalReader.take(system.databaseUrl);
    await pause(300);
    await rival.advance();
    rival.disconnect();
    await expectGap(before, /Another process read/);
  });
});

it('in the end every client knows every row', async () => {
  for (const { writer } of listeners) await writer.stop();
  await until('the last rows', async () =>
    listeners.every((listener) => lastSeen(listener) === listener.writer.count),
  );
  for (const { reader, writer } of listeners) {
    expect([await reader.faults(), await reader.known()]).toEqual([[], writer.count]);
    const { seen, gaps } = reader.follower;
    console.info(`${seen.length} of ${writer.count} rows seen, ${gaps.length} gaps`);
  }
});
