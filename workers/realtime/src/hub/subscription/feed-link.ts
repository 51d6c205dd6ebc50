import type { Batch, Cursor, FeedItem, Replay, ReplayRange } from '../../change.ts';
import { epochOf } from '../../feed/cursor.ts';
import { withTimeout } from '../../with-timeout.ts';
import { isAfter, isLater, laterPosition } from './position.ts';

/** The change feed, as the Hub uses it. */
export interface RemoteFeed {
  /** From now on the feed delivers everything after the returned cursor. */
  attach(shard: string): Promise<Cursor>;
  /** Stops the deliveries. */
  leave(): void;
  /** Whether the Hub is attached. */
  ping(): Promise<boolean>;
  /**
   * The last change, after everything committed before a position has arrived; undefined if it belongs to
   * another history.
   */
  reach(position: Cursor): Promise<Cursor | undefined>;
  replay(range: ReplayRange, after?: Cursor): Promise<Replay>;
}

export interface FeedLinkSetup {
  feed: RemoteFeed;
  shard: string;
  /** Takes the next item, in order. */
  take(item: FeedItem): void;
  /** The Hub was detached: it has not received what came after the cursor, up to the current one. */
  missed(since: Cursor): void;
}

const TIMEOUT_MS = 5000;
const SEEK_EVERY_MS = 200;
/** Phoenix clients wait 10 seconds for a reply. */
const REACH_TIMEOUT_MS = 8000;
/** The feed may have to read a transaction of millions of rows first. */
const REACH_LSN_TIMEOUT_MS = 60_000;

/** Keeps the Hub attached to the feed, and knows its position. */
export class FeedLink {
  readonly #setup: FeedLinkSetup;
  #cursor: Cursor | undefined;
  #checking: Promise<void> | undefined;
  #attaching: Promise<unknown> | undefined;
  #waiters: (() => void)[] = [];
  #reaching: { position: Cursor; done: Promise<void> } | undefined;

  constructor(setup: FeedLinkSetup) {
    this.#setup = setup;
  }

  /** The position of the Hub, before an item that it is taking right now. Valid after `ensure` has resolved. */
  get cursor(): Cursor {
    return this.#cursor ?? '';
  }

  /** Resolves when the Hub is attached. Throws on timeout. */
  ensure(): Promise<void> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = undefined;
    });
    return withTimeout(this.#checking, TIMEOUT_MS, 'the feed does not answer');
  }

  /** Retries until the Hub is attached or no longer needs the feed. */
  async seek(isNeeded: () => boolean): Promise<void> {
    while (isNeeded()) {
      const isFound = await this.ensure().then(
        () => true,
        () => false,
      );
      if (isFound) return;
      await new Promise((resolve) => setTimeout(resolve, SEEK_EVERY_MS));
    }
  }

  /** Detaches from the feed until `ensure`. */
  rest(): void {
    this.#cursor = undefined;
    this.#setup.feed.leave();
  }

  async #check(): Promise<void> {
    const { feed, shard, missed } = this.#setup;
    if (this.#cursor !== undefined && (await feed.ping())) return;
    const attaching = feed.attach(shard);
    // A delivery may arrive before the response.
    this.#attaching = attaching.catch(() => {});
    const cursor = await attaching;
    const before = this.#cursor;
    this.#cursor = cursor;
    if (before !== undefined) missed(before);
    this.#wakeWaiters();
  }

  /**
   * Whether a position belongs to the Hub's history. Resolves after everything committed before it has arrived.
   * Throws on timeout.
   */
  async reach(position: Cursor): Promise<boolean> {
    const end = Date.now() + REACH_TIMEOUT_MS;
    const through = await withTimeout(
      this.#setup.feed.reach(position),
      REACH_TIMEOUT_MS,
      'the feed does not answer',
    );
    while (through !== undefined && isLater(through, this.cursor)) {
      const more = new Promise<void>((resolve) => this.#waiters.push(resolve));
      await withTimeout(more, end - Date.now(), 'the Hub has not reached this position');
    }
    return through !== undefined && epochOf(position) === epochOf(this.cursor);
  }

  /** Resolves when everything committed before a position in Postgres' log has arrived. Throws on timeout. */
  reachLsn(lsn: string): Promise<void> {
    const position = laterPosition(this.cursor, lsn);
    if (!this.#reaching || isAfter(position, this.#reaching.position)) {
      const reaching = { position, done: this.#pollLsn(lsn) };
      this.#reaching = reaching;
      reaching.done.catch(() => {
        if (this.#reaching === reaching) this.#reaching = undefined;
      });
    }
    return this.#reaching.done;
  }

  async #pollLsn(lsn: string): Promise<void> {
    const end = Date.now() + REACH_LSN_TIMEOUT_MS;
    let position = laterPosition(this.cursor, lsn);
    while (position !== this.cursor && !(await this.reach(position).catch(() => false))) {
      if (Date.now() > end) throw new Error('the Hub has not reached this position');
      await new Promise((resolve) => setTimeout(resolve, SEEK_EVERY_MS));
      position = laterPosition(this.cursor, lsn);
    }
  }

  #wakeWaiters(): void {
    for (const wake of this.#waiters.splice(0)) wake();
  }

  /** Takes a batch. Skips items that an earlier attachment has already delivered. */
  async deliver({ items, through }: Batch): Promise<void> {
    await this.#attaching;
    if (this.#cursor === undefined) throw new Error('this Hub is not attached');
    for (const item of items) {
      // Only a gap begins another history. Other items of another history are late.
      const isNext =
        item.type === 'gap' ? isAfter(item.cursor, this.#cursor) : isLater(item.cursor, this.#cursor);
      if (!isNext) continue;
      this.#setup.take(item);
      this.#cursor = item.cursor;
    }
    if (isLater(through, this.#cursor)) this.#cursor = through;
    this.#wakeWaiters();
  }
}
