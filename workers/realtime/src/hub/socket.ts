import type { Principal } from '@selfdb/shared/auth/principal';
import { type Address, type Frame, type FrameForm, frameOf, refuse } from './frame.ts';
import type { Limits } from './limits.ts';
import { Outbox, type Post } from './outbox.ts';
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

const LEFT = 'The topic was left, or joined again.';
export const TOO_SLOW = 'Too much was sent and not read. Connect again, and go on from the last cursor.';

/** The connection under a socket. */
export interface Wire {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Ends it at once, with what has not been read yet. */
  cut(reason: string): void;
}

/** One topic on one socket. */
export interface Channel extends Readonly<Address> {
  /** The join, until it has been answered. */
  unanswered: Frame | undefined;
  /** A message to the channel, other than joining and leaving. */
  receive(frame: Frame): void;
  /** It is no longer one of the socket's, who has been told or is gone. */
  end(): void;
}

export interface Visitor {
  principal: Principal;
  /** When the token expires, in milliseconds since 1970; null without one. */
  expiresAt: number | null;
}

export interface SocketSetup {
  id: string;
  wire: Wire;
  visitor: Visitor;
  limits: Limits;
  post: Post;
  /** The client's address and port, if the kernel can be asked what it has taken. */
  peer: string | undefined;
  now: number;
}

/** A client: who it is, what it listens to, and how much it has taken. */
export class Socket {
  readonly id: string;
  readonly channels = new Map<string, Channel>();
  readonly bucket: TokenBucket;
  visitor: Visitor;
  readonly outbox: Outbox;
  heardAt: number;
  isOpen = true;
  /** Undefined until its first frame. */
  form: FrameForm | undefined;
  readonly #wire: Wire;

  constructor({ id, wire, visitor, limits, post, peer, now }: SocketSetup) {
    this.id = id;
    this.visitor = visitor;
    this.bucket = new TokenBucket(limits.messagesPerSecond, now);
    this.outbox = new Outbox({ ...{ post, peer, now }, write: (text) => this.#write(text) });
    this.heardAt = now;
    this.#wire = wire;
  }

  #write(text: string): void {
    try {
      this.#wire.send(text);
    } catch {
      // The connection has gone, and the runtime is about to say so.
      this.isOpen = false;
    }
  }

  /** Sends a text. A client that does not read is cut rather than let fill the memory of all. */
  send(text: string): void {
    if (this.isOpen && !this.outbox.push(text)) this.cut(TOO_SLOW);
  }

  /** Whether more should be sent: whoever can wait does so until there is. */
  get hasRoom(): boolean {
    return this.outbox.hasRoom;
  }

  /** Answers the join of a channel, unless that has been done. */
  answer(channel: Channel, textFor: (join: Frame) => string): void {
    const { unanswered } = channel;
    channel.unanswered = undefined;
    if (unanswered) this.send(textFor(unanswered));
  }

  /** Takes a channel away that its client has been, or will be, told of otherwise. */
  drop(channel: Channel): void {
    if (this.channels.get(channel.topic) === channel) this.channels.delete(channel.topic);
    channel.end();
  }

  /** Ends a channel that the socket still has. `phx_error` lets clients of Phoenix join again, `phx_close` does not. */
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

  /** Ends the socket. The reason has at most 123 bytes. */
  close(code: number, reason: string): void {
    this.#end(() => this.#wire.close(code, reason));
  }

  /** Ends the socket of a client that may not read any more. */
  cut(reason: string): void {
    this.#end(() => this.#wire.cut(reason));
  }

  /** The connection has ended. */
  end(): void {
    this.#end(() => {});
  }

  #end(last: () => void): void {
    const wasOpen = this.isOpen;
    this.isOpen = false;
    if (wasOpen) last();
    const channels = [...this.channels.values()];
    this.channels.clear();
    this.outbox.close();
    for (const channel of channels) channel.end();
  }
}
