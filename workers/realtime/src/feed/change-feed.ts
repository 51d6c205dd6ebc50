import { DurableObject } from 'cloudflare:workers';
import { followCatalog, followTables } from '@selfdb/server/db/follow-catalog';
import { type Isolate, openIsolate } from '@selfdb/server/http/bindings';
import { describeError, flushLog } from '@selfdb/server/log';
import type { RealtimeBindings } from '../bindings.ts';
import { Feed } from './feed.ts';
import { selectTypes } from './json/repository.ts';
import { selectLogEnd } from './repository.ts';
import { FEED_PATH } from './wire/client.ts';
import { writeReplay } from './wire/packet.ts';
import { SocketReader } from './wire/socket-reader.ts';

/** How soon the alarm wakes an object that the runtime has evicted. */
const ALARM_EVERY_MS = 10_000;
/** How soon listeners learn about changes of columns and partitions that did not come through the API. */
const TABLES_EVERY_MS = 2000;
const REACH_MS = 5000;
const MAX_POLL_MS = 30_000;

/** The only object that reads Postgres' log, named `feed`. An alarm keeps it alive. */
export class ChangeFeed extends DurableObject<RealtimeBindings> {
  readonly #feed: Feed;
  readonly #isolate: Isolate<'realtime'>;
  #timer: ReturnType<typeof setInterval> | undefined;
  #followsTables = false;

  constructor(ctx: DurableObjectState, bindings: RealtimeBindings) {
    super(ctx, bindings);
    this.#isolate = openIsolate('realtime', bindings, 'realtime-feed');
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

  /** Answers a `FeedClient`, which documents the requests. */
  override async fetch(request: Request): Promise<Response> {
    await this.#wake();
    const { pathname, searchParams } = new URL(request.url);
    const asked = (name: string) => searchParams.get(name) ?? '';
    switch (pathname.slice(FEED_PATH.length)) {
      case 'attach':
        return this.#attach(asked('reader'));
      case 'ping':
        return Response.json(this.#feed.isAttached(asked('reader')));
      case 'reach':
        return Response.json((await this.#feed.reach(asked('position'), REACH_MS)) ?? null);
      case 'changes': {
        const relids = new Set(asked('relids').split(',').map(Number));
        const waitMs = Math.min(Number(asked('wait_ms')), MAX_POLL_MS);
        return Response.json(
          await this.#feed.poll(asked('since'), relids, waitMs, asked('user') || undefined),
        );
      }
      case 'replay': {
        const range = { relid: Number(asked('relid')), since: asked('since'), through: asked('through') };
        const userId = asked('user') || undefined;
        return new Response(
          writeReplay(await this.#feed.replay({ ...range, userId }, asked('after') || undefined)),
        );
      }
      case 'health':
        return Response.json(await this.#feed.health());
      case 'status':
        return Response.json(await this.#feed.status());
      default:
        return new Response(null, { status: 404 });
    }
  }

  async #attach(name: string): Promise<Response> {
    const { 0: theirs, 1: ours } = new WebSocketPair();
    const reader = new SocketReader(ours, () => this.#feed.detach(name));
    reader.begin(await this.#feed.attach(name, reader));
    return new Response(null, { status: 101, webSocket: theirs });
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

  async #followTables(): Promise<void> {
    const { db, log } = this.#isolate;
    if (this.#followsTables || this.#feed.state !== 'streaming') return;
    this.#followsTables = true;
    await followTables(db).catch((error) => log('warn', 'tables_not_followed', describeError(error)));
    this.#followsTables = false;
  }

  /** Starts reading if it does not read yet, and sets the next alarm. */
  async #wake(): Promise<void> {
    this.#feed.start();
    this.#timer ??= setInterval(() => void this.#followTables(), TABLES_EVERY_MS);
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now() + ALARM_EVERY_MS);
    }
  }
}
