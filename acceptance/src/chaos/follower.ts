import type { System } from '@selfdb/system-under-test/launch';
import WebSocket from 'ws';
import type { Change } from '../clients/channel-client.ts';
import { pause } from '../pause.ts';

const BEAT_EVERY_MS = 5000;
const DEAD_AFTER_MS = 20_000;
const REJOIN_AFTER_MS = 50;

export interface Following {
  system: Pick<System, 'baseUrl' | 'apiKey'>;
  token: string;
  topic: string;
  /** What a join says besides `since`. */
  payload?: object;
  beatEveryMs?: number;
  onGap?: (gap: SeenGap) => void;
}

/** What was told instead of changes. */
export interface SeenGap {
  reason: string;
  cursor: string;
  /** How many rows had come before it. */
  after: number;
}

/** How a connection is ended: with a close frame, or as when a cable is pulled. */
export type Cut = 'close' | 'break';

type Frame = [joinRef: string | null, ref: string | null, topic: string, event: string, payload: never];

/**
 * A client that follows a table whatever breaks: it connects again and joins with the cursor of what it has seen last.
 */
export class Follower {
  /** The numbers of the rows that came, in the order in which they came. */
  readonly seen: number[] = [];
  readonly gaps: SeenGap[] = [];
  /** Why joins were refused. */
  readonly refusals: string[] = [];
  connections = 0;
  #following: Following;
  #socket: WebSocket | undefined;
  #joins = 0;
  #since: string | undefined;
  #isOver = false;
  #running: Promise<void> | undefined;

  private constructor(following: Following) {
    this.#following = following;
  }

  /** Resolves when it has joined for the first time: from then on nothing may be missed. */
  static async start(following: Following): Promise<Follower> {
    const follower = new Follower(following);
    follower.resume();
    while (follower.#since === undefined) await pause(20);
    return follower;
  }

  cut(how: Cut): void {
    if (how === 'close') this.#socket?.close();
    else this.#socket?.terminate();
  }

  /** Goes away, for good or until `resume`. */
  async leave(): Promise<void> {
    this.#isOver = true;
    this.cut('break');
    await this.#running;
  }

  /** Comes back and goes on from its last cursor. */
  resume(token = this.#following.token): void {
    this.#following = { ...this.#following, token };
    this.#isOver = false;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      await this.#connect();
      await pause(REJOIN_AFTER_MS);
    }
  }

  /** Resolves when the connection has ended. */
  async #connect(): Promise<void> {
    const { system, token, beatEveryMs = BEAT_EVERY_MS } = this.#following;
    const query = new URLSearchParams({ 'X-API-Key': system.apiKey, vsn: '2.0.0', token });
    const url = `${system.baseUrl.replace(/^http/, 'ws')}/realtime/socket/websocket?${query}`;
    const socket = new WebSocket(url);
    this.#socket = socket;
    let waitingSince: number | undefined;
    const beat = () => {
      waitingSince ??= Date.now();
      if (Date.now() - waitingSince > DEAD_AFTER_MS) this.cut('break');
      else send(socket, [null, 'beat', 'phoenix', 'heartbeat', {}]);
    };
    socket.on('open', () => {
      this.connections += 1;
      this.#join(socket);
    });
    socket.on('message', (data) => {
      const frame: Frame = JSON.parse(String(data));
      if (frame[1] === 'beat') waitingSince = undefined;
      else this.#hear(socket, frame);
    });
    const beats = setInterval(beat, beatEveryMs);
    socket.on('error', () => undefined);
    await new Promise((ended) => socket.once('close', ended));
    clearInterval(beats);
  }

  #join(socket: WebSocket): void {
    this.#joins += 1;
    const ref = String(this.#joins);
    const { topic, payload } = this.#following;
    const since = this.#since === undefined ? {} : { since: this.#since };
    send(socket, [ref, ref, topic, 'phx_join', { ...payload, ...since }]);
  }

  #hear(socket: WebSocket, [joinRef, ref, topic, event, payload]: Frame): void {
    // Frames of a connection or of a join before come again by the present one.
    if (socket !== this.#socket || joinRef !== String(this.#joins) || topic !== this.#following.topic) return;
    if (event === 'phx_reply' && ref === joinRef) this.#begin(socket, payload);
    else if (event === 'gap') this.#lose(payload);
    else if (event === 'phx_error') void this.#joinLater(socket);
    else if (event === 'phx_close') this.cut('close');
    else this.#take(payload);
  }

  #begin(socket: WebSocket, { status, response }: { status: string; response: Record<string, unknown> }) {
    if (status !== 'ok') {
      this.refusals.push(String(response.reason));
      void this.#joinLater(socket);
      return;
    }
    // After a replay a change has a later cursor: once there is one, it is that of the last change which counts.
    this.#since ??= String(response.cursor);
  }

  async #joinLater(socket: WebSocket): Promise<void> {
    await pause(REJOIN_AFTER_MS);
    this.#join(socket);
  }

  #lose({ reason, cursor }: { reason: string; cursor: string }): void {
    const gap = { reason, cursor, after: this.seen.length };
    this.gaps.push(gap);
    this.#since = cursor;
    this.#following.onGap?.(gap);
  }

  #take(change: Change): void {
    this.seen.push(Number((change.new ?? change.old)?.n));
    this.#since = change.cursor;
  }
}

function send(socket: WebSocket, frame: unknown[]): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}
