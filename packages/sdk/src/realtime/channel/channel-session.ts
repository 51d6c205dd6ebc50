import { APIConnectionError, BadRequestError, SelfDBError } from '../../errors.ts';
import { type Deferred, deferred } from '../connection/deferred.ts';
import { type PhoenixFrame, type PhoenixReply, reasonIn } from '../connection/frame.ts';
import type { PhoenixSocket } from '../connection/phoenix-socket.ts';
import { pauseBefore, type Timing } from '../connection/timing.ts';
import { furthest } from './cursor.ts';
import { type ChannelOptions, isPassing, joinPayload } from './options.ts';

export type ChannelState = 'closed' | 'joining' | 'joined' | 'leaving';

/** The connection, as a channel sees it. */
export interface ChannelHub {
  readonly timing: Timing;
  /** The open socket. */
  socket(): PhoenixSocket | undefined;
  connect(): Promise<void>;
  /** Directs the frames of the topic to this channel. Throws if they go to another one. */
  register(): void;
  forget(): void;
}

interface SessionListener {
  onJoin(): void;
  onFrame(frame: PhoenixFrame): void;
  /** It was joined, and its socket has ended. */
  onLoss(): void;
  /** The channel was closed by the server, not by the user. */
  onClose(reason: string): void;
}

interface Membership {
  socket: PhoenixSocket;
  joinRef: string;
}

/** Keeps a channel joined from `subscribe` to `unsubscribe`, over any number of sockets. */
export class ChannelSession {
  readonly topic: string;
  state: ChannelState = 'closed';
  options: ChannelOptions = {};
  /** Whether someone listens, who counts on the options. */
  isInUse = false;
  /** Everything up to here has been received. */
  cursor: string | undefined;
  listener: SessionListener | undefined;
  readonly #hub: ChannelHub;
  #membership: Membership | undefined;
  /** Set from `subscribe` to the end. Pending while the channel is not joined. */
  #joined: Deferred<void> | undefined;
  #hasJoined = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(topic: string, hub: ChannelHub) {
    this.topic = topic;
    this.#hub = hub;
  }

  async subscribe(): Promise<void> {
    if (this.#joined) return this.#joined.promise;
    this.#hub.register();
    const joined = deferred();
    this.#joined = joined;
    this.#hasJoined = false;
    this.state = 'joining';
    this.cursor = undefined;
    const late = setTimeout(() => {
      if (!this.#hasJoined)
        this.end(new APIConnectionError(`The server did not accept ${this.topic} in time.`));
    }, this.#hub.timing.openMs * 2);
    void joined.promise.catch(() => {}).then(() => clearTimeout(late));
    const socket = this.#hub.socket();
    if (socket) void this.join(socket);
    else this.#hub.connect().catch((error: Error) => this.end(error));
    return joined.promise;
  }

  async unsubscribe(): Promise<void> {
    const membership = this.#membership;
    this.#hub.forget();
    if (!this.#joined) return;
    this.end(new SelfDBError(`You unsubscribed from ${this.topic}.`), true);
    if (!membership) return;
    this.state = 'leaving';
    const { socket, joinRef } = membership;
    await socket.push(this.topic, 'phx_leave', {}, joinRef).catch(() => {});
    if (!this.#joined) this.state = 'closed';
  }

  /** Resolves when the channel is joined. Throws once it has ended. */
  whenJoined(): Promise<void> {
    return this.#joined?.promise ?? Promise.reject(new SelfDBError(`Subscribe to ${this.topic} first.`));
  }

  /** Sends an event and resolves with the reply. Throws BadRequestError for one that is too large, and SocketEndedError. */
  async ask(event: string, payload: Record<string, unknown>): Promise<PhoenixReply> {
    if (this.state !== 'joined' || !this.#membership) {
      throw new SelfDBError(
        `${this.topic} is not joined. Await subscribe(), or send again after the event "join".`,
      );
    }
    const { socket, joinRef } = this.#membership;
    return socket.push(this.topic, event, payload, joinRef);
  }

  /** Joins on a new socket, if the channel is subscribed. */
  async join(socket: PhoenixSocket, attempt = 0): Promise<void> {
    if (!this.#joined) return;
    const membership = { socket, joinRef: socket.nextRef() };
    this.#membership = membership;
    const { topic, options, cursor } = this;
    const payload = joinPayload(topic, options, cursor);
    const { joinRef } = membership;
    const reply = await socket
      .push(topic, 'phx_join', payload, joinRef, joinRef)
      .catch((error: unknown) => void (error instanceof BadRequestError && this.end(error)));
    if (!reply || this.#membership !== membership) return;
    if (reply.isOk) this.#accept(reply);
    else if (isPassing(reply.reason)) this.#joinAgain(attempt + 1);
    else this.end(new SelfDBError(reply.reason));
  }

  receive(frame: PhoenixFrame): void {
    if (!this.#membership || frame.joinRef !== this.#membership.joinRef) return;
    if (frame.event === 'phx_close') this.end(new SelfDBError(reasonIn(frame.payload)));
    else if (frame.event === 'phx_error') this.#joinAgain(0);
    else this.listener?.onFrame(frame);
  }

  /** The socket has ended. */
  lose(): void {
    if (!this.#joined) return;
    clearTimeout(this.#timer);
    this.#membership = undefined;
    const wasJoined = this.state === 'joined';
    if (wasJoined) this.#joined = deferred();
    this.state = 'joining';
    if (wasJoined) this.listener?.onLoss();
  }

  end(error: Error, isWanted = false): void {
    const joined = this.#joined;
    if (!joined) return;
    clearTimeout(this.#timer);
    this.#joined = undefined;
    this.#membership = undefined;
    this.state = 'closed';
    joined.reject(error);
    if (this.#hasJoined && !isWanted) this.listener?.onClose(error.message);
  }

  #accept({ response }: PhoenixReply): void {
    if (typeof response.cursor === 'string') this.cursor = furthest(this.cursor, response.cursor);
    this.#hasJoined = true;
    this.state = 'joined';
    this.#joined?.resolve();
    this.listener?.onJoin();
  }

  #joinAgain(attempt: number): void {
    this.lose();
    this.#timer = setTimeout(
      () => {
        const socket = this.#hub.socket();
        if (socket && !this.#membership) void this.join(socket, attempt);
      },
      pauseBefore(attempt, this.#hub.timing),
    );
  }
}
