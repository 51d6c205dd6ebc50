import { asSuperuser, rows, value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { openFeed, until } from '../testing/feed.ts';
import { numbersOf, upTo } from '../testing/payloads.ts';
import { createTable } from '../testing/tables.ts';

const cut = `select pg_terminate_backend(active_pid) from pg_replication_slots where active_pid is not null`;
const insert = (table: string, from: number, to: number) =>
  rows(`insert into ${table} (n) select generate_series($1::int, $2::int)`, [from, to]);

it('a connection that is cut again and again loses and repeats nothing', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  for (let n = 1; n <= 600; n += 3) {
    await insert(table.sql, n, n);
    await insert(table.sql, n + 1, n + 2);
    if (n % 60 === 1) await rows(cut);
  }
  expect(numbersOf(await feed.until(600))).toEqual(upTo(600));
  expect(feed.reader.items.every(({ type }) => type === 'row')).toBe(true);
});

it('a transaction that was half received is not visible, and arrives whole later', async () => {
  const table = await createTable('n int, t text');
  const [count, hold] = [50_000, { isWanted: true, isReached: false }];
  // Holds the feed where the beginning of the transaction is on the disk.
  const afterSync = async (sql: SqlStorage) => {
    hold.isReached = Number(sql.exec('select count(*) as n from chunks').one().n) > 5;
    while (hold.isWanted && hold.isReached) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await using feed = await openFeed({ afterSync });
  await rows(
    `insert into ${table.sql} (n, t) select i, repeat('x', 200) from generate_series(1, ${count}) i`,
  );
  await until(
    () => hold.isReached,
    () => 'nothing is received',
  );
  await rows(cut);
  hold.isWanted = false;
  expect(feed.reader.items).toEqual([]);
  expect(numbersOf(await feed.until(count))).toEqual(upTo(count));
  expect(feed.reader.items).toHaveLength(count);
});

it('a restarted feed continues where it stopped, and knows earlier cursors', async () => {
  const table = await createTable('n int');
  const first = await openFeed();
  await insert(table.sql, 1, 10);
  const since = (await first.until(10))[3]?.cursor ?? '';
  await first.stop();
  await insert(table.sql, 11, 20);
  await using second = await openFeed({ name: first.name });
  expect(second.from).toBe(first.reader.items[9]?.cursor);
  expect(numbersOf(await second.until(10))).toEqual(upTo(20).slice(10));
  const through = (await second.inside((feed) => feed.status())).cursor;
  const replay = await second.inside((feed) =>
    feed.replay({ relid: table.relid, userId: undefined, since, through }),
  );
  expect('items' in replay && numbersOf(replay.items)).toEqual(upTo(20).slice(4));
});

it('changes that Postgres sends again after a crash are dropped', async () => {
  const table = await createTable('n int');
  const first = await openFeed();
  await insert(table.sql, 1, 2);
  await first.until(2);
  await rows(`select pg_copy_logical_replication_slot('selfdb_realtime', 'remembered')`);
  await insert(table.sql, 3, 4);
  await insert(table.sql, 5, 5);
  await first.until(5);
  await first.stop();
  // As after a crash: Postgres writes acknowledgements to disk only with the next checkpoint.
  await rows(`select pg_drop_replication_slot('selfdb_realtime')`);
  await rows(`select pg_copy_logical_replication_slot('remembered', 'selfdb_realtime')`);
  await rows(`select pg_drop_replication_slot('remembered')`);
  await using second = await openFeed({ name: first.name });
  await insert(table.sql, 6, 6);
  expect(numbersOf(await second.until(1))).toEqual([6]);
  const since = first.from;
  const replay = await second.inside(async (feed) =>
    feed.replay({ relid: table.relid, userId: undefined, since, through: (await feed.status()).cursor }),
  );
  expect('items' in replay && numbersOf(replay.items)).toEqual(upTo(6));
});

it('positions without changes are acknowledged too, so that Postgres can discard its log', async () => {
  await using feed = await openFeed();
  const other = await createTable('n int', { realtime: false });
  await rows(`insert into ${other.sql} (n) select generate_series(1, 20000)`);
  const end = String(await value('select pg_current_wal_lsn()'));
  const lag = () =>
    value(`select count(*)::int from pg_replication_slots where confirmed_flush_lsn < $1::pg_lsn`, [end]);
  await until(
    async () => (await lag()) === 0,
    () => 'the position was not acknowledged',
  );
  const status = await feed.inside((it) => it.status());
  expect(status).toMatchObject({ state: 'streaming', error: null, slot: 'selfdb_realtime' });
  expect(status.lag_bytes).toBeLessThan(1_000_000);
});

it('a second feed waits while the first one reads', async () => {
  const table = await createTable('n int');
  await using first = await openFeed();
  const second = await openFeed({ streams: false });
  await until(
    async () =>
      (await second.inside((feed) => feed.status())).error?.includes('is in use by Postgres process') ===
      true,
    () => 'it does not wait',
  );
  await insert(table.sql, 1, 3);
  expect(numbersOf(await first.until(3))).toEqual([1, 2, 3]);
  expect(first.reader.items.some(({ type }) => type === 'gap')).toBe(false);
  await second.stop();
});

it('without the right to replicate it fails with a sentence for the administrator', async () => {
  await asSuperuser('alter role selfdb with noreplication');
  const feed = await openFeed({ streams: false });
  try {
    await until(
      async () => (await feed.inside((it) => it.status())).state === 'failed',
      () => 'it does not fail',
    );
    const { error } = await feed.inside((it) => it.status());
    expect(error).toContain('may not replicate');
  } finally {
    await asSuperuser('alter role selfdb with replication');
    await feed.stop();
  }
});
