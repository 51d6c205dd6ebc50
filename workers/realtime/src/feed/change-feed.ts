import { DurableObject } from 'cloudflare:workers';
import { type Isolate, openIsolate } from '@selfdb/shared/http/bindings';
import { describeError, flushLog } from '@selfdb/shared/log';
import type { RealtimeBindings } from '../bindings.ts';
import type { Cursor, FeedStatus, Replay } from '../change.ts';
import { Feed } from './feed.ts';
import { selectTypes } from './json/repository.ts';
import { followCatalog, selectLogEnd } from './repository.ts';

/** How soon somebody looks after it whom the runtime has put away. */
const ALARM_EVERY_MS = 10_000;
const REACH_MS = 5000;

/** The one object that reads Postgres' log. It is called `feed`; an alarm keeps it alive and reading. */
export class ChangeFeed extends DurableObject<RealtimeBindings> {
  readonly #feed: Feed;
  readonly #isolate: Isolate;

  constructor(ctx: DurableObjectState, bindings: RealtimeBindings) {
    super(ctx, bindings);
    this.#isolate = openIsolate('realtime-feed', bindings);
    const { env, db, log } = this.#isolate;
    this.#feed = new Feed({
      databaseUrl: env.DATABASE_URL,
      sql: ctx.storage.sql,
      sync: () => ctx.storage.sync(),
      limits: { maxBytes: env.REALTIME_LOG_MAX_BYTES, maxAgeSeconds: env.REALTIME_LOG_MAX_AGE_SECONDS },
      describeTypes: (oids) => selectTypes(db, oids),
      findLogEnd: () => selectLogEnd(db),
      report: log,
    });
  }

  /**
   * Hands everything behind the cursor that it gives to the Hub of that name, in order and each once, until the Hub
   * fails or takes too long, or this process ends: `ping` tells.
   */
  async attach(shard: string): Promise<Cursor> {
    await this.#wake();
    return this.#feed.attach(shard, this.env.HUB.getByName(shard));
  }

  /** Whether the Hub of that name is attached. */
  async ping(shard: string): Promise<boolean> {
    await this.#wake();
    return this.#feed.isAttached(shard);
  }

  /** The last change that is kept. */
  async position(): Promise<Cursor> {
    await this.#wake();
    return this.#feed.position();
  }

  /** The last change when everything committed before a place has come; undefined when it is of another history. */
  async reach(place: Cursor): Promise<Cursor | undefined> {
    await this.#wake();
    return this.#feed.reach(place, REACH_MS);
  }

  /** A page of what is kept of one table behind `since` up to and with `through`; `after` is the `next` of the page before. */
  async replay(relid: number, since: Cursor, through: Cursor, after?: Cursor): Promise<Replay> {
    await this.#wake();
    return this.#feed.replay(relid, since, through, after);
  }

  /** What of `status` the health of the whole tells. */
  async health(): Promise<Pick<FeedStatus, 'state' | 'lag_bytes'>> {
    await this.#wake();
    return this.#feed.health();
  }

  async status(): Promise<FeedStatus> {
    await this.#wake();
    return this.#feed.status();
  }

  override async alarm(): Promise<void> {
    await this.#wake();
    this.#feed.trim();
    const { db, log } = this.#isolate;
    if (this.#feed.state === 'streaming') {
      await followCatalog(db).catch((error) => log('warn', 'catalog_not_followed', describeError(error)));
    }
    flushLog();
  }

  /** Begins to read, unless it does so already, and sees to it that the runtime comes again. */
  async #wake(): Promise<void> {
    this.#feed.start();
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now() + ALARM_EVERY_MS);
    }
  }
}
