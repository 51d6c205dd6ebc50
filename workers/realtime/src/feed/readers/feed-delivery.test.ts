import { rows } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import type { Batch, FeedReader } from '../../change.ts';
import { Collector, openFeed, until } from '../../testing/feed.ts';
import { numbersOf, upTo } from '../../testing/payloads.ts';
import { createTable } from '../../testing/tables.ts';

it('a reader that is stuck delays neither the feed nor another reader', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  const stuck: FeedReader = { deliver: () => new Promise(() => {}) };
  await feed.inside((it) => it.attach('stuck', stuck));
  for (let n = 1; n <= 50; n += 1) await rows(`insert into ${table.sql} (n) values (${n})`);
  expect(numbersOf(await feed.until(50))).toEqual(upTo(50));
});

it('only a reader that fails is detached, and it can attach again', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  let batches = 0;
  const failing: FeedReader = {
    deliver: async () => {
      batches += 1;
      throw new Error('no');
    },
  };
  await feed.inside((it) => it.attach('failing', failing));
  expect(await feed.inside((it) => it.isAttached('failing'))).toBe(true);
  await rows(`insert into ${table.sql} (n) values (1)`);
  await rows(`insert into ${table.sql} (n) values (2)`);
  await feed.until(2);
  expect(await feed.inside((it) => it.isAttached('failing'))).toBe(false);
  expect(batches).toBe(1);
  const again = new Collector();
  const from = await feed.inside((it) => it.attach('failing', again));
  expect(from).toBe(feed.reader.through);
  await rows(`insert into ${table.sql} (n) values (3)`);
  expect(numbersOf(await again.until(1))).toEqual([3]);
});

it('a reader receives one batch at a time, in order, and catches up from the log', async () => {
  const table = await createTable('n int, t text');
  await using feed = await openFeed();
  let isBusy = false;
  const overlaps: Batch[] = [];
  const slow = new Collector();
  const reader: FeedReader = {
    deliver: async (batch) => {
      if (isBusy) overlaps.push(batch);
      isBusy = true;
      await new Promise((resolve) => setTimeout(resolve, 20));
      isBusy = false;
      await slow.deliver(batch);
    },
  };
  await feed.inside((it) => it.attach('slow', reader));
  // More than the tail cache holds.
  for (let from = 1; from <= 20_000; from += 2000) {
    await rows(
      `insert into ${table.sql} (n, t) select i, repeat('x', 400) from generate_series(${from}, ${from + 1999}) i`,
    );
  }
  expect(numbersOf(await slow.until(20_000))).toEqual(upTo(20_000));
  expect(overlaps).toEqual([]);
});

it('a reader receives nothing more after another attaches under its name', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  const second = new Collector();
  await feed.inside((it) => it.attach('reader', second));
  await rows(`insert into ${table.sql} (n) values (1)`);
  await second.until(1);
  await feed.inside((it) => it.detach('reader'));
  await rows(`insert into ${table.sql} (n) values (2)`);
  await until(
    async () => (await feed.inside((it) => it.status())).cursor > second.through,
    () => 'nothing more came',
  );
  expect(feed.reader.items).toEqual([]);
  expect(numbersOf(second.items)).toEqual([1]);
});
