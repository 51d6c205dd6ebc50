import { randomBytes } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import type { Door } from '../clients/channel-client.ts';
import { type Answer, type Query, withQuery } from '../clients/client.ts';
import { system } from '../world/users.ts';

export interface Knock {
  method?: string;
  path?: string;
  query?: Query;
  /** Instead of those of a handshake; undefined leaves one out. */
  headers?: Record<string, string | undefined>;
  at?: Door;
}

export const SOCKET_PATH = '/realtime/socket';

/** Asks for a WebSocket by hand, and gives the answer of a server that refuses it. Throws when it is opened. */
export async function refusal(knock: Knock): Promise<Answer<unknown>> {
  const met = await ask(knock);
  if (!(met instanceof RawSocket)) return met;
  met.destroy();
  throw new Error('the socket was opened');
}

/** Opens a WebSocket whose every byte, read or not, is in the test's own hands. Throws when it is refused. */
export async function enter(knock: Knock = {}): Promise<RawSocket> {
  const met = await ask(knock);
  if (met instanceof RawSocket) return met;
  throw new Error(`refused: ${met.status} ${met.text}`);
}

function ask({ method = 'GET', path = SOCKET_PATH, query, headers, at = system }: Knock) {
  const handshake = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'X-API-Key': at.apiKey,
    ...headers,
  };
  const sent = Object.entries(handshake).filter(([, value]) => value !== undefined);
  return new Promise<RawSocket | Answer<unknown>>((resolve, reject) => {
    const asked = request(at.baseUrl + withQuery(path, query), {
      method,
      agent: false,
      headers: Object.fromEntries(sent),
    });
    asked.on('upgrade', (_, socket, head) => resolve(new RawSocket(socket as Socket, head)));
    asked.on('response', (response) => toAnswer(method, path, response).then(resolve, reject));
    asked.on('error', reject);
    asked.end();
  });
}

async function toAnswer(method: string, path: string, response: IncomingMessage): Promise<Answer<unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const bytes = new Uint8Array(Buffer.concat(chunks));
  const text = new TextDecoder().decode(bytes);
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return { method, path, status: response.statusCode ?? 0, headers, bytes, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TEXT = 1;
const CLOSE = 8;

/** RFC 6455, from its client's side. */
export class RawSocket {
  readonly texts: string[] = [];
  /** The close frame of the server; rejects if the connection ends without one. */
  readonly closeFrame: Promise<{ code: number; reason: string }>;
  /** Resolves when the connection has ended, however it was. */
  readonly ended: Promise<void>;
  readonly #socket: Socket;
  #rest: Buffer;
  #resolveCloseFrame: (frame: { code: number; reason: string }) => void = () => undefined;

  constructor(socket: Socket, head: Buffer) {
    this.#socket = socket;
    this.#rest = head;
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()));
    this.closeFrame = new Promise((resolve, reject) => {
      this.#resolveCloseFrame = resolve;
      socket.once('close', () => reject(new Error('the connection ended without a close frame')));
    });
    this.closeFrame.catch(() => undefined);
    socket.on('error', () => undefined);
    socket.on('data', (data) => this.#take(data));
  }

  /** Resolves when it has left this process, which it may never do. */
  send(text: string | Buffer): Promise<void> {
    const body = Buffer.from(text);
    this.#socket.write(headOf(body.length));
    return new Promise((flushed) => this.#socket.write(body, () => flushed()));
  }

  /** Sends a close frame with these bytes in it, of which the first two are its code. */
  sayFarewell(body: Buffer): void {
    this.#socket.write(Buffer.concat([headOf(body.length, CLOSE), body]));
  }

  /** Sends what need not be a frame. */
  sendBytes(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** Reads nothing more, so that what the server sends piles up. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, data]);
    for (let frame = readFrame(this.#rest); frame; frame = readFrame(this.#rest)) {
      const { opcode, body } = frame;
      this.#rest = frame.rest;
      if (opcode === TEXT) this.texts.push(body.toString());
      if (opcode === CLOSE) {
        this.#resolveCloseFrame({ code: body.readUInt16BE(0), reason: body.subarray(2).toString() });
      }
    }
  }
}

/** What stands before the bytes of a frame. Its mask is all zeros, which is one, and leaves the bytes as they are. */
function headOf(length: number, opcode = TEXT): Buffer {
  const mask = Buffer.alloc(4);
  if (length < 126) return Buffer.concat([Buffer.of(0x80 | opcode, 0x80 | length), mask]);
  const size = Buffer.alloc(length < 65_536 ? 2 : 8);
  if (size.length === 2) size.writeUInt16BE(length);
  else size.writeBigUInt64BE(BigInt(length));
  return Buffer.concat([Buffer.of(0x80 | opcode, 0x80 | (size.length === 2 ? 126 : 127)), size, mask]);
}

function readFrame(bytes: Buffer): { opcode: number; body: Buffer; rest: Buffer } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes.readUInt8(1) & 0x7f;
  const start = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
  if (bytes.length < start) return undefined;
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + length) return undefined;
  const body = bytes.subarray(start, start + length);
  return { opcode: bytes.readUInt8(0) & 0x0f, body, rest: bytes.subarray(start + length) };
}
