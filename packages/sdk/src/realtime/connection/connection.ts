import { APIConnectionError } from '../../errors.ts';
import type { SendBroadcast, SentBroadcast } from '../../generated/types.gen.ts';
import type { ParseJson } from '../../http/attempt.ts';
import type { RequestOptions } from '../../http/request-options.ts';
import type { BearerTokens } from '../../tokens/bearer-tokens.ts';
import { type Deferred, deferred } from './deferred.ts';
import type { PhoenixFrame } from './frame.ts';
import { PhoenixSocket, SocketEndedError, type WebSocketClass } from './phoenix-socket.ts';
import { pauseBefore, type Timing } from './timing.ts';
import { TokenAge } from './token-age.ts';

export type RealtimeState = 'disconnected' | 'connecting' | 'connected' | 'disconnecting';

/** The state of the connection, and what a person may want to know of it. */
export interface ConnectionStatus {
  state: RealtimeState;
  /** When the next attempt begins; undefined unless the connection waits for it. */
  retryAt: Date | undefined;
  /** Why the connection has ended or could not be opened; undefined while all is well. */
  reason: string | undefined;
}

/** What realtime needs of the client. */
export interface RealtimeSetup {
  tokens: BearerTokens;
  /** The URL of a new socket, without the token. */
  socketUrl(): string;
  /** Throws if the server cannot be reached, or refuses the API key or the token. */
  check(): Promise<void>;
  /** Whether the server refuses the API key or the token, so that no further attempt can succeed. */
  isFinal(error: unknown): boolean;
  /** Throws if the runtime has no WebSocket. */
  webSocket(): WebSocketClass;
  timing: Timing;
  /** The server's REALTIME_MAX_FRAME_BYTES. */
  maxFrameBytes: number;
  /** Sends a message to a room without a socket. */
  broadcast(body: SendBroadcast, options?: RequestOptions): Promise<SentBroadcast>;
  /** Reads the JSON of frames. Default: `JSON.parse`. */
  parse?: ParseJson | undefined;
}

interface ConnectionListener {
  onOpen(socket: PhoenixSocket): void;
  onFrame(frame: PhoenixFrame, socket: PhoenixSocket): void;
  /** The socket has ended. Another one follows. */
  onLoss(): void;
  /** No other socket follows. */
  onEnd(error: unknown): void;
  onStatus(status: ConnectionStatus): void;
}

/** The time from `connect` to `disconnect`. */
interface Run {
  WebSocket: WebSocketClass;
  hasOpened: boolean;
  first: Deferred<void>;
  /** The socket that is opening or open. */
  latest?: PhoenixSocket;
  /** Ends the pause before the next attempt. */
  wake?: () => void;
}

/** The socket that all channels share. A new one is opened whenever it ends. */
export class Connection {
  status: ConnectionStatus = { state: 'disconnected', retryAt: undefined, reason: undefined };
  /** Set while it is open. */
  socket: PhoenixSocket | undefined;
  readonly #setup: RealtimeSetup;
  readonly #listener: ConnectionListener;
  #run: Run | undefined;
  /** The one that the socket was opened with. */
  #token: string | undefined;
  readonly #age = new TokenAge();

  constructor(setup: RealtimeSetup, listener: ConnectionListener) {
    this.#setup = setup;
    this.#listener = listener;
  }

  /** Resolves when the first socket has opened, and throws if it does not open. */
  async connect(): Promise<void> {
    if (!this.#run) {
      const WebSocket = this.#setup.webSocket();
      this.#run = { WebSocket, hasOpened: false, first: deferred() };
      this.#setStatus('connecting');
      void this.#stayOpen(this.#run);
    }
    return this.#run.first.promise;
  }

  async disconnect(error: unknown): Promise<void> {
    const run = this.#run;
    if (!run) return;
    this.#run = undefined;
    this.socket = undefined;
    const reason = reasonOf(error);
    this.#setStatus('disconnecting', { reason });
    run.wake?.();
    run.first.reject(error);
    run.latest?.close('You disconnected.');
    this.#listener.onEnd(error);
    await run.latest?.ended;
    if (!this.#run) this.#setStatus('disconnected', { reason });
  }

  /** The milliseconds that the server takes to answer. Throws SocketEndedError. */
  async ping(): Promise<number> {
    if (!this.socket) throw new SocketEndedError('The connection is not open.');
    const start = performance.now();
    await this.socket.push('phoenix', 'heartbeat', {});
    return performance.now() - start;
  }

  /** Gives the server a new token, or opens another socket if the user has changed. */
  async renewToken(): Promise<void> {
    const socket = this.socket;
    const { tokens } = this.#setup;
    let token = await tokens.get();
    if (token !== undefined && this.#age.isOld(token, Date.now())) token = await tokens.refresh(token);
    if (!socket || socket !== this.socket || token === this.#token) return;
    const canRenew = token !== undefined && this.#token !== undefined;
    const isRenewed =
      canRenew && (await socket.push('phoenix', 'access_token', { access_token: token })).isOk;
    if (isRenewed) this.#token = token;
    else socket.close('The token has changed.');
  }

  async #stayOpen(run: Run): Promise<void> {
    for (let attempt = 0; this.#run === run; attempt += 1) {
      let reason: string;
      try {
        const socket = await this.#open(run);
        reason = await socket.ended;
        if (socket.hasHeard) attempt = 0;
      } catch (error) {
        const refusal = await this.#reasonOf(error);
        if (this.#run !== run) return;
        if (this.#setup.isFinal(refusal) || (!run.hasOpened && (refusal !== error || attempt > 1))) {
          return void this.disconnect(refusal);
        }
        reason = reasonOf(refusal);
      }
      if (this.#run !== run) return;
      this.#lose();
      const pauseMs = pauseBefore(attempt, this.#setup.timing);
      this.#setStatus('connecting', { reason, retryAt: new Date(Date.now() + pauseMs) });
      await pause(run, pauseMs);
      if (this.#run === run) this.#setStatus('connecting', { reason });
    }
  }

  async #open(run: Run): Promise<PhoenixSocket> {
    const { socketUrl, tokens, timing, maxFrameBytes, parse } = this.#setup;
    const token = await tokens.get();
    if (this.#run !== run) throw new Error('You disconnected.');
    const url = token === undefined ? socketUrl() : `${socketUrl()}&token=${encodeURIComponent(token)}`;
    const socket: PhoenixSocket = new PhoenixSocket({
      ...{ url, parse, timing, maxFrameBytes, WebSocket: run.WebSocket },
      onFrame: (frame) => this.#listener.onFrame(frame, socket),
      onBeat: () => void this.renewToken().catch(() => {}),
    });
    run.latest = socket;
    await socket.opened;
    this.socket = socket;
    this.#token = token;
    this.#setStatus('connected');
    run.hasOpened = true;
    run.first.resolve();
    this.#listener.onOpen(socket);
    return socket;
  }

  /** A socket that does not open says nothing about why, so a plain request asks. */
  #reasonOf(failure: unknown): Promise<unknown> {
    return this.#setup.check().then(
      () => failure,
      (refusal: unknown) => refusal,
    );
  }

  #lose(): void {
    if (!this.socket) return;
    this.socket = undefined;
    this.#listener.onLoss();
  }

  #setStatus(state: RealtimeState, { retryAt, reason }: Partial<Omit<ConnectionStatus, 'state'>> = {}): void {
    this.status = { state, retryAt, reason };
    this.#listener.onStatus(this.status);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof APIConnectionError) return 'The server does not answer.';
  return error instanceof Error ? error.message : String(error);
}

function pause(run: Run, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    run.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
