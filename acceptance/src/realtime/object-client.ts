import { setTimeout as pause } from 'node:timers/promises';
import type { Door } from '../clients/channel-client.ts';
import { system } from '../world/users.ts';

export interface ObjectFrame {
  topic: string;
  event: string;
  payload: Record<string, unknown>;
  ref: string | null;
}

const TIMEOUT_MS = 30_000;

/** A client as SelfDB 0.0.5's of Python is: each frame is an object, and only a join or a leave has a ref of its channel. */
export class ObjectClient {
  readonly frames: ObjectFrame[] = [];
  readonly closed: Promise<CloseEvent>;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
    socket.addEventListener('message', ({ data }) => this.frames.push(JSON.parse(String(data))));
  }

  /** Connects as that client does, who names an empty token where some have none. Throws when it is refused. */
  static async open(token = '', { baseUrl, apiKey }: Door = system): Promise<ObjectClient> {
    const base = baseUrl.replace(/^http/, 'ws');
    const socket = new WebSocket(`${base}/realtime/socket?X-API-Key=${apiKey}&token=${token}`);
    const client = new ObjectClient(socket);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error('the socket was refused')), { once: true });
    });
    return client;
  }

  sendRaw(message: string): void {
    this.#socket.send(message);
  }

  send(topic: string, event: string, payload: unknown = {}, ref = '1'): void {
    this.sendRaw(JSON.stringify({ topic, event, payload, ref }));
  }

  /** The frames, once there are so many. */
  async until(count: number): Promise<ObjectFrame[]> {
    const end = Date.now() + TIMEOUT_MS;
    while (this.frames.length < count) {
      if (Date.now() > end) throw new Error(`frame ${count} did not come: ${JSON.stringify(this.frames)}`);
      await pause(10);
    }
    return this.frames;
  }

  close(): Promise<CloseEvent> {
    this.#socket.close();
    return this.closed;
  }
}
