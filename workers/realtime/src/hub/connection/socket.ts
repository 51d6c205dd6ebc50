import type { Principal } from '@selfdb/server/auth/principal';
import type { SocketLimits } from '../socket-limits.ts';
import { type Address, type Frame, type FrameForm, frameOf, refuse } from './frame.ts';
import { type QueueMonitor, SendQueue } from './send-queue.ts';
import { TokenBucket } from './token-bucket.ts';

/** RFC 6455, 7.4.1. */
export const CLOSE = {
  normal: 1000,
  protocol: 1002,
  binary: 1003,
  malformed: 1007,
  refused: 1008,
  tooLarge: 1009,
  restart: 1012,
} as const;

const LEFT = 'The client left this topic or joined it again.';
export const TOO_SLOW = 'The client reads too slowly. Reconnect and continue from the last cursor.';

/** The connection under a socket. */
export interface Wire {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Ends it at once and drops what has not been read. */
  cut(reason: string): void;
}

/** One topic on one socket. */
export interface Channel extends Readonly<Address> {
  /** The join, until it is answered. */
  unanswered: Frame | undefined;
  /** Handles a message other than join and leave. */
  receive(frame: Frame): void;
  /** The channel has left the socket, whose client knows or is gone. */
  end(): void;
}

export interface Visitor {
  principal: Principal;
  /** When the token expires, in milliseconds since 1970; null without a token. */
  expiresAt: number | null;
}

export interface SocketSetup {
  id: string;
  wire: Wire;
  visitor: Visitor;
  limits: SocketLimits;
  monitor: QueueMonitor;
  /** The client's address and port, if the kernel can be asked about it. */
  peer: string | undefined;
  now: number;
}

/** A client: its identity, its channels and its send queue. */
export class Socket {
  readonly id: string;
  readonly channels = new Map<string, Channel>();
  readonly bucket: TokenBucket;
  visitor: Visitor;
  readonly sendQueue: SendQueue;
  heardAt: number;
  isOpen = true;
  /** Undefined before its first frame. */
  form: FrameForm | undefined;
  readonly #wire: Wire;

  constructor({ id, wire, visitor, limits, monitor, peer, now }: SocketSetup) {
    this.id = id;
    this.visitor = visitor;
    this.bucket = new TokenBucket(limits.messagesPerSecond, now);
    this.sendQueue = new SendQueue({ ...{ monitor, peer, now }, write: (text) => this.#write(text) });
    this.heardAt = now;
    this.#wire = wire;
  }

  #write(text: string): void {
    try {
      this.#wire.send(text);
    } catch {
      // The connection is gone, and the runtime is about to report it.
      this.isOpen = false;
    }
  }

  /** Sends a text. Cuts a client that does not read, before it fills the memory. */
  send(text: string): void {
    if (this.isOpen && !this.sendQueue.push(text)) this.cut(TOO_SLOW);
  }

  /** Whether more should be sent. Senders that can wait do so until there is room. */
  get hasRoom(): boolean {
    return this.sendQueue.hasRoom;
  }

  /** Answers the join of a channel, unless it has been answered. */
  answer(channel: Channel, textFor: (join: Frame) => string): void {
    const { unanswered } = channel;
    channel.unanswered = undefined;
    if (unanswered) this.send(textFor(unanswered));
  }

  /** Removes a channel. Its client learns about it in another way. */
  drop(channel: Channel): void {
    if (this.channels.get(channel.topic) === channel) this.channels.delete(channel.topic);
    channel.end();
  }

  /** Ends a channel of the socket. Phoenix clients join again after `phx_error`, but not after `phx_close`. */
  dismiss(
    channel: Channel,
    event: 'phx_close' | 'phx_error',
    payload: { reason?: string | undefined } = {},
  ): void {
    if (this.channels.get(channel.topic) !== channel) return;
    this.drop(channel);
    this.answer(channel, (join) => refuse(join, payload.reason ?? LEFT));
    this.send(frameOf(channel, event, { event })(JSON.stringify(payload)));
  }

  /** Closes the socket. The reason has at most 123 bytes. */
  close(code: number, reason: string): void {
    this.#end(() => this.#wire.close(code, reason));
  }

  /** Closes the socket of a client that may no longer read. */
  cut(reason: string): void {
    this.#end(() => this.#wire.cut(reason));
  }

  /** Called when the connection has ended. */
  end(): void {
    this.#end(() => {});
  }

  #end(last: () => void): void {
    const wasOpen = this.isOpen;
    this.isOpen = false;
    if (wasOpen) last();
    const channels = [...this.channels.values()];
    this.channels.clear();
    this.sendQueue.close();
    for (const channel of channels) channel.end();
  }
}
