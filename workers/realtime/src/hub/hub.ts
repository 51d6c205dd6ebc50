import { openAccessToken } from '@selfdb/server/auth/tokens';
import { type Isolate, openIsolate } from '@selfdb/server/http/bindings';
import { describeError, flushLog } from '@selfdb/server/log';
import { type Connection, type ConnectionContext, Server, type WSMessage } from 'partyserver';
import type { RealtimeBindings } from '../bindings.ts';
import { FeedClient } from '../feed/wire/client.ts';
import { isUser, selectRights } from './authorization/repository.ts';
import { closeCodeFor } from './connection/close-code.ts';
import { Connections } from './connection/connections.ts';
import { readPeer, readVisitor } from './connection/entry.ts';
import { type FrameForm, frameOf, type Ref } from './connection/frame.ts';
import { askTcpSendQueues } from './connection/send-queue-monitor.ts';
import { CLOSE, type Socket, type Visitor, type Wire } from './connection/socket.ts';
import { beginLifetime, cutAfter, endLifetime, endOf } from './connection/socket-lifetimes.ts';
import type { HubCounts } from './hub-stub.ts';
import type { RoomPresences } from './rooms/peer-hubs.ts';
import { PresenceSync } from './rooms/presence-sync.ts';
import { socketLimitsOf } from './socket-limits.ts';
import { FeedConnection } from './subscription/feed-connection.ts';

/** More often than the runtime evicts an idle object, which would lose its position in the feed. */
const SWEEP_EVERY_MS = 5000;
/** Time for a slow client to read why it is cut. */
const CUT_AFTER_MS = 2000;
/** Time for a dismissed client to send its close frame. After that it would stay open uncounted. */
const CLOSE_FRAME_TIMEOUT_MS = 10_000;
/** The runtime supports at most 32,768. */
const MAX_SOCKETS = 32_000;
/** For all Hubs, if no launcher has set a limit that the limit of open files allows. */
const DEFAULT_SOCKETS = 10_000;
const RESTARTED = 'Realtime has restarted. Join again.';

/** What the runtime stores for a socket while the Hub is evicted. `joined` is null if it does not fit. */
interface Kept {
  visitor: Visitor;
  peer: string | undefined;
  form: FrameForm | undefined;
  joined: { topic: string; joinRef: Ref }[] | null;
}

/** Holds sockets. Several Hubs share the load: the worker assigns each socket to one. */
export class Hub extends Server<RealtimeBindings> {
  static override options = { hibernate: true };

  readonly #isolate: Isolate<'realtime'>;
  readonly #connections: Connections;
  readonly #presenceSync: PresenceSync;
  readonly #maxSockets: number;

