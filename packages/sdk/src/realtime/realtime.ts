import { SelfDBError } from '../errors.ts';
import type { SentBroadcast } from '../generated/types.gen.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { RealtimeChannel } from './channel/channel.ts';
import { ChannelSession } from './channel/channel-session.ts';
import { Listeners } from './channel/listeners.ts';
import type { ChannelOptions } from './channel/options.ts';
import {
  Connection,
  type ConnectionStatus,
  type RealtimeSetup,
  type RealtimeState,
} from './connection/connection.ts';
import type { Timing } from './connection/timing.ts';

interface Entry {
  session: ChannelSession;
  /** A RealtimeChannel, whose type of rows only the caller knows. */
  channel: unknown;
}

/** Committed changes of tables, and rooms with messages and presence, over one WebSocket. */
export class Realtime {
  readonly #connection: Connection;
  readonly #timing: Timing;
  readonly #lastCursor: () => string | undefined;
  readonly #broadcast: RealtimeSetup['broadcast'];
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Listeners<{ status: ConnectionStatus }>();

  constructor(setup: RealtimeSetup, lastCursor: () => string | undefined) {
    this.#lastCursor = lastCursor;
    this.#broadcast = setup.broadcast;
    this.#connection = new Connection(setup, {
      onOpen: (socket) => this.#each((session) => void session.join(socket)),
      onFrame: (frame) => this.#entries.get(frame.topic)?.session.receive(frame),
      onLoss: () => this.#each((session) => session.lose()),
      onEnd: (error) => this.#each((session) => session.end(toError(error))),
      onStatus: (status) => this.#listeners.emit('status', status),
    });
    this.#timing = setup.timing;
  }

  /**
   * Opens the connection. `subscribe` does so by itself. Once open, it is restored whenever it breaks. Throws
   * APIConnectionError if the server cannot be reached, and AuthenticationError if it refuses the key or the token.
   *
   * @example
   * await selfdb.realtime.connect();
   */
  connect(): Promise<void> {
    return this.#connection.connect();
  }

  /**
   * Closes the connection and all channels.
   *
   * @example
   * await selfdb.realtime.disconnect();
   */
  async disconnect(): Promise<void> {
    const error = new SelfDBError('You disconnected.');
    this.#each((session) => session.end(error, true));
    await this.#connection.disconnect(error);
  }

  /**
   * The state of the connection.
   *
   * @example
   * console.log(selfdb.realtime.getState()); // 'disconnected', 'connecting', 'connected' or 'disconnecting'
   */
  getState(): RealtimeState {
    return this.#connection.status.state;
  }

  /**
   * Calls a listener with the state of the connection, now and whenever it changes: with the reason of a loss and the time of
   * the next attempt. Returns a function that removes the listener.
   *
   * @example
   * const stop = selfdb.realtime.onStatus(({ state, retryAt, reason }) => console.log(state, retryAt, reason));
   * stop();
   */
  onStatus(listener: (status: ConnectionStatus) => void): () => void {
    this.#listeners.add('status', listener);
    listener(this.#connection.status);
    return () => this.#listeners.remove('status', listener);
  }

  /**
   * The time that a message to the server and its answer take, in milliseconds. Throws APIConnectionError if the connection
   * is not open.
   *
   * @example
   * await selfdb.realtime.connect();
   * console.log(await selfdb.realtime.ping());
   */
  ping(): Promise<number> {
    return this.#connection.ping();
  }

  /**
   * The channel of a topic: `table:<name>` or `room:<name>`. A topic has one channel until you unsubscribe from it:
   * without options you get it as it is. Throws SelfDBError if it is in use with other options.
   *
   * @example
   * const channel = selfdb.realtime.channel<{ title: string; year: number }>(`table:${table.name}`, {
   *   filter: { year: { gte: 1966 } },
   *   events: ['INSERT'],
   * });
   * await channel.on('INSERT', (change) => console.log(change.new?.title)).subscribe();
   */
  channel<Row = Record<string, unknown>>(topic: string, options?: ChannelOptions<Row>): RealtimeChannel<Row> {
    const known = this.#entries.get(topic);
    const entry = known ?? this.#create(topic);
    const { session } = entry;
    if (options) {
      const isOther = JSON.stringify(options) !== JSON.stringify(session.options);
      if (known && isOther && (session.state !== 'closed' || session.isInUse)) {
        throw new SelfDBError(`${topic} has a channel with other options. Unsubscribe from it first.`);
      }
      session.options = options as ChannelOptions;
    }
    return entry.channel as RealtimeChannel<Row>;
  }

  /**
   * Sends a message to everyone in a room by a request, without joining the room: for servers and functions. `recipients` is the
   * number of sockets that got it. Throws AuthenticationError for a caller who is not signed in.
   *
   * @example
   * const { recipients } = await selfdb.realtime.broadcast('room:lobby', 'message', { text: 'Dinner is ready' });
   */
  broadcast(
    topic: string,
    event: string,
    payload: Record<string, unknown> = {},
    options?: RequestOptions,
  ): Promise<SentBroadcast> {
    return this.#broadcast({ topic, event, payload }, options);
  }

  /**
   * For programs with `tokens` of their own: tells that the token or the user has changed. The server gets the new token, or
   * the connection is opened again with it. Otherwise this is noticed within half a minute.
   *
   * @example
   * selfdb.realtime.renewToken();
   */
  renewToken(): void {
    this.#connection.renewToken().catch(() => {});
  }

  #create(topic: string): Entry {
    const session = new ChannelSession(topic, {
      timing: this.#timing,
      socket: () => this.#connection.socket,
      connect: () => this.#connection.connect(),
      register: () => this.#register(topic, entry),
      forget: () => this.#entries.get(topic) === entry && this.#entries.delete(topic),
    });
    const entry: Entry = { session, channel: new RealtimeChannel(session, this.#lastCursor) };
    this.#entries.set(topic, entry);
    return entry;
  }

  #register(topic: string, entry: Entry): void {
    const known = this.#entries.get(topic);
    if (known && known !== entry) {
      throw new SelfDBError(`${topic} has another channel by now. Get it with realtime.channel().`);
    }
    this.#entries.set(topic, entry);
  }

  #each(act: (session: ChannelSession) => void): void {
    for (const { session } of [...this.#entries.values()]) act(session);
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new SelfDBError(String(error));
}
