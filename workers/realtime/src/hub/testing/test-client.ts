import type { Connections } from '../connection/connections.ts';
import type { Socket, Visitor } from '../connection/socket.ts';

type Payload = Record<string, unknown> & { new?: { n?: number } | null; response?: Record<string, string> };
type Received = [joinRef: unknown, ref: unknown, topic: string, event: string, payload: Payload];

const TIMEOUT_MS = 5000;
/** Long enough for a message that must not come to come. */
const QUIET_MS = 100;

/** A client that calls `Connections` without a network in between. */
export class TestClient {
  readonly received: Received[] = [];
  /** The received frames as text. */
  readonly texts: string[] = [];
  /** How the server closed the socket. */
  ended: { code?: number; reason: string } | undefined;
  readonly socket: Socket;
  readonly #connections: Connections;
  #ref = 0;

  constructor(connections: Connections, visitor: Visitor) {
    this.#connections = connections;
    const wire = {
      send: (text: string) => {
        this.texts.push(text);
        this.received.push(JSON.parse(text));
      },
      close: (code: number, reason: string) => {
        this.ended = { code, reason };
      },
      cut: (reason: string) => {
        this.ended = { reason };
      },
    };
    this.socket = connections.open(crypto.randomUUID(), wire, visitor);
  }

  /** Sends a message as it is. */
  raw(message: string | ArrayBuffer): void {
    this.#connections.receive(this.socket, message);
  }

  /** Sends a frame and returns the payload of its reply. */
  async push(
    topic: string,
    event: string,
    payload: unknown = {},
    joinRef: string | null = '1',
  ): Promise<Payload> {
    const ref = this.send(topic, event, payload, joinRef);
    const reply = () => this.received.find(([, of, , kind]) => kind === 'phx_reply' && of === ref);
    await this.until(() => reply() !== undefined, `a reply to ${event} on ${topic}`);
    return reply()?.[4] ?? {};
  }

  send(topic: string, event: string, payload: unknown = {}, joinRef: string | null = '1'): string {
    this.#ref += 1;
    const ref = String(this.#ref);
    this.raw(JSON.stringify([joinRef, ref, topic, event, payload]));
    return ref;
  }

  /** Joins and returns the response. Throws if the join is refused. */
  async join(
    topic: string,
    payload: unknown = {},
    joinRef: string | null = '1',
  ): Promise<Record<string, string>> {
    const { status, response = {} } = await this.push(topic, 'phx_join', payload, joinRef);
    if (status !== 'ok') throw new Error(response.reason);
    return response;
  }

  /** The reason why a join is refused. */
  async refusal(topic: string, payload: unknown = {}): Promise<string | undefined> {
    const { status, response } = await this.push(topic, 'phx_join', payload);
    return status === 'error' ? response?.reason : undefined;
  }

  /** The payloads of an event that have arrived. */
  of(event: string): Payload[] {
    return this.received.filter(([, , , kind]) => kind === event).map(([, , , , payload]) => payload);
  }

  /** The numbers in the rows of all changes. */
  get numbers(): (number | undefined)[] {
    return this.of('INSERT').map((payload) => payload.new?.n);
  }

  get events(): string[] {
    return this.received.map(([, , , event]) => event);
  }

  async until(isSo: () => boolean, what: string): Promise<void> {
    const end = Date.now() + TIMEOUT_MS;
    while (!isSo()) {
      if (Date.now() > end) throw new Error(`${what} did not come: ${JSON.stringify(this.received)}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Waits long enough for everything in flight to arrive. */
  async quiet(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  }
}
