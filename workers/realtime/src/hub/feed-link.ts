import type { Batch, Cursor, FeedItem, Replay, ReplayRange } from '../change.ts';
import { epochOf } from '../feed/cursor.ts';
import { inTime } from '../in-time.ts';
import { isAfter, isLater, laterPlace } from './place.ts';

/** What the Hub asks of the change feed. */
export interface Feed {
  /** From now on everything behind the cursor that it gives is delivered. */
  attach(shard: string): Promise<Cursor>;
  /** Nothing more is to be brought. */
  leave(): void;
  /** Whether the Hub is attached. */
  ping(): Promise<boolean>;
  /** The last change when everything committed before a place has come; undefined when it is of another history. */
  reach(place: Cursor): Promise<Cursor | undefined>;
  replay(range: ReplayRange, after?: Cursor): Promise<Replay>;
}

export interface FeedLinkSetup {
  feed: Feed;
  shard: string;
  /** Takes the next item, in order. */
  take(item: FeedItem): void;
  /** The feed had lost sight of the Hub: what came behind the cursor, up to the present one, has not been taken. */
  missed(since: Cursor): void;
}

const PATIENCE_MS = 5000;
const SEEK_EVERY_MS = 200;
/** Clients of Phoenix wait 10 seconds for a reply. */
const REACH_MS = 8000;
/** A transaction of millions of rows may have to be read first. */
const COME_MS = 60_000;

/** Keeps the Hub attached to the feed, and knows how far it has come. */
export class FeedLink {
  readonly #setup: FeedLinkSetup;
  #cursor: Cursor | undefined;
  #checking: Promise<void> | undefined;
  #attaching: Promise<unknown> | undefined;
  #watchers: (() => void)[] = [];
  #coming: { place: Cursor; done: Promise<void> } | undefined;

  constructor(setup: FeedLinkSetup) {
    this.#setup = setup;
  }

  /** How far the Hub has come, which is before an item that it is just taking. Only meaningful once `ensure` has resolved. */
  get cursor(): Cursor {
    return this.#cursor ?? '';
  }

  /** Resolves when the Hub is attached. Throws when the feed does not answer in time. */
  ensure(): Promise<void> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = undefined;
    });
    return inTime(this.#checking, PATIENCE_MS, 'the feed does not answer');
  }

  /** Tries to get attached again, again and again, while somebody needs it. */
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

  /** Lets go of the feed, until `ensure`. */
  rest(): void {
    this.#cursor = undefined;
    this.#setup.feed.leave();
  }

  async #check(): Promise<void> {
    const { feed, shard, missed } = this.#setup;
    if (this.#cursor !== undefined && (await feed.ping())) return;
    const attaching = feed.attach(shard);
    // A delivery may overtake the answer.
    this.#attaching = attaching.catch(() => {});
    const cursor = await attaching;
    const before = this.#cursor;
    this.#cursor = cursor;
    if (before !== undefined) missed(before);
    this.#tellWatchers();
  }

  /**
   * Whether a place is of the history that the Hub is in, told once everything that was committed before it has come here.
   * Throws when that takes too long.
   */
  async reach(place: Cursor): Promise<boolean> {
    const end = Date.now() + REACH_MS;
    const through = await inTime(this.#setup.feed.reach(place), REACH_MS, 'the feed does not answer');
    while (through !== undefined && isLater(through, this.cursor)) {
      const more = new Promise<void>((resolve) => this.#watchers.push(resolve));
      await inTime(more, end - Date.now(), 'the Hub has not come so far');
    }
    return through !== undefined && epochOf(place) === epochOf(this.cursor);
  }

  /** Resolves when all that was committed before a place in Postgres' log has come here. Throws when it takes too long. */
  come(lsn: string): Promise<void> {
    const place = laterPlace(this.cursor, lsn);
    if (!this.#coming || isAfter(place, this.#coming.place)) {
      const coming = { place, done: this.#comeTo(lsn) };
      this.#coming = coming;
      coming.done.catch(() => {
        if (this.#coming === coming) this.#coming = undefined;
      });
    }
    return this.#coming.done;
  }

  async #comeTo(lsn: string): Promise<void> {
    const end = Date.now() + COME_MS;
    let place = laterPlace(this.cursor, lsn);
    while (place !== this.cursor && !(await this.reach(place).catch(() => false))) {
      if (Date.now() > end) throw new Error('the Hub has not come so far');
      await new Promise((resolve) => setTimeout(resolve, SEEK_EVERY_MS));
      place = laterPlace(this.cursor, lsn);
    }
  }

  #tellWatchers(): void {
    for (const tell of this.#watchers.splice(0)) tell();
  }

  /** Takes a batch; what has been taken already, and comes again from an attachment before, is left out. */
  async deliver({ items, through }: Batch): Promise<void> {
    await this.#attaching;
    if (this.#cursor === undefined) throw new Error('this Hub has forgotten that it is attached');
    for (const item of items) {
      // Only a gap begins another history: anything else of another one is late.
      const isNext =
        item.type === 'gap' ? isAfter(item.cursor, this.#cursor) : isLater(item.cursor, this.#cursor);
      if (!isNext) continue;
      this.#setup.take(item);
      this.#cursor = item.cursor;
    }
    if (isLater(through, this.#cursor)) this.#cursor = through;
    this.#tellWatchers();
  }
}
