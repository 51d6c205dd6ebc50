import { decodeFrame, encodeFrame, type PhoenixFrame } from '../connection/frame.ts';
import type { WebSocketClass, WebSocketLike } from '../connection/phoenix-socket.ts';
import { Realtime } from '../realtime.ts';

type Reply = { status: 'ok' | 'error'; response?: object } | undefined;

/** A server in memory, at the other end of every WebSocket that its class makes. */
export class MemoryServer {
  /** The sockets that were opened, oldest first. */
  readonly sockets: MemorySocket[] = [];
  readonly received: PhoenixFrame[] = [];
  /** The reply to a frame; undefined for none. */
  answer: (frame: PhoenixFrame) => Reply = () => ({ status: 'ok' });
  /** Whether sockets open. */
  isUp = true;
  token: string | undefined;
  lastCursor: string | undefined;
  /** Called by a plain request. */
  onCheck: () => void = () => {};
  /** Thrown by a plain request. */
  refusal: Error | undefined;

  /** The class of its sockets. */
  get WebSocket(): WebSocketClass {
    const server = this;
    return class extends MemorySocket {
      constructor(url: string) {
        super(url, server);
      }
    };
  }

  /** A client of this server, which waits for nothing longer than some milliseconds. */
  connect(): Realtime {
    return new Realtime(
      {
        socketUrl: () => 'ws://server/realtime/socket?vsn=2.0.0',
        tokens: { get: () => this.token, refresh: async () => this.token },
        check: async () => {
          this.onCheck();
          if (this.refusal) throw this.refusal;
        },
        isFinal: (error) => error === this.refusal,
        webSocket: () => this.WebSocket,
        timing: { heartbeatMs: 40, openMs: 500, firstPauseMs: 1, maxPauseMs: 5 },
        maxFrameBytes: 1000,
        broadcast: async ({ topic, event, payload }) => {
          this.send(topic, 'broadcast', { type: 'broadcast', event, payload });
          return { topic, event, recipients: 1 };
        },
      },
      () => this.lastCursor,
    );
  }

  get socket(): MemorySocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error('no socket was opened');
    return last;
  }

  /** The frames of an event that the client sent. */
  framesOf(event: string): PhoenixFrame[] {
    return this.received.filter((frame) => frame.event === event);
  }

  /** Sends an event to the latest join of a topic. */
  send(topic: string, event: string, payload: object): void {
    const join = this.framesOf('phx_join').findLast((frame) => frame.topic === topic);
    this.socket.deliver({ joinRef: join?.ref ?? null, ref: null, topic, event, payload: { ...payload } });
  }
}

class MemorySocket implements WebSocketLike {
  readonly url: string;
  readonly #server: MemoryServer;
  readonly #listeners = new Map<string, (event: { data?: unknown; reason?: string }) => void>();
  #isOpen = false;

  constructor(url: string, server: MemoryServer) {
    this.url = url;
    this.#server = server;
    server.sockets.push(this);
    queueMicrotask(() => {
      this.#isOpen = server.isUp;
      this.#listeners.get(server.isUp ? 'open' : 'error')?.({});
    });
  }

  addEventListener(type: string, listener: (event: { data?: unknown; reason?: string }) => void): void {
    this.#listeners.set(type, listener);
  }

  send(text: string): void {
    const frame = decodeFrame(text);
    if (!this.#isOpen || !frame) return;
    this.#server.received.push(frame);
    const reply = this.#server.answer(frame);
    if (reply)
      queueMicrotask(() =>
        this.deliver({ ...frame, event: 'phx_reply', payload: { response: {}, ...reply } }),
      );
  }

  deliver(frame: PhoenixFrame): void {
    if (this.#isOpen) this.#listeners.get('message')?.({ data: encodeFrame(frame) });
  }

  /** Ends the socket from the server's side. */
  drop(reason = ''): void {
    this.#isOpen = false;
    this.#listeners.get('close')?.({ reason });
  }

  close(): void {
    this.drop();
  }
}
