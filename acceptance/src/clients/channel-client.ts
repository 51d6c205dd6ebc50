import type { System } from '@selfdb/system-under-test/launch';
import { system } from '../world/users.ts';

/** A frame as it came: Phoenix Channels 2.0.0. */
export interface Frame {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: Record<string, unknown>;
}

export interface Change {
  table: string;
  schema: string;
  new: Record<string, unknown> | null;
  old: Record<string, unknown> | null;
  commit_timestamp: string;
  cursor: string;
}

/** Where a system is entered. */
export type Door = Pick<System, 'baseUrl' | 'apiKey'>;

const TIMEOUT_MS = 30_000;

/** A plain WebSocket that speaks frames, without the client library's reconnecting. */
export class ChannelClient {
  readonly frames: Frame[] = [];
  readonly #socket: WebSocket;
  readonly #closed: Promise<CloseEvent>;
  #refs = 0;
  #watchers: (() => void)[] = [];
  #listener: ((frame: Frame) => void) | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#closed = new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
    socket.addEventListener('message', ({ data }) => {
      const [joinRef, ref, topic, event, payload] = JSON.parse(String(data));
      const frame = { joinRef, ref, topic, event, payload };
      this.frames.push(frame);
      this.#listener?.(frame);
      for (const watcher of this.#watchers) watcher();
    });
  }

  /** Resolves when it is open. Throws when it is refused. */
  static open(
    token?: string,
    query: Record<string, string> = {},
    { baseUrl, apiKey }: Door = system,
  ): Promise<ChannelClient> {
    const parameters = { 'X-API-Key': apiKey, vsn: '2.0.0', ...(token ? { token } : {}), ...query };
    const base = baseUrl.replace(/^http/, 'ws');
    const socket = new WebSocket(`${base}/realtime/socket/websocket?${new URLSearchParams(parameters)}`);
    const client = new ChannelClient(socket);
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(client), { once: true });
      socket.addEventListener('error', () => reject(new Error('the socket was refused')), { once: true });
    });
  }

  /** Hears of every frame from now on, in order. */
  listen(listener: (frame: Frame) => void): void {
    this.#listener = listener;
  }

  /** Sends something that need not be a frame. */
  sendRaw(message: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(message);
  }

  send(topic: string, event: string, payload: unknown = {}, joinRef: string | null = null): string {
    this.#refs += 1;
    const ref = String(this.#refs);
    this.#socket.send(
      JSON.stringify([joinRef ?? (event === 'phx_join' ? ref : null), ref, topic, event, payload]),
    );
    return ref;
  }

  /** Sends and gives the reply's payload. */
  async ask(topic: string, event: string, payload: unknown = {}, joinRef: string | null = null) {
    const ref = this.send(topic, event, payload, joinRef);
    const reply = await this.next(
      `the reply to ${event}`,
      (frame) => frame.event === 'phx_reply' && frame.ref === ref,
    );
    return reply.payload as { status: string; response: Record<string, unknown> };
  }

  join(topic: string, payload: unknown = {}) {
    return this.ask(topic, 'phx_join', payload);
  }

  /** The changes that came so far of a topic. */
  changes(topic: string): (Change & { event: string })[] {
    return this.frames
      .filter((frame) => frame.topic === topic && /^(INSERT|UPDATE|DELETE)$/.test(frame.event))
      .map(({ event, payload }) => ({ event, ...(payload as unknown as Change) }));
  }

  /** The first frame of those that came or will come for which `holds` is true. */
  async next(what: string, holds: (frame: Frame) => boolean): Promise<Frame> {
    await this.until(what, () => this.frames.some(holds));
    return this.frames.find(holds) as Frame;
  }

  until(what: string, holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const watcher = () => {
        if (!holds()) return;
        this.#watchers = this.#watchers.filter((each) => each !== watcher);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => reject(new Error(`${what} did not come`)), TIMEOUT_MS);
      this.#watchers.push(watcher);
    });
  }

  get closed(): Promise<CloseEvent> {
    return this.#closed;
  }

  close(): Promise<CloseEvent> {
    this.#socket.close();
    return this.#closed;
  }
}
