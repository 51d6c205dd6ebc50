import { afterAll, beforeAll, expect, it } from 'vitest';
import { pause } from '../../pause.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../../system-under-test/own-system.ts';
import type { Table } from '../../world/tables.ts';
import { createNumberTable } from '../number-writer.ts';
import { query } from '../postgres.ts';
import { until } from '../recovery.ts';
import { Rereader } from '../rereader.ts';

const SETTINGS = { REALTIME_LOG_MAX_BYTES: '1048576', REALTIME_MAX_BUFFERED_BYTES: '262144' };
const ROWS = 20_000;
const TRANSACTIONS = 4;
const CUTS = 6;

let own: OwnSystem;
let table: Table;
let slow: Rereader;
let away: Rereader;
let written = 0;

const sql = (text: string) => query(own.system.databaseUrl, text);

async function highest(): Promise<number> {
  const [row] = await sql(`select max(n) as n from "${table.name}"`);
  return Number(row?.n);
}

async function writeMore(count: number): Promise<void> {
  await sql(`insert into "${table.name}" (n) select generate_series(${written + 1}, ${written + count})`);
  written += count;
}

/** All rows but those that fell into a gap came, once and in order. */
async function expectNoHole(reader: Rereader): Promise<void> {
  await until('all there is', async () => (await reader.known()) === written);
  // What is written while more of a gap is still to be told may fall into it.
  await until('what comes then', async () => {
    await writeMore(1);
    await pause(500);
    return reader.follower.seen.at(-1) === written;
  });
  expect([await reader.faults(), await reader.known()]).toEqual([[], written]);
  const { seen, gaps } = reader.follower;
  console.info(`${seen.length} of ${written} rows seen, ${gaps.length} gaps`);
}

describeOwnSystem('a log that is smaller than a transaction', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    own = await startOwnSystem(SETTINGS);
    table = await createNumberTable(own.boss);
    const { system, token } = own;
    const following = { system, token, topic: `table:${table.name}` };
    // What is sent to this one at once is bounded by how seldom it sends a heartbeat.
    slow = await Rereader.start({ ...following, beatEveryMs: 100 }, highest);
    away = await Rereader.start({ ...following, beatEveryMs: 100 }, highest);
    await writeMore(1);
    await until('a row', async () => away.follower.seen.length === 1);
    await away.follower.leave();
  });
  afterAll(async () => {
    for (const reader of [slow, away]) await reader?.follower.leave();
    await own?.stop();
  });

  it('leaves no hole at a client that does not keep up: it is told of a gap', async () => {
    for (let i = 0; i < TRANSACTIONS; i += 1) await writeMore(ROWS);
    await expectNoHole(slow);
    expect(slow.follower.gaps.length).toBeGreaterThan(0);
  });

  it('nor at one that comes back after it, or in the middle of another', async () => {
    away.follower.resume();
    await expectNoHole(away);
    expect(away.follower.gaps.length).toBeGreaterThan(0);
    await writeMore(ROWS);
    for (let i = 0; i < CUTS; i += 1) {
      await pause(30);
      away.follower.cut(i % 2 === 0 ? 'break' : 'close');
    }
    await expectNoHole(away);
  });
});
