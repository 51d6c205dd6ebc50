import { asSuperuser, rows, value } from '@selfdb/server/testing/postgres';
import { expect, inject, it } from 'vitest';
import { openFeed, until } from '../testing/feed.ts';
import { numbersOf, upTo } from '../testing/payloads.ts';
import { createTable } from '../testing/tables.ts';
import { epochOf } from './cursor.ts';
import { MAX_CHANGE_BYTES } from './decoder/decoder.ts';
import { ReplicationSession } from './replication/session.ts';
import { PUBLICATION } from './replication/slot-decision.ts';

type Opened = Awaited<ReturnType<typeof openFeed>>;

const statusOf = (feed: Opened) => feed.inside((it) => it.status());
/** A row that is small on disk and more than 1 GB as text, which Postgres detects before it prints the row. */
const tooLong = (table: string) =>
  `insert into ${table} (a) select ${Array(13).fill('zeros').join(' || ')} from (select 0::bit(83886080) as zeros) as z`;

it('a row that Postgres cannot print causes a gap, and loses no other transaction', async () => {
  const [table, other] = [await createTable('n int, a bit varying'), await createTable('n int')];
  await using feed = await openFeed();
  await rows(`insert into ${other.sql} (n) values (1)`);
  await feed.until(1);
  const { skipped } = await statusOf(feed);
  await rows(tooLong(table.sql));
  for (const n of upTo(20).slice(1)) await rows(`insert into ${other.sql} (n) values ($1)`, [n]);
  let hasToldOfIt = false;
  await until(
    async () => {
      const { state, error } = await statusOf(feed);
      if (error?.includes('XX000')) hasToldOfIt = state === 'connecting';
      return feed.reader.items.length >= 21;
    },
    () => `${feed.reader.items.length} of 21 items came`,
  );
  const [first, gap, ...after] = feed.reader.items;
  expect([first?.type, gap]).toMatchObject([
    'row',
    { type: 'gap', reason: expect.stringContaining('Reload the rows') },
  ]);
  expect(numbersOf(after)).toEqual(upTo(20).slice(1));
  expect(epochOf(after[0]?.cursor ?? '')).toBe(epochOf(feed.from));
  expect(hasToldOfIt).toBe(true);
  expect(await statusOf(feed)).toMatchObject({
    ...{ state: 'streaming', error: null, skipped: skipped + 1 },
    given_up: { at: expect.any(String), error: expect.stringContaining('SQLSTATE XX000') },
  });
  const status = await statusOf(feed);
  const replay = await feed.inside((it) =>
    it.replay({ relid: other.relid, userId: undefined, since: feed.from, through: status.cursor }),
  );
  expect(replay).toMatchObject({ gap: expect.stringContaining('Reload the rows') });
});

it('a skipped transaction stays skipped after a restart, and after a crash of Postgres', async () => {
  const table = await createTable('n int, a bit varying');
  const first = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await first.until(1);
  await rows(`select pg_copy_logical_replication_slot('selfdb_realtime', 'remembered')`);
  await rows(tooLong(table.sql));
  await first.until(2);
  await rows(`insert into ${table.sql} (n) values (3)`);
  expect(numbersOf(await first.until(3))).toEqual([1, 3]);
  await first.stop();
  // As after a crash: Postgres writes acknowledgements to disk only with the next checkpoint.
  await rows(`select pg_drop_replication_slot('selfdb_realtime')`);
  await rows(`select pg_copy_logical_replication_slot('remembered', 'selfdb_realtime')`);
  await rows(`select pg_drop_replication_slot('remembered')`);
  await using second = await openFeed({ name: first.name });
  await rows(`insert into ${table.sql} (n) values (4)`);
  expect(numbersOf(await second.until(1))).toEqual([4]);
  expect(await statusOf(second)).toMatchObject({ skipped: 1, given_up: { error: expect.any(String) } });
});

it.each(['pg_cancel_backend', 'pg_terminate_backend'])(
  'a walsender that is ended by %s again and again gives nothing up',
  async (end) => {
    const table = await createTable('n int');
    await using feed = await openFeed();
    await rows(`insert into ${table.sql} (n) values (1)`);
    await feed.until(1);
    const { skipped, given_up: before } = await statusOf(feed);
    const reader = () => value('select active_pid from pg_replication_slots');
    let ended: unknown = null;
    for (let i = 0; i < 6; i += 1) {
      await until(
        async () => {
          const pid = await reader();
          return pid !== null && pid !== ended;
        },
        () => 'it does not stream again',
      );
      ended = await reader();
      await asSuperuser(`select ${end}(active_pid) from pg_replication_slots`);
    }
    await rows(`insert into ${table.sql} (n) values (2)`);
    expect(numbersOf(await feed.until(2))).toEqual([1, 2]);
    expect(await statusOf(feed)).toMatchObject({ skipped, given_up: before });
  },
);

it('a row above the size limit is reported as lost for its table', async () => {
  const table = await createTable('n int, t text');
  await using feed = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await rows(`insert into ${table.sql} (n, t) values (2, repeat('x', 40000000))`);
  await rows(`insert into ${table.sql} (n) values (3)`);
  const items = await feed.until(3);
  expect(items).toMatchObject([
    { type: 'row' },
    { type: 'table', what: 'lost', relid: table.relid },
    { type: 'row' },
  ]);
  expect(numbersOf(items)).toEqual([1, 3]);
});

it('of a message that is too large, only a limited part is held', async () => {
  const table = await createTable('n int, t text');
  const session = await ReplicationSession.open(inject('databaseUrl'));
  await session.query(`select pg_create_logical_replication_slot('cut', 'pgoutput', true)`);
  const messages: { kind: string; bytes: number }[] = [];
  const take = (message: Buffer) => {
    messages.push({ kind: message.toString('latin1', 0, 1), bytes: message.length });
    return undefined;
  };
  const streaming = session.stream('cut', PUBLICATION, { take, reach: () => {} }).catch(() => {});
  await rows(`insert into ${table.sql} (n, t) values (1, repeat('x', 40000000))`);
  await until(
    () => messages.some(({ kind }) => kind === 'C'),
    () => 'the transaction has no end',
  );
  session.close();
  await streaming;
  expect(messages.map(({ kind }) => kind)).toEqual(['B', 'R', 'I', 'C']);
  expect(messages[2]?.bytes).toBe(MAX_CHANGE_BYTES + 1);
});
