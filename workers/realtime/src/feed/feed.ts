import { describeError, type Log } from '@selfdb/server/log';
import type { FeedChanges, FeedLoss } from '@selfdb/shared/realtime/feed-changes';
import type { Batch, Cursor, FeedHealth, FeedReader, FeedStatus, Replay, ReplayRange } from '../change.ts';
import { withTimeout } from '../with-timeout.ts';
import { epochOf, parseCursor } from './cursor.ts';
import type { Shown } from './decoder/transaction-writer.ts';
import type { DescribeTypes } from './json/catalog-types.ts';
import { ChangeLog, type LogLimits } from './log/change-log.ts';
import { bytesBetween, type Lsn } from './lsn.ts';
import { FeedDelivery } from './readers/feed-delivery.ts';
import { poll } from './readers/poll.ts';
import { TailCache } from './readers/tail-cache.ts';
import { Replicator } from './replication/replicator.ts';
import { SLOT } from './replication/slot-decision.ts';

const TRIM_EVERY_MS = 1000;
const LAG_TIMEOUT_MS = 1000;
const NOT_KEPT = 'The log does not go back that far. Reload the rows.';
const RIGHTS_CHANGED = 'Access to this table may have changed since then. Reload the rows.';

export interface FeedOptions {
  databaseUrl: string;
  sql: SqlStorage;
  /** Resolves when everything written so far is on disk. */
  sync(): Promise<void>;
  limits: LogLimits;
  describeTypes: DescribeTypes;
  /** How far Postgres has written its log. */
  findLogEnd(): Promise<Lsn>;
  report: Log;
}

