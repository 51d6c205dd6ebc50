import type { Batch, Cursor, FeedItem } from '../../change.ts';
import { epochOf } from '../../feed/cursor.ts';
import { RefusedError } from '../authorization/authorizations.ts';
import { type Ask, Authorizer } from '../authorization/authorizer.ts';
import type { HubCounts } from '../hub-stub.ts';
import type { PeerHubs } from '../rooms/peer-hubs.ts';
import { ROOM_PREFIX, Rooms } from '../rooms/rooms.ts';
import type { SocketLimits } from '../socket-limits.ts';
import { FeedLink, type RemoteFeed } from '../subscription/feed-link.ts';
import { TABLE_PREFIX } from '../tables/table-channel.ts';
import { Tables } from '../tables/tables.ts';
import { type Frame, refuse, reply } from './frame.ts';
import { readMessage, type SocketMessage, UnacceptableError } from './message.ts';
import { type RenewTokenSetup, renewToken } from './renew-token.ts';
import { type AskTcpSendQueues, SendQueueMonitor } from './send-queue-monitor.ts';
import { CLOSE, Socket, TOO_SLOW, type Visitor, type Wire } from './socket.ts';

export interface ConnectionsSetup extends Pick<RenewTokenSetup, 'openToken'> {
  shard: string;
  limits: SocketLimits;
  feed: RemoteFeed;
  peers: PeerHubs;
  ask: Ask;
  /** Whether a user with this id exists. */
  isUser(id: string): Promise<boolean>;
  /** Asks the kernel what clients have not received yet, if it can tell. */
  askTcpSendQueues?: AskTcpSendQueues | undefined;
  /** Called after the topics of a socket have changed. */
  changed(socket: Socket): void;
  now(): number;
  report(error: unknown): void;
}

const SILENCE_TIMEOUT_MS = 60_000;
/** Phoenix clients send a heartbeat 30 seconds after they have read the reply to the previous one. */
const HEARTBEAT_TIMEOUT_MS = 40_000;
/** A client that keeps sending despite this many refusals is closed. */
const MAX_REFUSED_MESSAGES = 1000;
const UNMATCHED = 'unmatched topic';
const NOT_NOW = 'The token could not be checked. Try again shortly.';

/** The logic of a Hub: its sockets, their messages and the replies. The Hub itself only translates. */
export class Connections {
  readonly sockets = new Map<string, Socket>();
  readonly rooms: Rooms;
  readonly #setup: ConnectionsSetup;
  readonly #link: FeedLink;
  readonly #authorizer: Authorizer;
  readonly #tables: Tables;
  readonly #monitor: SendQueueMonitor;