  constructor(ctx: DurableObjectState, bindings: RealtimeBindings) {
    super(ctx, bindings);
    this.#isolate = openIsolate('realtime', bindings, 'realtime-hub');
    const { env, db } = this.#isolate;
    const { SUPERVISOR } = bindings;
    const shard = String(ctx.id.name);
    const sockets = env.REALTIME_MAX_SOCKETS || DEFAULT_SOCKETS;
    this.#maxSockets = Math.min(Math.ceil(sockets / env.REALTIME_SHARDS), MAX_SOCKETS);
    this.#presenceSync = new PresenceSync(shard, env.REALTIME_SHARDS, (name) => bindings.HUB.getByName(name));
    this.#connections = new Connections({
      ...{ shard, limits: socketLimitsOf(env), peers: this.#presenceSync },
      feed: new FeedConnection({
        client: new FeedClient(bindings, env.INTERNAL_SECRET),
        deliver: (batch) => this.#connections.deliver(batch),
        lost: () => void this.#connections.seekFeed(),
        report: (error) => this.#report(error),
      }),
      ask: (questions) => selectRights(db, questions),
      isUser: (id) => isUser(db, id),
      askTcpSendQueues: SUPERVISOR && ((peers) => askTcpSendQueues(SUPERVISOR, peers)),
      openToken: (token) => openAccessToken(env.SECRET_KEY, token),
      changed: (socket) => this.#keep(socket),
      now: Date.now,
      report: (error) => this.#report(error),
    });
    for (const connection of this.getConnections<Kept>()) this.#wake(connection);
  }

  /** Opens a socket. */
  override async fetch(request: Request): Promise<Response> {
    try {
      // partyserver's own call would send the stack of an error to the client.
      await this.__unsafe_ensureInitialized();
      if (this.#connections.sockets.size >= this.#maxSockets) return new Response(null, { status: 503 });
      return await super.fetch(request);
    } catch (error) {
      this.#report(error);
      return new Response(null, { status: 503 });
    }
  }

  override async onConnect(connection: Connection<Kept>, { request }: ConnectionContext): Promise<void> {
    try {
      const socket = this.#connections.open(
        connection.id,
        this.#wireOf(connection),
        readVisitor(request),
        readPeer(request),
      );
      this.#keep(socket);
      beginLifetime(connection.id);
      await this.#sweepBy(socket.visitor.expiresAt ?? Number.POSITIVE_INFINITY);
    } catch (error) {
      this.#report(error);
      this.#dismiss(connection, CLOSE.restart, 'Try again shortly.');
    }
  }

  override onMessage(connection: Connection, message: WSMessage): void {
    const socket = this.#connections.sockets.get(connection.id);
    try {
      if (socket) this.#connections.receive(socket, message);
    } catch (error) {
      this.#report(error);
      socket?.close(CLOSE.restart, 'Something went wrong. Reconnect.');
    }
  }

  override onClose(connection: Connection, code: number, _reason: string, wasClean: boolean): void {
    this.#connections.end(connection.id);
    endLifetime(connection.id);
    const answer = closeCodeFor(code, wasClean);
    if (answer === CLOSE.protocol) connection.close(answer, 'This close code is not allowed.');
    else if (answer !== undefined) connection.close(answer);
  }

  /** On a protocol violation the runtime has sent a close frame; the client may not have. */
  override onError({ id }: Connection): void {
    this.#connections.end(id);
    cutAfter(id, CUT_AFTER_MS);
  }

  #dismiss(connection: Connection, code: number, reason: string): void {
    connection.close(code, reason);
    cutAfter(connection.id, CLOSE_FRAME_TIMEOUT_MS);
  }

  override async onAlarm(): Promise<void> {
    const now = Date.now();
    await this.#connections.sweep().catch((error) => this.#report(error));
    this.#presenceSync.announce(() => this.#connections.rooms.presences());
    for (const shard of this.#presenceSync.takeSilent(now))
      this.#connections.rooms.presentElsewhere(shard, [], true);
    if (this.#connections.sockets.size > 0) await this.#sweepBy(this.#connections.nextExpiry);
    flushLog();
  }

  /** Schedules a sweep in a few seconds, or at the given time if that is sooner. */
  async #sweepBy(time: number): Promise<void> {
    const at = Math.min(time, Date.now() + SWEEP_EVERY_MS);
    const due = await this.ctx.storage.getAlarm();
    if (due === null || due > at) await this.ctx.storage.setAlarm(at);
  }

  /** Releases everything that keeps the runtime from evicting the Hub. */
  rest(): void {
    this.#connections.rest();
  }

  status(): HubCounts {
    return this.#connections.counts;
  }

  /** A message for a room that did not come from a socket of this Hub. Answers the number of members that it was sent to. */
  async relay(topic: string, payloadText: string): Promise<number> {
    return this.#connections.rooms.relay(topic, payloadText);
  }

  /** The presences on another Hub. */
  async presentElsewhere(shard: string, rooms: RoomPresences, isAll: boolean): Promise<void> {
    this.#presenceSync.heard(shard, Date.now());
    this.#connections.rooms.presentElsewhere(shard, rooms, isAll);
  }

  /** Restores a socket that was open while the Hub was evicted. Its client has to join its channels again. */
  #wake(connection: Connection<Kept>): void {
    const kept = connection.state;
    if (!kept?.joined) {
      this.#dismiss(connection, CLOSE.restart, 'Realtime has restarted. Reconnect.');
      return;
    }
    const { visitor, peer, form = 'array', joined } = kept;
    const socket = this.#connections.open(connection.id, this.#wireOf(connection), visitor, peer);
    socket.form = kept.form;
    for (const { topic, joinRef } of joined) {
      const event = 'phx_error';
      socket.send(frameOf({ form, joinRef, topic }, event, { event })(JSON.stringify({ reason: RESTARTED })));
    }
    this.#keep(socket);
  }

  #wireOf(connection: Connection): Wire {
    return {
      send: (text) => connection.send(text),
      close: (code, reason) => this.#dismiss(connection, code, reason),
      cut: (reason) => {
        connection.close(CLOSE.refused, reason);
        cutAfter(connection.id, CUT_AFTER_MS);
      },
    };
  }

  /**
   * Resolves when a socket has ended, with true if its client must be cut. Only the worker that opened the
   * socket can do that: the runtime buffers everything for a client that does not read, closed or not, until
   * the socket's request ends.
   */
  async socketEnd(id: string): Promise<boolean> {
    return (await endOf(id)) ?? false;
  }

  #keep(socket: Socket): void {
    const connection = this.getConnection<Kept>(socket.id);
    if (!connection || !socket.isOpen) return;
    const { visitor, sendQueue, form } = socket;
    const joined = [...socket.channels.values()].map(({ topic, joinRef }) => ({ topic, joinRef }));
    try {
      connection.setState({ visitor, peer: sendQueue.peer, form, joined });
    } catch {
      // The runtime stores at most 16 KiB.
      connection.setState({ visitor, peer: sendQueue.peer, form, joined: null });
    }
  }

  #report(error: unknown): void {
    this.#isolate.log('warn', 'hub_failed', describeError(error));
  }
}