/** The change feed: stores what Postgres sends and delivers it to all attached readers. */
export class Feed {
  readonly #options: FeedOptions;
  readonly #log: ChangeLog;
  readonly #tailCache: TailCache;
  readonly #replicator: Replicator;
  readonly #deliveries = new Map<string, FeedDelivery>();
  /** Called when more is visible. */
  readonly #waiting = new Set<() => void>();
  readonly #begun: Promise<void>;
  #begin: () => void = () => {};
  #trimmedAt = 0;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#log = new ChangeLog(options.sql, options.limits);
    this.#tailCache = new TailCache(this.#log.state ? this.#log.position : '');
    this.#begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    if (this.#log.state) this.#begin();
    const { databaseUrl, describeTypes, sync, report } = options;
    const show = (shown: Shown | undefined) => this.#takeShown(shown);
    this.#replicator = new Replicator({ databaseUrl, log: this.#log, describeTypes, sync, show, report });
  }

  /** Reads until `stop`. */
  start(): void {
    this.#replicator.start();
  }

  async stop(): Promise<void> {
    for (const name of [...this.#deliveries.keys()]) this.detach(name);
    await this.#replicator.stop();
  }

  /**
   * Delivers everything after the returned cursor to a reader. An earlier reader of the same name gets nothing
   * more.
   */
  async attach(name: string, reader: FeedReader): Promise<Cursor> {
    await this.#begun;
    this.detach(name);
    const from = this.#log.position;
    const lost = (error: unknown) => {
      this.#deliveries.delete(name);
      reader.end?.();
      this.#options.report('warn', 'feed_reader_lost', { reader: name, ...describeError(error) });
    };
    const next = (cursor: Cursor) => this.#next(cursor);
    this.#deliveries.set(name, new FeedDelivery({ reader, from, next, lost }));
    return from;
  }

  detach(name: string): void {
    this.#deliveries.get(name)?.detach();
    this.#deliveries.delete(name);
  }

  isAttached(name: string): boolean {
    return this.#deliveries.has(name);
  }

  /**
   * Resolves when everything committed before a position is stored. Returns the last change, or undefined if
   * the position belongs to another history. Throws after `timeoutMs`.
   */
  async reach(position: Cursor, timeoutMs: number): Promise<Cursor | undefined> {
    await this.#begun;
    const { epoch, lsn } = parseCursor(position) ?? {};
    if (lsn === undefined || epoch !== this.#log.state?.epoch) return undefined;
    await this.#replicator.progress.reach(lsn, timeoutMs);
    return this.#log.position;
  }

  /**
   * The changes of some tables after a cursor; waits for the first. Nothing is kept for the caller: it gets a loss if
   * the log no longer goes back to its cursor, or, with a user, if their rights have changed since.
   */
  async poll(
    since: Cursor,
    relids: ReadonlySet<number>,
    waitMs: number,
    userId?: string,
  ): Promise<FeedChanges> {
    const end = Date.now() + waitMs;
    await withTimeout(this.#begun, waitMs, 'the feed has not begun');
    const closed = userId === undefined ? [] : this.#closedSince(since, relids, userId);
    if (closed.length > 0) return { through: this.#log.position, changes: [], losses: closed };
    const isOver = () => Date.now() >= end;
    const next = (cursor: Cursor) => this.#next(cursor);
    let found = await poll({ since, relids, next, isOver });
    while (found.changes.length + found.losses.length === 0 && !isOver()) {
      if (this.#log.position <= found.through) await this.#waitForMore(end - Date.now());
      found = await poll({ since: found.through, relids, next, isOver });
    }
    return found;
  }

  #closedSince(since: Cursor, relids: ReadonlySet<number>, userId: string): FeedLoss[] {
    const cursor = this.#log.position;
    return [...relids]
      .filter((relid) => this.#log.haveRightsChanged({ relid, userId, since }))
      .map((relid) => ({ cursor, relid, reason: RIGHTS_CHANGED }));
  }

  #waitForMore(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.#waiting.add(done);
    });
  }

  /** A page of a table's stored changes in a range. `after` is the end of the page before. */
  async replay(range: ReplayRange, after?: Cursor): Promise<Replay> {
    await this.#begun;
    const page = this.#replay(range, after);
    if (typeof page !== 'string') return page;
    const isOfNow = epochOf(range.through) === epochOf(this.#log.position);
    return { gap: page, cursor: isOfNow ? range.through : this.#log.position };
  }

  /** The page, or the reason for a gap. */
  #replay(range: ReplayRange, after: Cursor | undefined): Exclude<Replay, { gap: string }> | string {
    const gap = this.#gapAfter(after ?? range.since);
    if (gap !== undefined) return gap;
    if (after === undefined && this.#log.haveRightsChanged(range)) return RIGHTS_CHANGED;
    return this.#log.replay(range, after ?? range.since);
  }

  get state(): FeedStatus['state'] {
    const { isStreaming, failure } = this.#replicator;
    return isStreaming ? 'streaming' : (failure?.state ?? 'connecting');
  }

  async health(): Promise<FeedHealth> {
    return { state: this.state, lag_bytes: this.#log.state ? await this.#lag() : null };
  }

  async status(): Promise<FeedStatus> {
    const { isStreaming, failure } = this.#replicator;
    const { state } = this.#log;
    return {
      ...(await this.health()),
      cursor: state ? this.#log.position : '',
      slot: SLOT,
      log: { bytes: this.#log.bytes, oldest: state ? this.#log.trimmed : null },
      skipped: this.#log.skipped,
      given_up: this.#log.givenUp ?? null,
      error: isStreaming ? null : (failure?.message ?? null),
    };
  }

  async #lag(): Promise<number | null> {
    try {
      const end = await withTimeout(
        this.#options.findLogEnd(),
        LAG_TIMEOUT_MS,
        'the database does not answer',
      );
      return Math.max(0, bytesBetween(this.#log.state?.position ?? end, end));
    } catch {
      return null;
    }
  }

  #takeShown(shown: Shown | undefined): void {
    this.#begin();
    if (shown) this.#tailCache.add(shown.items, shown.through);
    else this.#tailCache.restart(this.#log.position);
    for (const delivery of this.#deliveries.values()) delivery.wake();
    for (const wake of this.#waiting) wake();
    if (Date.now() - this.#trimmedAt >= TRIM_EVERY_MS) this.trim();
  }

  /** Deletes what is too old or too much, except what an attached reader still needs. */
  trim(): void {
    if (!this.#log.state) return;
    this.#trimmedAt = Date.now();
    const { epoch } = this.#log.state;
    const positions = [...this.#deliveries.values()].map(({ position }) => position);
    const slowest = positions.filter((position) => epochOf(position) === epoch).sort()[0];
    this.#log.trim(slowest ?? this.#log.position);
  }

  #next(cursor: Cursor): Batch | undefined {
    const reason = this.#gapAfter(cursor);
    if (reason !== undefined) {
      const through = epochOf(cursor) === this.#log.state?.epoch ? this.#log.trimmed : this.#log.start;
      return { items: [{ type: 'gap', cursor: through, reason }], through };
    }
    const cached = this.#tailCache.next(cursor);
    if (cached || cursor >= this.#log.position) return cached;
    const items = this.#log.read(cursor);
    return { items, through: items.at(-1)?.cursor ?? this.#log.position };
  }

  /** Why the changes after a cursor are incomplete; undefined if they are complete. */
  #gapAfter(cursor: Cursor): string | undefined {
    const { state, trimmed } = this.#log;
    const position = parseCursor(cursor);
    if (!state || position?.epoch !== state.epoch) return state?.reason ?? NOT_KEPT;
    return cursor < trimmed ? (state.gapReason ?? NOT_KEPT) : undefined;
  }
}
