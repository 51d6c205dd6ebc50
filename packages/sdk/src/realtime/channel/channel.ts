import { SelfDBError } from '../../errors.ts';
import type { RequestOptions } from '../../http/request-options.ts';
import type { PhoenixFrame } from '../connection/frame.ts';
import type { ChannelSession, ChannelState } from './channel-session.ts';
import { isReceived } from './cursor.ts';
import { type ChannelEvents, isChange, toBroadcastPayload, toChangePayload, toGapPayload } from './events.ts';
import { Listeners } from './listeners.ts';
import {
  applyPresenceDiff,
  type PresenceChange,
  type PresenceList,
  readPresences,
  replacePresences,
} from './presence.ts';
import { waitForCursor } from './wait-for-cursor.ts';

/** The changes of a table (`table:books`), or a room (`room:lobby`) with messages and presence. */
export class RealtimeChannel<Row = Record<string, unknown>> {
  readonly topic: string;
  readonly #session: ChannelSession;
  readonly #listeners = new Listeners<ChannelEvents<Row>>();
  readonly #lastWrite: () => string | undefined;
  #presences: PresenceList = {};
  #tracked: Record<string, unknown> | undefined;

  /** Use `realtime.channel(topic)`. `lastWrite` is the cursor of the client's latest write. */
  constructor(session: ChannelSession, lastWrite: () => string | undefined) {
    this.topic = session.topic;
    this.#session = session;
    this.#lastWrite = lastWrite;
    session.listener = {
      onJoin: () => this.#join(),
      onFrame: (frame) => this.#receive(frame),
      onLoss: () => this.#listeners.emit('loss', {}),
      onClose: (reason) => this.#listeners.emit('close', { reason }),
    };
  }

  /**
   * Adds a listener. `*` stands for INSERT, UPDATE and DELETE.
   *
   * @example
   * const channel = selfdb.realtime
   *   .channel(`table:${table.name}`)
   *   .on('INSERT', (change) => console.log(change.new))
   *   .on('gap', ({ reason }) => console.log(reason));
   */
  on<Name extends keyof ChannelEvents<Row>>(
    event: Name,
    listener: (payload: ChannelEvents<Row>[Name]) => void,
  ): this {
    this.#session.isInUse = true;
    this.#listeners.add(event, listener);
    return this;
  }

  /**
   * Removes a listener, or all listeners of an event.
   *
   * @example
   * const channel = selfdb.realtime.channel(`table:${table.name}`);
   * const log = (change: unknown) => console.log(change);
   * channel.on('*', log).off('*', log);
   */
  off<Name extends keyof ChannelEvents<Row>>(
    event: Name,
    listener?: (payload: ChannelEvents<Row>[Name]) => void,
  ): this {
    this.#listeners.remove(event, listener);
    return this;
  }

  /**
   * Joins the channel, and connects first if necessary. From then on it joins again by itself and receives what it missed.
   * Throws SelfDBError with the server's reason if it refuses, and APIConnectionError.
   *
   * @example
   * const channel = selfdb.realtime.channel(`table:${table.name}`);
   * await channel.on('*', (change) => console.log(change.event, change.new ?? change.old)).subscribe();
   */
  subscribe(): Promise<void> {
    return this.#session.subscribe();
  }

  /**
   * Leaves the channel. `realtime.channel(topic)` returns a new one afterwards.
   *
   * @example
   * const channel = selfdb.realtime.channel(`table:${table.name}`);
   * await channel.subscribe();
   * await channel.unsubscribe();
   */
  unsubscribe(): Promise<void> {
    this.#presences = {};
    return this.#session.unsubscribe();
  }

  /**
   * `closed`, `joining` (also while the connection is being restored), `joined` or `leaving`.
   *
   * @example
   * console.log(selfdb.realtime.channel(`table:${table.name}`).getState());
   */
  getState(): ChannelState {
    return this.#session.state;
  }

  /** How far the channel has come. Pass it as `since` to continue in another process. */
  get cursor(): string | undefined {
    return this.#session.cursor;
  }

