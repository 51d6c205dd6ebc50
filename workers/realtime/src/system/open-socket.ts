import type { Principal } from '@selfdb/server/auth/principal';
import { requireAlive } from '@selfdb/server/db/authority';
import { bearerToken, checkApiKey, openToken } from '@selfdb/server/http/caller/authenticate';
import { peerOf } from '@selfdb/server/http/caller/client-address';
import type { AppContext } from '@selfdb/server/http/context';
import { AppError } from '@selfdb/shared/errors';
import type { RealtimeBindings } from '../bindings.ts';
import { selectCallerRole } from '../hub/authorization/repository.ts';
import { entryRequest } from '../hub/connection/entry.ts';
import type { Visitor } from '../hub/connection/socket.ts';
import { endOf } from '../hub/connection/socket-lifetimes.ts';
import { shardName } from '../hub/shards.ts';
import { readSubprotocols } from './subprotocols.ts';

interface Query {
  token?: string | undefined;
  'X-API-Key'?: string | undefined;
}

/** Authenticates the caller, and connects its socket to a Hub. */
export async function openSocket(c: AppContext<RealtimeBindings>, query: Query): Promise<Response> {
  const key = c.req.header('X-API-Key') ?? query['X-API-Key'];
  checkApiKey(c, key);
  const { token, accepted } = readSubprotocols(c.req.header('Sec-WebSocket-Protocol'));
  // Clients that have no token yet send an empty one.
  const visitor = await visitorOf(c, bearerToken(c) ?? (query.token || token || undefined));
  if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') {
    c.header('Upgrade', 'websocket');
    throw new AppError('upgrade_required', 'Connect to this path with a WebSocket.');
  }
  const shard = Math.floor(Math.random() * c.get('env').REALTIME_SHARDS);
  const id = crypto.randomUUID();
  const hub = c.env.HUB.getByName(shardName(shard));
  const cutter = new AbortController();
  const { webSocket } = await hub.fetch(entryRequest(visitor, peerOf(c), id, cutter.signal));
  if (!webSocket) {
    throw new AppError('unavailable', 'The server has reached its limit of sockets. Try again shortly.', {
      retryAfterSeconds: 1,
    });
  }
  const end = endOf(id) ?? hub.socketEnd(id);
  c.executionCtx.waitUntil(end.then((isCut) => isCut && cutter.abort()).catch(() => {}));
  const headers = accepted === undefined ? {} : { 'Sec-WebSocket-Protocol': accepted };
  return new Response(null, { status: 101, webSocket, headers });
}

async function visitorOf(c: AppContext<RealtimeBindings>, token: string | undefined): Promise<Visitor> {
  if (token === undefined) return { principal: c.get('principal'), expiresAt: null };
  const { principal, expiresAt } = await openToken(c, token);
  await requireSession(c, principal);
  return { principal, expiresAt };
}

async function requireSession(c: AppContext<RealtimeBindings>, principal: Principal): Promise<void> {
  const [row] = await selectCallerRole(c.get('db'), principal);
  requireAlive(principal, row?.my_role);
}
