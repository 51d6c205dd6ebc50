import { runInDurableObject } from 'cloudflare:test';
import { createDatabase } from '@selfdb/server/db/database';
import { value } from '@selfdb/server/testing/postgres';
import { inject } from 'vitest';
import type { RealtimeBindings } from '../bindings.ts';
import type { Cursor, FeedItem, FeedReader } from '../change.ts';
import { Feed } from '../feed/feed.ts';
import { selectTypes } from '../feed/json/repository.ts';
import type { LogLimits } from '../feed/log/change-log.ts';
import { selectLogEnd } from '../feed/repository.ts';
import { feedStubOf } from './stubs.ts';

declare global {
  namespace Cloudflare {
    interface Env extends RealtimeBindings {}
  }
}

const TIMEOUT_MS = 30_000;
const LIMITS: LogLimits = { maxBytes: 256 * 1024 * 1024, maxAgeSeconds: 3600 };

interface FeedSetup {
  limits?: LogLimits;
  /** The object whose log the feed continues; a new one by default. */
  name?: string;
  /** Whether to wait until the feed streams. */
  streams?: boolean;
  /** Awaited each time after something has reached the disk. */
  afterSync?: (sql: SqlStorage) => Promise<void>;
}

/** A reader that keeps what it receives. */
export class Collector implements FeedReader {
  readonly items: FeedItem[] = [];
  through: Cursor = '';

  async deliver({ items, through }: { items: FeedItem[]; through: Cursor }): Promise<void> {
    // The first change of each table comes with `seen`.
    this.items.push(...items.filter((item) => !(item.type === 'table' && item.what === 'seen')));
    this.through = through;
  }

  /** Waits for this many items. Throws if they do not come. */
  async until(count: number): Promise<FeedItem[]> {
    await until(
      () => this.items.length >= count,
      () => `${this.items.length} of ${count} items came`,
    );
    return this.items;
  }
}

/** A feed in the storage and the context of a Durable Object, with a reader attached. */
export async function openFeed({
  limits = LIMITS,
  name = crypto.randomUUID(),
  streams = true,
  afterSync = async () => {},
}: FeedSetup = {}) {
  const stub = feedStubOf(name);
  const reader = new Collector();
  const feed = await runInDurableObject(stub, (_, { storage }) => {
    const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
    return new Feed({
      databaseUrl: inject('databaseUrl'),
      sql: storage.sql,
      sync: () => storage.sync().then(() => afterSync(storage.sql)),
      limits,
      describeTypes: (oids) => selectTypes(db, oids),
      findLogEnd: () => selectLogEnd(db),
      report: () => {},
    });
  });
  /** Runs a function in the context of the object. */
  const inside = <T>(work: (feed: Feed, sql: SqlStorage) => T | Promise<T>): Promise<T> =>
    runInDurableObject(stub, (_, { storage }) => work(feed, storage.sql));
  await inside(() => feed.start());
  const from = streams ? await inside(() => feed.attach('reader', reader)) : '';
  const isStreaming = async () => (await inside(() => feed.status())).state === 'streaming';
  if (streams) await until(isStreaming, () => 'it does not stream');
  const stop = async () => {
    await inside(() => feed.stop());
    // Postgres may notice later, and keeps the slot until then.
    if (streams) await until(isSlotFree, () => 'the slot is still read');
  };
  return {
    name,
    from,
    reader,
    inside,
    stop,
    until: (count: number) => reader.until(count),
    [Symbol.asyncDispose]: stop,
  };
}

async function isSlotFree(): Promise<boolean> {
  return (await value('select exists (select from pg_replication_slots where active)')) === false;
}

export async function until(isSo: () => boolean | Promise<boolean>, why: () => string): Promise<void> {
  const end = Date.now() + TIMEOUT_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(why());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