  /**
   * Resolves after the listeners were called for every change up to a cursor, such as the header `X-SelfDB-Cursor` of a
   * write. Throws if the cursor is of an earlier history of the feed, and after `timeout`.
   *
   * @example
   * const channel = selfdb.realtime.channel(`table:${table.name}`);
   * await channel.subscribe();
   * await selfdb.tables.data.insert(table.id, { title: 'Dune' });
   * const { lastCursor } = selfdb.client;
   * if (lastCursor) await channel.waitForCursor(lastCursor);
   */
  waitForCursor(cursor: string, options?: RequestOptions): Promise<void> {
    return waitForCursor(this.#session, cursor, options);
  }

  /**
   * Resolves after the listeners were called for everything that this client has written.
   *
   * @example
   * const titles: unknown[] = [];
   * const channel = selfdb.realtime.channel(`table:${table.name}`);
   * await channel.on('INSERT', (change) => titles.push(change.new?.title)).subscribe();
   * await selfdb.tables.data.insert(table.id, { title: 'Dune' });
   * await channel.sync();
   * console.log(titles); // ['Dune']
   */
  async sync(options?: RequestOptions): Promise<void> {
    const cursor = this.#lastWrite();
    if (cursor !== undefined) await this.waitForCursor(cursor, options);
  }

  /**
   * Sends a message to the others in a room. Resolves when the server has taken it.
   *
   * @example
   * const room = selfdb.realtime.channel('room:lobby');
   * await room.on('broadcast', ({ event, payload }) => console.log(event, payload)).subscribe();
   * await room.send('greeting', { text: 'Hello' });
   */
  async send(event: string, payload: unknown = {}): Promise<void> {
    await this.#ask('broadcast', { type: 'broadcast', event, payload });
  }

  /**
   * Makes you present in a room with some data, until `untrack` or `unsubscribe`.
   *
   * @example
   * const room = selfdb.realtime.channel('room:lobby');
   * await room.on('presence', ({ state }) => console.log(Object.keys(state))).subscribe();
   * await room.track({ name: 'Ada' });
   */
  async track(data: Record<string, unknown> = {}): Promise<void> {
    this.#tracked = data;
    // It is sent with every join.
    if (this.getState() !== 'joined') return this.#session.whenJoined();
    await this.#ask('presence', { event: 'track', payload: data });
  }

  /**
   * Ends your presence in a room. You still receive its messages.
   *
   * @example
   * const room = selfdb.realtime.channel('room:lobby');
   * await room.subscribe();
   * await room.track();
   * await room.untrack();
   */
  async untrack(): Promise<void> {
    this.#tracked = undefined;
    await this.#ask('presence', { event: 'untrack' });
  }

  /**
   * Who is in the room, by key.
   *
   * @example
   * const room = selfdb.realtime.channel('room:lobby');
   * await room.subscribe();
   * for (const [key, metas] of Object.entries(room.presenceState())) console.log(key, metas.length);
   */
  presenceState(): PresenceList {
    return this.#presences;
  }

  async #ask(event: string, payload: Record<string, unknown>): Promise<void> {
    const { isOk, reason } = await this.#session.ask(event, payload);
    if (!isOk) throw new SelfDBError(reason);
  }

  #join(): void {
    if (this.#tracked) this.track(this.#tracked).catch(() => {});
    this.#listeners.emit('join', { cursor: this.cursor });
  }

  #receive(frame: PhoenixFrame): void {
    const { event, payload } = frame;
    if (isChange(event)) {
      const change = toChangePayload<Row>(event, payload);
      if (isReceived(change.cursor, this.cursor)) return;
      this.#session.cursor = change.cursor;
      this.#listeners.emit(event, change);
      this.#listeners.emit('*', change);
    } else if (event === 'gap') this.#gap(frame);
    else if (event === 'broadcast') this.#listeners.emit('broadcast', toBroadcastPayload(payload));
    else if (event === 'presence_state')
      this.#present(replacePresences(this.#presences, readPresences(payload)));
    else if (event === 'presence_diff') this.#present(applyPresenceDiff(this.#presences, payload));
  }

  #gap(frame: PhoenixFrame): void {
    const gap = toGapPayload(frame);
    this.#session.cursor = gap.cursor;
    if (this.#listeners.emit('gap', gap) > 0) return;
    console.warn(`${this.topic}: ${gap.reason} Listen to "gap" to read the rows again.`);
  }

  #present(change: PresenceChange): void {
    this.#presences = change.state;
    this.#listeners.emit('presence', change);
  }
}
