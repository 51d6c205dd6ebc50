import { APIConnectionError } from '../errors.ts';
import type { RealtimeChannel } from '../realtime/channel/channel.ts';
import type { ChangePayload } from '../realtime/channel/events.ts';
import type { SelfDBClient } from './client.ts';

/** What a live list hears of its table. */
export interface FeedListener {
  /** From now on every change arrives. What was there before has to be read. */
  onStart(): void;
  onChange(change: ChangePayload): void;
  /** Whether changes arrive at the moment. Those of a time without arrive later. */
  onLive(isLive: boolean): void;
  /** No change arrives any more. */
  onFailure(error: Error): void;
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;

/** The changes of a table, for all its live lists. A topic has one channel per client, so they share it. */
export class TableFeed {
  readonly #client: SelfDBClient;
  readonly #topic: string;
  readonly #listeners = new Set<FeedListener>();
  readonly #onEmpty: () => void;
  #leave: () => void = () => {};
  #isJoined = false;
  #failure: Error | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;

  constructor(client: SelfDBClient, table: string, onEmpty: () => void) {
    this.#client = client;
    this.#topic = `table:${table}`;
    this.#onEmpty = onEmpty;
  }

  add(listener: FeedListener): void {
    this.#listeners.add(listener);
    if (this.#isJoined) listener.onStart();
    else if (this.#failure) this.reopen();
    else if (this.#listeners.size === 1) this.#open();
  }

  remove(listener: FeedListener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#close();
    this.#onEmpty();
  }

  /** Tries again at once, if it has failed. */
  reopen(): void {
    if (!this.#failure || this.#listeners.size === 0) return;
    this.#attempts = 0;
    this.#open();
  }

  /** Resolves when the listeners have heard of everything that this client has written. */
  async sync(): Promise<void> {
    if (this.#listeners.size > 0 && !this.#failure) await this.#client.realtime.channel(this.#topic).sync();
  }

  #open(): void {
    this.#close();
    let channel: RealtimeChannel;
    try {
      // With options, another filter on this topic is refused.
      channel = this.#client.realtime.channel(this.#topic, {});
    } catch (error) {
      this.#fail(error);
      return;
    }
    const live = (isLive: boolean) => () => this.#each((listener) => listener.onLive(isLive));
    const listeners = {
      '*': (change: ChangePayload) => this.#each((listener) => listener.onChange(change)),
      gap: () => this.#each((listener) => listener.onStart()),
      join: live(true),
      loss: live(false),
      close: ({ reason }: { reason: string }) => this.#fail(new APIConnectionError(reason)),
    };
    const names = Object.keys(listeners) as (keyof typeof listeners)[];
    for (const name of names) channel.on(name, listeners[name] as never);
    let isCurrent = true;
    this.#leave = () => {
      isCurrent = false;
      for (const name of names) channel.off(name, listeners[name] as never);
      void channel.unsubscribe();
    };
    channel.subscribe().then(
      () => isCurrent && this.#start(),
      (error: unknown) => isCurrent && this.#fail(error),
    );
  }

  #start(): void {
    this.#isJoined = true;
    this.#attempts = 0;
    this.#each((listener) => listener.onStart());
  }

  #fail(error: unknown): void {
    this.#close();
    this.#failure = error instanceof Error ? error : new Error(String(error));
    const failure = this.#failure;
    this.#each((listener) => listener.onFailure(failure));
    // A right that was lost may be back at once, as after another sign-in. A refusal is final.
    if (!(error instanceof APIConnectionError)) return;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#attempts, MAX_PAUSE_MS);
    this.#attempts += 1;
    this.#timer = setTimeout(() => this.#open(), pause);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#isJoined = false;
    this.#failure = undefined;
    this.#leave();
    this.#leave = () => {};
  }

  #each(act: (listener: FeedListener) => void): void {
    for (const listener of [...this.#listeners]) act(listener);
  }
}

const feeds = new WeakMap<object, Map<string, TableFeed>>();

/** The feed of a table, which ends with its last listener. */
export function feedOf(client: SelfDBClient, table: string): TableFeed {
  const known = feeds.get(client.realtime) ?? new Map<string, TableFeed>();
  feeds.set(client.realtime, known);
  const feed = known.get(table) ?? new TableFeed(client, table, () => known.delete(table));
  known.set(table, feed);
  return feed;
}
