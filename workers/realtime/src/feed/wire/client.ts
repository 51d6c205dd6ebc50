import { internalHeaders } from '@selfdb/shared/http/internal';
import type { RealtimeBindings } from '../../bindings.ts';
import type { Cursor, FeedHealth, FeedStatus, Replay, ReplayRange } from '../../change.ts';
import { feedStub } from '../stub.ts';
import { readReplay } from './packet.ts';

/** Where the feed answers, behind the worker that has it. */
export const FEED_PATH = '/internal/feed/';

/**
 * Asks the feed, wherever it is: in another process on one's own box, so that reading Postgres' log and sending to sockets
 * don't wait for each other, and an object of the same worker elsewhere. Everything throws when the feed can't be reached.
 */
export class FeedClient {
  readonly #bindings: RealtimeBindings;
  readonly #secret: string;

  constructor(bindings: RealtimeBindings, internalSecret: string) {
    this.#bindings = bindings;
    this.#secret = internalSecret;
  }

  /** A WebSocket over which everything is brought from now on: first the cursor behind which it is, then batches. */
  async attach(reader: string): Promise<WebSocket> {
    const { webSocket } = await this.#ask('attach', { reader }, { Upgrade: 'websocket' });
    if (!webSocket) throw new Error('the feed has opened no socket');
    return webSocket;
  }

  /** Whether the reader of that name is attached. */
  async ping(reader: string): Promise<boolean> {
    return (await this.#ask('ping', { reader })).json();
  }

  /** The last change when everything committed before a place has come; undefined when it is of another history. */
  async reach(place: Cursor): Promise<Cursor | undefined> {
    return (await (await this.#ask('reach', { place })).json<Cursor | null>()) ?? undefined;
  }

  /** A page of what is kept of one table behind `since` up to and with `through`; `after` is the `next` of the page before. */
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
    if (response.status !== 101 && !response.ok) throw new Error(`the feed has answered ${response.status}`);
    return response;
  }
}
