import { internalHeaders } from '@selfdb/server/http/internal';
import type { RealtimeBindings } from '../../bindings.ts';
import type { Cursor, FeedHealth, FeedStatus, Replay, ReplayRange } from '../../change.ts';
import { feedStub } from '../stub.ts';
import { readReplay } from './packet.ts';

/** The path of the feed in the worker that runs it. */
export const FEED_PATH = '/internal/feed/';

/**
 * Calls the feed: in another process on your own machine, so that reading Postgres' log and sending to sockets
 * do not wait for each other, and an object of the same worker elsewhere. Every method throws if the feed
 * cannot be reached.
 */
export class FeedClient {
  readonly #bindings: RealtimeBindings;
  readonly #secret: string;

  constructor(bindings: RealtimeBindings, internalSecret: string) {
    this.#bindings = bindings;
    this.#secret = internalSecret;
  }

  /** A WebSocket that first sends the start cursor, then every batch after it. */
  async attach(reader: string): Promise<WebSocket> {
    const { webSocket } = await this.#ask('attach', { reader }, { Upgrade: 'websocket' });
    if (!webSocket) throw new Error('the feed opened no socket');
    return webSocket;
  }

  /** Whether a reader with this name is attached. */
  async ping(reader: string): Promise<boolean> {
    return (await this.#ask('ping', { reader })).json();
  }

  /**
   * The last change, after everything committed before a position has arrived; undefined if it belongs to
   * another history.
   */
  async reach(position: Cursor): Promise<Cursor | undefined> {
    return (await (await this.#ask('reach', { position })).json<Cursor | null>()) ?? undefined;
  }

  /**
   * A page of one table's stored changes after `since` up to and including `through`. `after` is the `next` of
   * the page before.
   */
  async replay({ relid, userId = '', since, through }: ReplayRange, after: Cursor = ''): Promise<Replay> {
    const page = await this.#ask('replay', { relid: String(relid), user: userId, since, through, after });
    return readReplay(await page.text());
  }

  async health(): Promise<FeedHealth> {
    return (await this.#ask('health')).json();
  }

  async status(): Promise<FeedStatus> {
    return (await this.#ask('status')).json();
  }

  async #ask(what: string, query: Record<string, string> = {}, headers: HeadersInit = {}): Promise<Response> {
    const feed = this.#bindings.FEED_SERVICE ?? feedStub(this.#bindings);
    const response = await feed.fetch(`http://feed${FEED_PATH}${what}?${new URLSearchParams(query)}`, {
      headers: { ...headers, ...(await internalHeaders(this.#secret)) },
    });
    if (response.status !== 101 && !response.ok) throw new Error(`the feed answered ${response.status}`);
    return response;
  }
}
