import type { Batch, Cursor, Replay, ReplayRange } from '../../change.ts';
import type { FeedClient } from '../../feed/wire/client.ts';
import { readBatch } from '../../feed/wire/packet.ts';
import { Assembly, TAKEN } from '../../feed/wire/pieces.ts';
import type { RemoteFeed } from './feed-link.ts';

export interface FeedConnectionSetup {
  client: FeedClient;
  /** Takes a batch. The next one comes after it resolves. */
  deliver(batch: Batch): Promise<void>;
  /** The feed is gone, and its deliveries with it. */
  lost(): void;
  report(error: unknown): void;
}

/** The Hub's calls to the feed, and the socket over which the feed delivers batches one after the other. */
export class FeedConnection implements RemoteFeed {
  readonly #setup: FeedConnectionSetup;
  #socket: WebSocket | undefined;
  #name = '';

  constructor(setup: FeedConnectionSetup) {
    this.#setup = setup;
  }

  async attach(shard: string): Promise<Cursor> {
    this.leave();
    // Not the shard's name: an abandoned object or another process may still be attached with it.
    this.#name = `${shard}/${crypto.randomUUID()}`;
    const socket = await this.#setup.client.attach(this.#name);
    this.#socket = socket;
    return this.#listen(socket);
  }

  leave(): void {
    const before = this.#socket;
    this.#socket = undefined;
    before?.close(1000);
  }

  /** Resolves with the cursor after which everything comes. */
  #listen(socket: WebSocket): Promise<Cursor> {
    const { deliver, report } = this.#setup;
    const begun = Promise.withResolvers<Cursor>();
    const assembly = new Assembly();
    let isBegun = false;
    let taken = Promise.resolve();
    socket.addEventListener('message', ({ data }) => {
      const text = assembly.add(String(data));
      if (text === undefined || socket !== this.#socket) return;
      if (!isBegun) {
        isBegun = true;
        begun.resolve(text);
        return;
      }
      taken = taken.then(() => deliver(readBatch(text))).then(() => socket.send(TAKEN));
      // After a batch that was not taken, later batches must not be taken either.
      taken.catch((error) => {
        if (socket === this.#socket) report(error);
        this.#end(socket);
      });
    });
    const end = () => {
      begun.reject(new Error('the feed ended the connection'));
      this.#end(socket);
    };
    socket.addEventListener('close', end);
    socket.addEventListener('error', end);
    socket.accept();
    return begun.promise;
  }

  #end(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    socket.close(1000);
    this.#setup.lost();
  }

  async ping(): Promise<boolean> {
    return this.#socket !== undefined && this.#setup.client.ping(this.#name);
  }

  reach(position: Cursor): Promise<Cursor | undefined> {
    return this.#setup.client.reach(position);
  }

  replay(range: ReplayRange, after?: Cursor): Promise<Replay> {
    return this.#setup.client.replay(range, after);
  }
}
