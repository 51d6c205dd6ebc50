import { appendFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectStatus } from '../../expectations.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../../system-under-test/own-system.ts';
import type { Table } from '../../world/tables.ts';
import { createNumberTable, NumberWriter } from '../number-writer.ts';
import { dataDirectoryOf, pidOf } from '../own-postgres.ts';
import { query } from '../postgres.ts';
import { signal, until } from '../recovery.ts';
import { Rereader } from '../rereader.ts';

const MEBIBYTE = 1024 * 1024;
const CAP_BYTES = 48 * MEBIBYTE;
const CHECKPOINT_BYTES = 32 * MEBIBYTE;
const WRITTEN_BYTES = 256 * MEBIBYTE;
const MESSAGE_BYTES = 8 * MEBIBYTE;
const OURS = `max_slot_wal_keep_size = ${CAP_BYTES / MEBIBYTE}MB
max_wal_size = ${CHECKPOINT_BYTES / MEBIBYTE}MB
min_wal_size = ${CHECKPOINT_BYTES / MEBIBYTE}MB
`;

let own: OwnSystem;
let directory: string;
let table: Table;
let reader: Rereader;
let writer: NumberWriter;

const inMebibytes = (bytes: number) => `${Math.round(bytes / MEBIBYTE)} MiB`;
const environment = () => own.system.environment ?? {};
const sql = (text: string) => query(own.system.databaseUrl, text);

async function logBytes(): Promise<number> {
  const folder = join(directory, 'pg_wal');
  const names = (await readdir(folder)).filter((name) => /^[0-9A-F]{24}$/.test(name));
  // One that Postgres has just removed counts nothing.
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function walStatus(): Promise<unknown> {
  const [slot] = await sql("select wal_status from pg_replication_slots where slot_name = 'selfdb_realtime'");
  return slot?.wal_status;
}

/** Realtime has read Postgres' log up to here. */
async function readerKeepsUp(): Promise<void> {
  const [end] = await sql('select pg_current_wal_lsn()::text as lsn');
  const isRead = `select 1 from pg_replication_slots
    where slot_name = 'selfdb_realtime' and confirmed_flush_lsn >= '${end?.lsn}'`;
  await until('the reading of the log', async () => (await sql(isRead)).length === 1);
}

/** Writes that much into Postgres' log and gives the most that the log took on the disk meanwhile. */
async function fillLog(bytes: number, pace: () => Promise<void> = async () => {}): Promise<number> {
  let most = 0;
  for (let written = 0; written < bytes; written += MESSAGE_BYTES) {
    await sql(`select pg_logical_emit_message(false, 'x', repeat('x', ${MESSAGE_BYTES}))`);
    most = Math.max(most, await logBytes());
    await pace();
  }
  return most;
}

describeOwnSystem('a log that may keep little for realtime', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    own = await startOwnSystem({});
    directory = await dataDirectoryOf(environment());
    await appendFile(join(directory, 'local.conf'), OURS);
    signal(await pidOf(environment(), 'postgres'), 'SIGHUP');
    await until('the setting', async () => {
      const [row] = await sql("select pg_size_bytes(current_setting('max_slot_wal_keep_size'))::int as cap");
      return row?.cap === CAP_BYTES;
    });
    table = await createNumberTable(own.boss);
    const { system, token } = own;
    const highest = async () => Number((await sql(`select max(n) as n from "${table.name}"`))[0]?.n);
    reader = await Rereader.start({ system, token, topic: `table:${table.name}` }, highest);
    writer = new NumberWriter(own.boss, table);
  });
  afterAll(async () => {
    await writer?.stop();
    await reader?.follower.leave();
    await own?.stop();
  });

  const goesOn = async () => {
    const target = writer.count + 1;
    await until('rows of now', async () => Number(reader.follower.seen.at(-1)) > target);
    expect(await reader.faults()).toEqual([]);
  };

  it('fills no disk as long as realtime reads, and no gap is needed', async () => {
    await goesOn();
    console.info(`at most ${inMebibytes(await fillLog(WRITTEN_BYTES, readerKeepsUp))} of log on the disk`);
    await goesOn();
    expect(reader.follower.gaps).toEqual([]);
  });

  it('nor when realtime stands still: the slot is given up, and that is told as a gap', async () => {
    const pid = await pidOf(environment(), 'realtime');
    signal(pid, 'SIGSTOP');
    try {
      await fillLog(WRITTEN_BYTES);
      const lost = await until('the loss of the slot', async () => (await walStatus()) === 'lost');
      const most = await fillLog(WRITTEN_BYTES);
      const left = await logBytes();
      console.info(
        `lost after ${lost} ms; at most ${inMebibytes(most)} of log on the disk, ${inMebibytes(left)} after twice ${inMebibytes(WRITTEN_BYTES)}`,
      );
      expect(left).toBeLessThan(WRITTEN_BYTES / 2);
      const health = await own.boss.get<{ services: Record<string, unknown> }>('/health');
      expectStatus(health, 200);
      expect(health.body.services).toMatchObject({ database: 'ok', realtime: 'down' });
    } finally {
      signal(pid, 'SIGCONT');
    }
    await until('a gap', async () => reader.follower.gaps.length > 0);
    await goesOn();
    expect(reader.follower.gaps).toMatchObject([
      { reason: expect.stringMatching(/fell behind for too long/) },
    ]);
    expect(await walStatus()).toBe('reserved');
  });
});
