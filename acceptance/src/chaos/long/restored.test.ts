import { appendFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runLauncher } from '@selfdb/system-under-test/launcher';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Caller, createClient } from '../../clients/client.ts';
import { expectStatus } from '../../expectations.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../../system-under-test/own-system.ts';
import { insertRows, readPage, type Table } from '../../world/tables.ts';
import type { Tokens } from '../../world/users.ts';
import { createNumberTable, numbersTo } from '../number-writer.ts';
import { Backup, dataDirectoryOf } from '../own-postgres.ts';
import { query } from '../postgres.ts';
import { until } from '../recovery.ts';
import { Rereader } from '../rereader.ts';

const KEPT = 50;
const LOST = 200;
const AFTER = 20;
const TABLE = 'numbers';

let own: OwnSystem;
let directory: string;
let backup: Backup;
let table: Table;
let reader: Rereader;
/** Rows that are there. */
let count = 0;

const environment = () => own.system.environment ?? {};
const launcher = (verb: 'start' | 'stop') => runLauncher(environment(), verb);

async function readNumbers(caller: Caller): Promise<number[]> {
  const page = await readPage(caller, table, { sort_by: 'n', sort_order: 'asc', page_size: 1000 });
  return page.data.map(({ n }) => Number(n));
}

/** Writes so many more rows, each in a transaction of its own. */
async function write(more: number): Promise<void> {
  for (const end = count + more; count < end; ) {
    count += 1;
    await insertRows(own.boss, table, [{ n: count }]);
  }
}

async function putBack(): Promise<void> {
  await backup.putBack();
  count = KEPT;
}

const untilSeen = () => until(`row ${count}`, async () => reader.follower.seen.at(-1) === count);

/** There has been one more gap, and since then all rows, and no others, are known; what is written now comes. */
async function expectGap(gaps: number, reason: RegExp): Promise<void> {
  await until(`knowledge of row ${count}`, async () => (await reader.known()) === count);
  await write(1);
  await untilSeen();
  expect(reader.follower.gaps.map((gap) => gap.reason)).toHaveLength(gaps);
  expect(reader.follower.gaps.at(-1)?.reason).toMatch(reason);
  expect([await reader.faults(), await reader.known()]).toEqual([[], count]);
  expect(await readNumbers(own.boss)).toEqual(numbersTo(count));
}

async function logIn(): Promise<string> {
  const { baseUrl, apiKey, adminEmail: email, adminPassword: password } = own.system;
  const answer = await createClient(baseUrl, apiKey)
    .as(undefined)
    .post<Tokens>('/users/token', { email, password });
  expectStatus(answer, 200);
  return answer.body.access_token;
}

describeOwnSystem('a database that was put back', { timeout: 300_000 }, () => {
  beforeAll(async () => {
    own = await startOwnSystem({});
    directory = await dataDirectoryOf(environment());
    table = await createNumberTable(own.boss, {}, { name: TABLE });
    const { system, token } = own;
    const highest = async () => (await readNumbers(own.boss)).at(-1) ?? 0;
    reader = await Rereader.start({ system, token, topic: `table:${TABLE}` }, highest);
    await write(KEPT);
    await untilSeen();
    await launcher('stop');
    backup = await Backup.make(directory);
    await launcher('start');
  });
  afterAll(async () => {
    await reader?.follower.leave();
    await own?.stop();
  });

  it('to an older state is told as a gap, and what is written then comes', async () => {
    await write(LOST);
    await untilSeen();
    expect([reader.follower.seen, reader.follower.gaps]).toEqual([numbersTo(KEPT + LOST), []]);
    await launcher('stop');
    await putBack();
    await launcher('start');
    await write(AFTER);
    await expectGap(1, /older state/);
  });

  it('and has got past where the feed was, before that looks again, is told as a gap too', async () => {
    await write(LOST);
    await untilSeen();
    const [stood] = await query(own.system.databaseUrl, 'select pg_current_wal_lsn()::text as lsn');
    await launcher('stop');
    await putBack();
    await appendFile(join(directory, 'local.conf'), 'max_wal_senders = 0\n');
    await launcher('start');
    await write(2 * LOST);
    await query(own.system.databaseUrl, "select pg_logical_emit_message(false, 'x', repeat('x', 1000000))");
    const isPast = 'select pg_current_wal_lsn() > $1::pg_lsn as past';
    expect(await query(own.system.databaseUrl, isPast, [stood?.lsn])).toEqual([{ past: true }]);
    expect(reader.follower.gaps.length).toBe(1);
    await launcher('stop');
    await writeFile(join(directory, 'local.conf'), '');
    await launcher('start');
    await write(AFTER);
    await expectGap(2, /older state/);
  });

  it('as a new, empty one is told as a gap to those who come with a cursor of the old one', async () => {
    await launcher('stop');
    await rename(directory, `${directory}.gone`);
    await launcher('start');
    await reader.follower.leave();
    const token = await logIn();
    own.boss = createClient(own.system.baseUrl, own.system.apiKey).as(token);
    table = await createNumberTable(own.boss, {}, { name: TABLE });
    reader.follower.resume(token);
    count = 0;
    await write(AFTER);
    await expectGap(3, /another server/);
  });
});
