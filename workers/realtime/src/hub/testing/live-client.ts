import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { signInternalToken } from '@selfdb/server/auth/tokens';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { createRealtimeApp } from '../../app.ts';

const app = createRealtimeApp();
const TIMEOUT_MS = 10_000;

export interface SocketRequest {
  path?: string;
  query?: Record<string, string>;
  headers?: Record<string, string | undefined>;
}

/** Asks the worker for a socket, as the edge does. */
export async function requestSocket({
  path = '/realtime/socket',
  query = {},
  headers = {},
}: SocketRequest = {}) {
  const all = new Headers({
    Upgrade: 'websocket',
    'X-API-Key': SECRETS.API_KEY,
    'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET),
  });
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) all.delete(name);
    else all.set(name, value);
  }
  const url = `http://worker${path}?${new URLSearchParams(query)}`;
  return app.fetch(new Request(url, { headers: all }), env, createExecutionContext());
}

/** A client with a real WebSocket. */
export class LiveClient {
  readonly received: unknown[][] = [];
  /** All frames as they came. */
  readonly texts: string[] = [];
  closed: { code: number; reason: string } | undefined;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      this.texts.push(String(data));
      this.received.push(JSON.parse(String(data)));
    });
    socket.addEventListener('close', ({ code, reason }) => {
      this.closed = { code, reason };
    });
    socket.accept();
  }

  send(...frame: unknown[]): void {
    this.#socket.send(JSON.stringify(frame));
  }

  raw(message: string | ArrayBuffer): void {
    this.#socket.send(message);
  }

  close(): void {
    this.#socket.close(1000, 'done');
  }

  /** Waits for the first frame of an event and removes it from `received`. */
  async next(event: string): Promise<unknown[]> {
    await until(
      () => this.received.some((frame) => frame[3] === event),
      `${event}: ${JSON.stringify(this.received)}`,
    );
    const at = this.received.findIndex((frame) => frame[3] === event);
    return this.received.splice(at, 1)[0] ?? [];
  }

  async end(): Promise<{ code: number; reason: string }> {
    await until(() => this.closed !== undefined, 'the end');
    return this.closed ?? { code: 0, reason: '' };
  }
}

/** Opens a socket. */
export async function openLiveSocket(request: SocketRequest = {}): Promise<LiveClient> {
  const response = await requestSocket(request);
  if (!response.webSocket) throw new Error(`${response.status} ${await response.text()}`);
  return new LiveClient(response.webSocket);
}

export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + TIMEOUT_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
