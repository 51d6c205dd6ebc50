import { AuthenticationError, BadRequestError, PermissionDeniedError, SelfDBError } from '../errors.ts';
import type { HttpClient } from '../http/client.ts';
import type { RealtimeSetup } from './connection/connection.ts';
import type { WebSocketClass } from './connection/phoenix-socket.ts';
import { TIMING } from './connection/timing.ts';
import { Realtime } from './realtime.ts';

const PATH = '/realtime/socket';

/** The default of the server's REALTIME_MAX_FRAME_BYTES. */
const MAX_FRAME_BYTES = 262_144;

interface RealtimeOptions {
  /** For runtimes that have none of their own, such as Node 20. */
  WebSocket?: WebSocketClass | undefined;
  maxFrameBytes?: number | undefined;
}

/** Realtime of a client. */
export function createRealtime(
  http: HttpClient,
  { WebSocket, maxFrameBytes = MAX_FRAME_BYTES }: RealtimeOptions,
): Realtime {
  const setup: RealtimeSetup = {
    tokens: http.tokens,
    socketUrl: () => socketUrl(http),
    check: () => check(http),
    isFinal: (error) => error instanceof AuthenticationError || error instanceof PermissionDeniedError,
    webSocket: () => WebSocket ?? globalWebSocket(),
    timing: TIMING,
    maxFrameBytes,
    parse: http.parse,
    broadcast: (body, options) => http.call('POST /realtime/broadcast', { body }, options),
  };
  return new Realtime(setup, () => http.lastCursor);
}

function socketUrl({ baseUrl, apiKey }: HttpClient): string {
  const url = new URL(baseUrl + PATH, globalThis.location?.href);
  url.protocol = url.protocol.replace('http', 'ws');
  url.search = String(new URLSearchParams({ vsn: '2.0.0', 'X-API-Key': apiKey }));
  return url.href;
}

/** A plain request to the same path is answered with "upgrade required", after the key and the token were checked. */
async function check(http: HttpClient): Promise<void> {
  try {
    await http.send('GET', PATH);
  } catch (error) {
    if (!(error instanceof SelfDBError) || error.status !== 426) throw error;
  }
}

function globalWebSocket(): WebSocketClass {
  if (typeof globalThis.WebSocket === 'function') return globalThis.WebSocket;
  throw new BadRequestError(
    'This runtime has no WebSocket. Pass one, such as that of the package ws: new SelfDB({ …, WebSocket }).',
    { code: 'bad_request' },
  );
}
