import pg from 'pg';
import { expect } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { expectStatus } from '../expectations.ts';
import { pause } from '../pause.ts';
import { randomFrom } from '../random.ts';
import type { OwnSystem } from '../system-under-test/own-system.ts';
import { createTable, type Table } from '../world/tables.ts';
import { createMember } from './member.ts';
import { changesOfTable, changesOfUsers, markRights, type RightsChange } from './rights-changes.ts';
import { RightsListener } from './rights-listener.ts';
import { type Entry, faultsOf, rightsOf } from './rights-write-log.ts';

/** Every right stands, or is missing, for that many rows at least. */
const ROWS_BETWEEN = 2;
/** Joins race with the changes: the more, the likelier. */
const SOCKETS_EACH = 2;
const WRITE_EVERY_MS = 1;
const LONGEST_PAUSE_MS = 30;

export interface Heard {
  name: string;
  faults: string[];
  /** How often it was let in, how often it was shut out for a lost right, and how many rows it was brought. */
  stays: number;
  losses: number;
  rows: number;
}

/**
 * Changes rights in so many rounds of 20 while rows are written and three readers, on some sockets each, try to listen, and
 * holds what each socket was brought against the order of commits, which an administrator's socket shows.
 */
export async function changeRightsUnderTraffic(
  own: OwnSystem,
  rounds: number,
  seed: number,
): Promise<Heard[]> {
  const straight = new pg.Client({ connectionString: own.system.databaseUrl });
  await straight.connect();
  const [owner, other] = [await createMember(own), await createMember(own)];
  const table = await createTable(owner, {
    realtime_enabled: true,
    table_schema: { n: { type: 'integer' } },
  });
  const topic = `table:${table.name}`;
  const judge = await startJudge(own, topic);
  await markRights(straight);
  const readers = [
    [{ name: 'the owner', userId: owner.id }, owner.tokens.access_token],
    [{ name: 'another', userId: other.id }, other.tokens.access_token],
    [{ name: 'nobody', userId: undefined }, undefined],
  ] as const;
  const listeners = readers.flatMap(([reader, token]) =>
    Array.from({ length: SOCKETS_EACH }, () => new RightsListener(reader, topic, token, own.system)),
  );
  for (const listener of listeners) listener.start();

  const writer = await startWriter(own, table);
  const scene = { own, straight, table, owner, other };
  const random = randomFrom(seed);
  await Promise.all([
    repeat(rounds, changesOfTable(scene), writer, random),
    repeat(rounds, changesOfUsers(scene), writer, random),
  ]);
  expectStatus(await own.boss.patch(`/tables/${table.id}`, { public: true }), 200);
  await expect
    .poll(() => listeners.every(({ latest }) => latest !== undefined), { timeout: 15_000 })
    .toBe(true);
  const written = await writer.stop();
  await judge.until('every row', () => judge.changes(topic).length >= written);
  const last = judge.changes(topic).at(-1)?.cursor;
  await expect.poll(() => listeners.map(({ latest }) => latest)).toEqual(listeners.map(() => last));
  for (const listener of listeners) await listener.stop();
  await Promise.all([judge.close(), straight.end()]);
  const writeLog = toWriteLog(judge);
  return listeners.map((listener) => toHeard(listener, writeLog, owner.id));
}

async function startJudge({ boss, token, system }: OwnSystem, topic: string): Promise<ChannelClient> {
  const columns = { of: { type: 'text' }, now: { type: 'jsonb' } };
  await createTable(boss, { name: 'marks', realtime_enabled: true, table_schema: columns });
  const judge = await ChannelClient.open(token, {}, system);
  for (const each of [topic, 'table:marks']) expect(await judge.join(each)).toMatchObject({ status: 'ok' });
  return judge;
}

interface Writer {
  /** How many rows are committed. */
  readonly written: number;
  stop: () => Promise<number>;
}

async function startWriter({ system }: OwnSystem, { name }: Table): Promise<Writer> {
  const straight = new pg.Client({ connectionString: system.databaseUrl });
  await straight.connect();
  let written = 0;
  let isOver = false;
  const writing = (async () => {
    while (!isOver) {
      await straight.query(`insert into public."${name}" (n) values ($1)`, [written + 1]);
      written += 1;
      await pause(WRITE_EVERY_MS);
    }
    await straight.end();
  })();
  return {
    get written() {
      return written;
    },
    async stop() {
      isOver = true;
      await writing;
      return written;
    },
  };
}

async function repeat(
  rounds: number,
  changes: RightsChange[],
  writer: Writer,
  random: () => number,
): Promise<void> {
  for (const change of Array(rounds).fill(changes).flat() as RightsChange[]) {
    await change();
    const enough = writer.written + ROWS_BETWEEN;
    // Long enough for those outside to come in, or not.
    await pause(random() * LONGEST_PAUSE_MS);
    while (writer.written < enough) await pause(1);
  }
}

/** What the judge was brought. Fails unless it came in the order of commits. */
function toWriteLog({ frames }: ChannelClient): Entry[] {
  const writeLog = frames
    .filter(({ event }) => event === 'INSERT')
    .map(({ payload }): Entry => ({ cursor: String(payload.cursor), ...Object(payload.new) }));
  const cursors = writeLog.map(({ cursor }) => cursor);
  expect(cursors).toEqual([...new Set(cursors)].sort());
  return writeLog;
}

function toHeard({ reader, stays, strays }: RightsListener, writeLog: Entry[], ownerId: string): Heard {
  const rights = rightsOf(reader, writeLog, ownerId);
  const faults = stays.flatMap((stay) => faultsOf(stay, writeLog, rights));
  if (strays > 0) faults.push(`${strays} rows for a channel that it did not have`);
  return {
    name: reader.name,
    faults,
    stays: stays.length,
    losses: stays.filter(({ end }) => end === 'lost').length,
    rows: stays.reduce((sum, { cursors }) => sum + cursors.length, 0),
  };
}
