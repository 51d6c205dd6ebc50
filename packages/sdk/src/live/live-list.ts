import { APIConnectionError } from '../errors.ts';
import { wait } from '../http/deadline.ts';
import type { ChangePayload } from '../realtime/channel/events.ts';
import type { RowRead } from '../rows/read-rows.ts';
import type { SelfDBClient } from './client.ts';
import { type FeedListener, feedOf, type TableFeed } from './table-feed.ts';
import type { RowWindow } from './window/row-window.ts';
import type { TableShape } from './window/table-shape.ts';
import { WindowReader } from './window/window-reader.ts';

/** Between two reads, so that many changes at once cost few of them. */
const PAUSE_MS = 150;
const RETRY_MS = 2000;

/** What there is to show, besides the rows. */
export interface ListNews {
  isLoading?: boolean;
  isLive?: boolean;
  error?: Error | undefined;
}

/**
 * The first rows of a query, kept current. The table's channel is joined first and the rows are read afterwards, so that every
 * change is in the rows or arrives. What arrives during a read is applied to the rows that it gives.
 */
export class LiveList implements FeedListener {
  window: RowWindow | undefined;
  readonly #client: SelfDBClient;
  readonly #table: string;
  readonly #reader: WindowReader;
  readonly #show: (news: ListNews) => void;
  #feed: TableFeed | undefined;
  #run: AbortController | undefined;
  /** The changes since the read began that is going on. */
  #since: ChangePayload[] = [];
  #reading: Promise<void> | undefined;
  #isStale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Why the changes do not arrive. */
  #failure: Error | undefined;

  constructor(client: SelfDBClient, table: string, read: RowRead, show: (news: ListNews) => void) {
    this.#client = client;
    this.#table = table;
    this.#reader = new WindowReader(client, table, read);
    this.#show = show;
  }

  start(): void {
    this.#run = new AbortController();
    this.#feed = feedOf(this.#client, this.#table);
    this.#feed.add(this);
  }

  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#reading = undefined;
    this.#feed?.remove(this);
  }

  /** The table, as it was read last. */
  shape(): Promise<TableShape> {
    return this.#reader.shape(this.#run?.signal);
  }

  /** Reads the rows again, and joins again if the changes do not arrive. */
  refetch(): Promise<void> {
    this.#feed?.reopen();
    return this.#reread();
  }

  async loadMore(): Promise<void> {
    await this.#reading;
    const { window } = this;
    if (!window?.hasMore || this.#reading) return;
    this.#reader.grow(window);
    if (window.cursor === undefined) return this.#reread();
    await this.#exclusively(() => this.#readOn(window));
  }

  /** Another user sees other rows. */
  changeUser(isSignedOut: boolean): void {
    // Tokens that were stored earlier are noticed before the first read.
    if (!this.window && !this.#reading && !this.#failure) return;
    this.window = undefined;
    this.#reader.forget();
    this.#show({ isLoading: !isSignedOut, error: undefined });
    void this.refetch();
  }

  /** Resolves when everything that this program has written is in the rows. */
  async settle(): Promise<void> {
    const synced = await this.#feed?.sync().then(
      () => true,
      () => false,
    );
    if (!synced) await this.#reread();
  }

  onStart(): void {
    this.#failure = undefined;
    // After a gap the table may have other columns.
    this.#reader.forget();
    this.#show({ isLive: true });
    void this.#reread();
  }

  onLive(isLive: boolean): void {
    this.#show({ isLive });
    if (isLive && !this.window && !this.#reading) void this.#reread();
  }

  onFailure(error: Error): void {
    this.#failure = error;
    this.#show({ isLive: false, error });
    if (!this.window) void this.#reread();
  }

  onChange(change: ChangePayload): void {
    if (this.#reading) this.#since.push(change);
    const effect = this.window?.apply(change) ?? 'none';
    if (effect === 'unclear' && !this.#reading) {
      this.#timer ??= setTimeout(() => void this.#reread(), PAUSE_MS);
    }
    if (effect !== 'none') this.#show({});
  }

  #reread(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isStale = true;
    return this.#reading ?? this.#exclusively(() => this.#readUntilCurrent());
  }

  #exclusively(work: () => Promise<void>): Promise<void> {
    const run = this.#run;
    if (!run) return Promise.resolve();
    this.#since = [];
    const reading: Promise<void> = work()
      .catch((error: unknown) => run === this.#run && this.#fail(error))
      .then(() => {
        if (this.#reading !== reading) return;
        this.#reading = undefined;
        if (this.#isStale) this.#timer ??= setTimeout(() => void this.#reread(), PAUSE_MS);
      });
    this.#reading = reading;
    return reading;
  }

  async #readUntilCurrent(): Promise<void> {
    const run = this.#run;
    while (run && this.#isStale && run === this.#run) {
      this.#isStale = false;
      this.#since = [];
      const window = await this.#reader.read(run.signal);
      if (run !== this.#run) return;
      if (this.window) window.reuse(this.window.rows);
      this.#accept(window);
      if (this.#isStale) await wait(PAUSE_MS, run.signal);
    }
  }

  async #readOn(window: RowWindow): Promise<void> {
    const run = this.#run;
    if (!run) return;
    await this.#reader.readOn(window, run.signal);
    if (run === this.#run && window === this.window) this.#accept(window);
  }

  #accept(window: RowWindow): void {
    this.window = window;
    for (const change of this.#since) if (window.apply(change) === 'unclear') this.#isStale = true;
    this.#show({ isLoading: false, error: this.#failure });
  }

  #fail(error: unknown): void {
    this.#isStale = false;
    this.#show({ isLoading: false, error: error instanceof Error ? error : new Error(String(error)) });
    if (error instanceof APIConnectionError) {
      this.#timer ??= setTimeout(() => void this.#reread(), RETRY_MS);
    }
  }
}
