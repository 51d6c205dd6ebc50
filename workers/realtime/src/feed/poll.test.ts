import { rows } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { openFeed } from '../testing/feed.ts';
import { createTable } from '../testing/tables.ts';

const WAIT_MS = 10_000;

it('a poll waits for the first change of its tables and leaves out others', async () => {
  const [table, other] = [await createTable('n int'), await createTable('n int')];
  await using feed = await openFeed();
  const found = feed.inside((inner) => inner.poll(feed.from, new Set([table.relid]), WAIT_MS));
  await rows(`insert into ${other.sql} (n) values (0)`);
  await rows(`insert into ${table.sql} (n) values (7)`);
  const { changes, losses, through } = await found;
  expect(losses).toEqual([]);
  expect(changes).toEqual([
    expect.objectContaining({ relid: table.relid, operation: 'INSERT', cursor: through }),
  ]);
  expect(JSON.parse(changes[0]?.payload ?? '')).toMatchObject({ new: { n: 7 }, old: null });
});

it('polls one after the other get every change once and in order, however many there are', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  await rows(`insert into ${table.sql} (n) select generate_series(1, 1200)`);
  const numbers: number[] = [];
  for (let since = feed.from; numbers.length < 1200; ) {
    const found = await feed.inside((inner) => inner.poll(since, new Set([table.relid]), WAIT_MS));
    expect(found.changes.length).toBeGreaterThan(0);
    expect(found.changes.length).toBeLessThanOrEqual(500);
    numbers.push(...found.changes.map(({ payload }) => JSON.parse(payload).new.n));
    since = found.through;
  }
  expect(numbers).toEqual(Array.from({ length: 1200 }, (_, i) => i + 1));
});

it('a poll without changes ends in time, with a position that passes those of other tables', async () => {
  const [table, other] = [await createTable('n int'), await createTable('n int')];
  await using feed = await openFeed();
  await rows(`insert into ${other.sql} (n) values (0)`);
  await feed.until(1);
  const found = await feed.inside((inner) => inner.poll(feed.from, new Set([table.relid]), 50));
  expect(found).toEqual({ through: feed.reader.through, changes: [], losses: [] });
});

it('a poll is told that a table was truncated, and that a cursor is of another history', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  await rows(`truncate ${table.sql}`);
  const relids = new Set([table.relid]);
  const truncated = await feed.inside((inner) => inner.poll(feed.from, relids, WAIT_MS));
  expect(truncated.losses).toMatchObject([{ relid: table.relid, cursor: truncated.through }]);
  const strange = 'another0:0000000000000001:00000000';
  const lost = await feed.inside((inner) => inner.poll(strange, relids, WAIT_MS));
  expect(lost.losses[0]).toMatchObject({ relid: null });
  expect(lost.losses[0]?.cursor.split(':')[0]).toBe(feed.from.split(':')[0]);
});

it('a poll tells how many functions led to a transaction, from its log as from its memory', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  await rows(`do $$ begin
    perform selfdb_api.note_depth(3);
    insert into ${table.sql} (n) values (1);
    perform selfdb_api.note_depth(2);
    insert into ${table.sql} (n) values (2);
    end $$`);
  await rows(`insert into ${table.sql} (n) values (3)`);
  await feed.until(3);
  const relids = new Set([table.relid]);
  const { changes } = await feed.inside((inner) => inner.poll(feed.from, relids, WAIT_MS));
  expect(changes.map(({ depth }) => depth)).toEqual([3, 3, 0]);
  await feed.stop();
  await using again = await openFeed({ name: feed.name });
  const stored = await again.inside((inner) => inner.poll(feed.from, relids, WAIT_MS));
  expect(stored).toEqual({ changes, losses: [], through: changes[2]?.cursor });
});

it('a poll for a user says so when the rights of the table have changed since', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await feed.until(1);
  const relids = new Set([table.relid]);
  const ask = () => feed.inside((inner) => inner.poll(feed.from, relids, WAIT_MS, crypto.randomUUID()));
  expect((await ask()).changes).toHaveLength(1);
  await rows(`update selfdb.tables set access = 'public' where id = $1`, [table.id]);
  await feed.until(2);
  expect(await ask()).toMatchObject({ changes: [], losses: [{ relid: table.relid }] });
});
