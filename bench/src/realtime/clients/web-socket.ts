import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { FrameReader } from './frame-reader.ts';

const text = 1;
const close = 8;
const headEnd = '\r\n\r\n';
const noMask = [0, 0, 0, 0];
/** Each read is handled before the next, so one buffer serves all. */
const memory = Buffer.alloc(64 * 1024);

const pauseMs = 1;
const neverWritten = new Int32Array(new SharedArrayBuffer(4));
let isPauseDue = false;

/**
 * Sleeps for a millisecond after each read. Waking a process that waits costs the sender 3 µs, and
 * clients on machines of their own are not woken by the server's.
 */
function pauseSoon(): void {
  if (isPauseDue) return;
  isPauseDue = true;
  setImmediate(() => {
    isPauseDue = false;
    Atomics.wait(neverWritten, 0, 0, pauseMs);
  });
}

export interface SocketHandlers {
  /** Takes a text, which is good until it returns. */
  take(frame: Buffer): void;
  /** Called once, however the socket ended. */
  closed(why: string): void;
}

/** A WebSocket for clients that costs less to read from than a library's, because it does no more than is needed here. */
export class WebSocketClient {
  readonly #socket: Socket;
  readonly #frames = new FrameReader();
  readonly #handlers: SocketHandlers;
  readonly #opening = Promise.withResolvers<void>();
  #isOpen = false;
  #closeReason = 'without a word';

  private constructor(url: URL, handlers: SocketHandlers) {
    this.#handlers = handlers;
    this.#socket = connect({
      port: Number(url.port),
      host: url.hostname,
      noDelay: true,
      onread: { buffer: memory, callback: (length) => this.#read(memory.subarray(0, length)) },
    });
    const request = [
      `GET ${url.pathname}${url.search} HTTP/1.1`,
      `Host: ${url.host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ];
    this.#socket.write(request.join('\r\n') + headEnd);
    this.#socket.once('error', (error) => {
      this.#closeReason = error.message;
    });
    this.#socket.once('close', () => this.#end());
  }

  /** Resolves when it is open. Throws when it is refused. */
  static async open(url: string, handlers: SocketHandlers): Promise<WebSocketClient> {
    const client = new WebSocketClient(new URL(url), handlers);
    await client.#opening.promise;
    return client;
  }

  /** Sends a text of at most 65,535 bytes. */
  send(message: string): void {
    this.#send(text, Buffer.from(message));
  }

  close(): void {
    this.#send(close, Buffer.from([1000 >> 8, 1000 & 255]));
    this.#socket.end();
  }

  #send(opcode: number, payload: Buffer): void {
    const { length } = payload;
    const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255];
    this.#socket.write(Buffer.from([0x80 | opcode, ...size, ...noMask, ...payload]));
  }

  #read(chunk: Buffer): boolean {
    pauseSoon();
    let frames = chunk;
    if (!this.#isOpen) {
      const end = chunk.indexOf(headEnd);
      if (!chunk.toString('latin1', 0, end).startsWith('HTTP/1.1 101')) {
        this.#closeReason = `refused: ${firstLineAndBody(chunk.toString())}`;
        this.#socket.destroy();
        return false;
      }
      frames = chunk.subarray(end + headEnd.length);
      this.#isOpen = true;
      this.#opening.resolve();
    }
    this.#frames.read(frames, (opcode, payload) => {
      if (opcode === text) this.#handlers.take(payload);
      else if (opcode === close) this.#leave(payload);
    });
    return true;
  }

  #leave(payload: Buffer): void {
    this.#closeReason = `${payload.length < 2 ? 1005 : payload.readUInt16BE(0)} ${payload.subarray(2)}`;
    this.#socket.end();
  }

  #end(): void {
    this.#opening.reject(new Error(`the socket was ${this.#closeReason}`));
    this.#handlers.closed(this.#closeReason);
  }
}

function firstLineAndBody(answer: string): string {
  const [head = '', body = ''] = answer.split(headEnd);
  return `${head.split('\r\n')[0]} ${body}`;
}
