import { rows, value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { openFeed } from '../testing/feed.ts';
import { createTable } from '../testing/tables.ts';

const TIMEOUT_MS = 10_000;

const cursorNow = async () => String(await value('select selfdb.feed_cursor()'));

it('a cursor that is read after a write comes after it, and the feed reaches that cursor', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  for (const n of [1, 2, 3]) {
    const before = await cursorNow();
    await rows(`insert into ${table.sql} (n) values (${n})`);
    const after = await cursorNow();
    const through = await feed.inside((it) => it.reach(after, TIMEOUT_MS));
    const item = (await feed.until(n))[n - 1];
    expect(through).toBe(item?.cursor);
    expect([before < String(through), String(through) < after]).toEqual([true, true]);
  }
});

it('the feed reaches a position after its last change', async () => {
  await using feed = await openFeed();
  await rows('select pg_current_xact_id()');
  const after = await cursorNow();
  expect(await feed.inside((it) => it.reach(after, TIMEOUT_MS))).toBe(feed.from);
});

it('the feed waits for a position, at most until the timeout', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  const [epoch] = feed.from.split(':');
  const far = `${epoch}:FFFFFFFF00000000:00000000`;
  await expect(feed.inside((it) => it.reach(far, 100))).rejects.toThrow('has not reached this position');
  await rows(`insert into ${table.sql} (n) values (1)`);
  await feed.until(1);
});

it('a position of another history is reported as such', async () => {
  await using feed = await openFeed();
  expect(await feed.inside((it) => it.reach('other:0000000000000001:00000000', TIMEOUT_MS))).toBeUndefined();
});

it('the history in the database is the feed’s, also after a new slot', async () => {
  const first = await openFeed();
  const [epoch] = first.from.split(':');
  expect(await value('select epoch from selfdb.change_feed')).toBe(epoch);
  await rows("update selfdb.change_feed set epoch = 'stale'");
  await first.stop();
  await using again = await openFeed({ name: first.name });
  expect(await value('select epoch from selfdb.change_feed')).toBe(epoch);
  await again.stop();
  await rows("select pg_drop_replication_slot('selfdb_realtime')");
  await using renewed = await openFeed({ name: first.name });
  const now = (await renewed.inside((it) => it.status())).cursor;
  expect(now.startsWith(`${epoch}:`)).toBe(false);
  expect(await value('select epoch from selfdb.change_feed')).toBe(now.split(':')[0]);
});