  constructor(setup: ConnectionsSetup) {
    const { feed, shard, ask, isUser, askTcpSendQueues, limits, now, report, peers } = setup;
    this.#setup = setup;
    this.#authorizer = new Authorizer(ask, now);
    this.#link = new FeedLink({
      ...{ feed, shard },
      take: (item) => this.#take(item),
      missed: (since) => this.#missed(since),
    });
    const common = { authorizer: this.#authorizer, now, report };
    this.#tables = new Tables({ ...common, limits, feed, link: this.#link });
    this.rooms = new Rooms({ ...common, peers, isUser });
    this.#monitor = new SendQueueMonitor({
      limit: limits.maxBufferedBytes,
      ask: askTcpSendQueues ?? unknownQueues,
      now,
    });
  }

  /** Adds a socket of a client with that address and port. */
  open(id: string, wire: Wire, visitor: Visitor, address?: string): Socket {
    const { limits, askTcpSendQueues, now } = this.#setup;
    const peer = askTcpSendQueues && address;
    const socket = new Socket({ id, wire, visitor, limits, monitor: this.#monitor, peer, now: now() });
    this.sockets.set(id, socket);
    return socket;
  }

  /** Called when the connection of a socket has ended. */
  end(id: string): void {
    this.sockets.get(id)?.end();
    this.sockets.delete(id);
  }

  /** Handles a message of a client. */
  receive(socket: Socket, message: SocketMessage): void {
    const now = this.#setup.now();
    const { limits } = this.#setup;
    socket.heardAt = now;
    const tooMany = socket.bucket.take(now);
    try {
      if (tooMany > MAX_REFUSED_MESSAGES) throw new UnacceptableError(CLOSE.refused, 'Too many messages.');
      const frame = readMessage(message, limits.maxFrameBytes, socket.form);
      socket.form = frame.form;
      if (tooMany === 0) this.#handle(socket, frame);
      else socket.send(refuse(frame, `Send at most ${limits.messagesPerSecond} messages per second.`));
    } catch (error) {
      if (!(error instanceof UnacceptableError)) throw error;
      this.#close(socket, error.closeCode, error.message);
    }
  }

  #handle(socket: Socket, frame: Frame): void {
    if (frame.event === 'access_token') void this.#renewToken(socket, frame);
    else if (frame.topic === 'phoenix') this.#replyToPhoenix(socket, frame);
    else if (frame.event === 'phx_join') this.#join(socket, frame);
    else this.#pass(socket, frame);
  }

  #replyToPhoenix(socket: Socket, frame: Frame): void {
    const isHeartbeat = frame.event === 'heartbeat';
    socket.send(isHeartbeat ? reply(frame, 'ok') : refuse(frame, UNMATCHED));
    if (isHeartbeat) socket.sendQueue.markHeartbeat(this.#setup.now());
  }

  /** Handles a message for a channel. */
  #pass(socket: Socket, frame: Frame): void {
    const joined = socket.channels.get(frame.topic);
    // A different join reference means a channel that no longer exists.
    const channel = frame.joinRef === null || joined?.joinRef === frame.joinRef ? joined : undefined;
    if (frame.event === 'phx_leave') {
      socket.send(reply(frame, 'ok'));
      if (channel) socket.dismiss(channel, 'phx_close');
      this.#setup.changed(socket);
    } else if (channel) channel.receive(frame);
    else socket.send(refuse(frame, UNMATCHED));
  }

  #join(socket: Socket, frame: Frame): void {
    const before = socket.channels.get(frame.topic);
    // As in Phoenix, a new join replaces the old one.
    if (before) socket.dismiss(before, 'phx_close');
    const { maxJoins } = this.#setup.limits;
    const join = this.#joinOf(frame.topic);
    if (!join) socket.send(refuse(frame, UNMATCHED));
    else if (socket.channels.size >= maxJoins) {
      socket.send(refuse(frame, `A socket can join at most ${maxJoins} topics.`));
    } else void join(socket, frame).then(() => this.#setup.changed(socket));
  }

  #joinOf(topic: string): ((socket: Socket, frame: Frame) => Promise<void>) | undefined {
    if (topic.startsWith(TABLE_PREFIX)) return (socket, frame) => this.#tables.join(socket, frame);
    return topic.startsWith(ROOM_PREFIX) ? (socket, frame) => this.rooms.join(socket, frame) : undefined;
  }

  async #renewToken(socket: Socket, frame: Frame): Promise<void> {
    try {
      const { openToken } = this.#setup;
      const setup = { authorizer: this.#authorizer, openToken };
      socket.visitor = await renewToken(frame.payload, socket.visitor, setup);
      this.#setup.changed(socket);
      socket.send(reply(frame, 'ok'));
    } catch (error) {
      if (!(error instanceof RefusedError)) this.#setup.report(error);
      socket.send(refuse(frame, error instanceof RefusedError ? error.message : NOT_NOW));
    }
  }

  deliver(batch: Batch): Promise<void> {
    return this.#link.deliver(batch);
  }

  /** Looks for a lost feed as long as there are sockets. */
  seekFeed(): Promise<void> {
    return this.#link.seek(() => this.sockets.size > 0);
  }

  #take(item: FeedItem): void {
    if (item.type === 'rights') {
      this.#authorizer.note(item);
      this.#tables.change(item);
      this.rooms.change(item);
      return;
    }
    if (item.type === 'gap') {
      if (epochOf(item.cursor) !== epochOf(this.#link.cursor)) this.#authorizer.forget();
      void this.rooms.missed();
    }
    this.#tables.take(item);
  }

  #missed(since: Cursor): void {
    void this.#tables.missed(since);
    void this.rooms.missed();
  }

  /**
   * Closes sockets that are silent or whose token has expired, and checks the feed. Call it every few seconds.
   */
  async sweep(): Promise<void> {
    const now = this.#setup.now();
    for (const socket of this.sockets.values()) {
      const { expiresAt } = socket.visitor;
      if (expiresAt !== null && expiresAt <= now) {
        this.#close(socket, CLOSE.refused, 'The token has expired. Reconnect with a new one.');
      } else if (socket.heardAt + SILENCE_TIMEOUT_MS <= now) {
        socket.cut('No message for 60 seconds. Send heartbeats.');
      } else if (!socket.hasRoom && socket.sendQueue.lastReadAt + HEARTBEAT_TIMEOUT_MS <= now) {
        socket.cut(TOO_SLOW);
      }
      if (!socket.isOpen) this.sockets.delete(socket.id);
    }
    this.#authorizer.forgetOld();
    this.#tables.settle();
    if (this.sockets.size > 0) await this.#link.ensure();
    else this.rest();
  }

  /** Detaches from the feed when no client listens. */
  rest(): void {
    this.#link.rest();
  }

  /** The time at which the next token expires. */
  get nextExpiry(): number {
    let soonest = Number.POSITIVE_INFINITY;
    for (const { visitor } of this.sockets.values())
      soonest = Math.min(soonest, visitor.expiresAt ?? soonest);
    return soonest;
  }

  get counts(): HubCounts {
    let channels = 0;
    for (const socket of this.sockets.values()) channels += socket.channels.size;
    return { connections: this.sockets.size, channels };
  }

  #close(socket: Socket, code: number, reason: string): void {
    socket.close(code, reason);
    this.sockets.delete(socket.id);
  }
}

/** Without a kernel to ask, no address is known. */
async function unknownQueues() {
  return {};
}
