import { APIConnectionError, BadRequestError } from '../../errors.ts';
import type { ParseJson } from '../../http/attempt.ts';
import { type Deferred, deferred } from './deferred.ts';
import { decodeFrame, encodeFrame, type PhoenixFrame, type PhoenixReply, toReply } from './frame.ts';
import type { Timing } from './timing.ts';

interface SocketEvent {
  data?: unknown;
  code?: number;
  reason?: string;
}

/** What the SDK uses of a WebSocket. */
export interface WebSocketLike {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: string, listener: (event: SocketEvent) => void): void;
}

/** The class of WebSockets, such as the global one or that of the package `ws`. */
export type WebSocketClass = new (url: string) => WebSocketLike;

/** The socket has ended before the server replied. */
export class SocketEndedError extends APIConnectionError {
  override name = 'SocketEndedError';
}

interface PhoenixSocketSetup {
  url: string;
  WebSocket: WebSocketClass;
  timing: Timing;
  maxFrameBytes: number;
  /** Default: `JSON.parse`. */
  parse: ParseJson | undefined;
  onFrame(frame: PhoenixFrame): void;
  /** Called with every heartbeat. */
  onBeat(): void;
}

/** One WebSocket from its opening to its end. */
export class PhoenixSocket {
  /** Resolves when the socket has opened. Throws SocketEndedError if it does not open in time. */
  readonly opened: Promise<void>;
  /** Resolves when the socket has ended, with the server's reason. */
  readonly ended: Promise<string>;
  /** Whether the server has sent anything. */
  hasHeard = false;
  readonly #socket: WebSocketLike;
  readonly #setup: PhoenixSocketSetup;
  readonly #opened = deferred();
  readonly #ended = deferred<string>();
  readonly #replies = new Map<string, Deferred<PhoenixReply>>();
  #timer: ReturnType<typeof setTimeout>;
  #isEnded = false;
  #isQuiet = false;
  #refs = 0;

  constructor(setup: PhoenixSocketSetup) {
    this.#setup = setup;
    this.opened = this.#opened.promise;
    this.ended = this.#ended.promise;
    this.#socket = new setup.WebSocket(setup.url);
    this.#timer = setTimeout(() => this.close('The server did not answer in time.'), setup.timing.openMs);
    this.#socket.addEventListener('open', () => this.#open());
    this.#socket.addEventListener('message', ({ data }) => this.#hear(data));
    this.#socket.addEventListener('error', () => this.close('The connection failed.'));
    this.#socket.addEventListener('close', ({ reason }) => this.#end(reason || 'The connection was closed.'));
  }

  nextRef(): string {
    this.#refs += 1;
    return String(this.#refs);
  }

  /**
   * Sends a frame and resolves with the reply. Throws BadRequestError for a frame that is too large, and SocketEndedError. The
   * heartbeats find out if no reply will come.
   */
  push(
    topic: string,
    event: string,
    payload: Record<string, unknown>,
    joinRef: string | null = null,
    ref = this.nextRef(),
  ): Promise<PhoenixReply> {
    const reply = deferred<PhoenixReply>();
    const text = encodeFrame({ joinRef, ref, topic, event, payload });
    const { maxFrameBytes } = this.#setup;
    if (this.#isEnded) reply.reject(new SocketEndedError('The connection has ended.'));
    // The server would close the socket, and with it the channels of everything else.
    else if (isLarger(text, maxFrameBytes)) reply.reject(tooLarge(topic, maxFrameBytes));
    else {
      this.#replies.set(ref, reply);
      this.#send(text);
    }
    return reply.promise;
  }

  /** Ends the socket without waiting for the server, which may be unreachable. */
  close(reason: string): void {
    if (this.#isEnded) return;
    this.#end(reason);
    try {
      this.#socket.close(1000);
    } catch {
      // A socket that is still connecting may refuse to close.
    }
  }

  #open(): void {
    if (this.#isEnded) return;
    clearTimeout(this.#timer);
    this.#timer = setInterval(() => this.#beat(), this.#setup.timing.heartbeatMs);
    this.#opened.resolve();
  }

  #beat(): void {
    if (this.#isQuiet) {
      this.close('The server stopped answering.');
      return;
    }
    this.#isQuiet = true;
    this.push('phoenix', 'heartbeat', {}).catch(() => {});
    this.#setup.onBeat();
  }

  #hear(data: unknown): void {
    if (this.#isEnded) return;
    this.hasHeard = true;
    this.#isQuiet = false;
    const frame = decodeFrame(data, this.#setup.parse);
    const reply = frame?.event === 'phx_reply' ? this.#takeReply(frame.ref) : undefined;
    if (frame && reply) reply.resolve(toReply(frame.payload));
    else if (frame) this.#setup.onFrame(frame);
  }

  #takeReply(ref: string | null): Deferred<PhoenixReply> | undefined {
    const reply = this.#replies.get(ref ?? '');
    this.#replies.delete(ref ?? '');
    return reply;
  }

  #send(text: string): void {
    try {
      this.#socket.send(text);
    } catch {
      this.close('The connection failed.');
    }
  }

  #end(reason: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearTimeout(this.#timer);
    const error = new SocketEndedError(reason);
    for (const reply of this.#replies.values()) reply.reject(error);
    this.#opened.reject(error);
    this.#ended.resolve(reason);
  }
}

function isLarger(text: string, bytes: number): boolean {
  // A UTF-16 code unit takes at most three bytes in UTF-8.
  return text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes;
}

function tooLarge(topic: string, maxFrameBytes: number): BadRequestError {
  return new BadRequestError(
    `This is too large for ${topic}: a message can have at most ${maxFrameBytes} bytes. Store it as a row or a file, and send its id.`,
    { code: 'too_large' },
  );
}
