import { rows } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import type { Cursor, FeedItem, Replay } from '../change.ts';
import { openFeed } from '../testing/feed.ts';
import { numbersOf, upTo } from '../testing/payloads.ts';
import { createTable } from '../testing/tables.ts';

type OpenFeed = Awaited<ReturnType<typeof openFeed>>;

async function replayAll(feed: OpenFeed, relid: number, since: string, through: string): Promise<FeedItem[]> {
  const range = { relid, userId: undefined, since, through };
  const items: FeedItem[] = [];
  let after: Cursor | undefined = since;
  while (after !== undefined) {
    const from: Cursor = after;
    const page: Replay = await feed.inside((it) => it.replay(range, from));
    if ('gap' in page) throw new Error(page.gap);
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

it('a table is replayed between two cursors, without changes of other tables', async () => {
  const [table, other] = [await createTable('n int'), await createTable('n int')];
  await using feed = await openFeed();
  const fill = (sql: string) => rows(`insert into ${sql} (n) select generate_series(1, 3000)`);
  await fill(table.sql);
  await fill(other.sql);
  await rows(`insert into ${table.sql} (n) select generate_series(3001, 6000)`);
  const live = (await feed.until(9000)).filter((item) => item.type === 'row' && item.relid === table.relid);
  const through = (await feed.inside((it) => it.status())).cursor;
  const all = await replayAll(feed, table.relid, feed.from, through);
  expect(all).toEqual(live);
  expect(numbersOf(all)).toEqual(upTo(6000));
  const [since, until] = [live[99]?.cursor ?? '', live[3999]?.cursor ?? ''];
  expect(numbersOf(await replayAll(feed, table.relid, since, until))).toEqual(upTo(4000).slice(100));
  expect(await replayAll(feed, table.relid, through, through)).toEqual([]);
});

it('a cursor that is too old, of another history, or invalid is answered with a gap', async () => {
  const table = await createTable('n int, t text');
  await using feed = await openFeed({ limits: { maxBytes: 200_000, maxAgeSeconds: 3600 } });
  for (let n = 1; n <= 20; n += 1) {
    await rows(`insert into ${table.sql} (n, t) values (${n}, repeat('x', 40000))`);
  }
  await feed.until(20);
  await feed.inside((it) => it.trim());
  const through = (await feed.inside((it) => it.status())).cursor;
  const gap = { gap: expect.any(String), cursor: through };
  for (const since of [feed.from, 'k3f9q2:00000000019A3B28:0000000A', 'nonsense', '']) {
    expect(
      await feed.inside((it) => it.replay({ relid: table.relid, userId: undefined, since, through })),
    ).toEqual(gap);
  }
  const status = await feed.inside((it) => it.status());
  expect(status.log.bytes).toBeLessThan(200_000);
  const kept = await replayAll(feed, table.relid, status.log.oldest ?? '', through);
  expect(numbersOf(kept).at(-1)).toBe(20);
  expect(kept.length).toBeGreaterThan(2);
});
