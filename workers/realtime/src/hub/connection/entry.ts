import type { Principal } from '@selfdb/server/auth/principal';
import { anonymous } from '@selfdb/server/auth/principal';
import type { Visitor } from './socket.ts';

const HEADER = 'X-SelfDB-Visitor';
const PEER_HEADER = 'X-SelfDB-Peer';

/**
 * The request that hands a socket over to a Hub, under an id that the worker chose. It is built from scratch,
 * so that no header or secret of the client reaches the Hub.
 */
export function entryRequest(
  visitor: Visitor,
  peer: string | undefined,
  id: string,
  signal: AbortSignal,
): Request {
  const headers = new Headers({ Upgrade: 'websocket', [HEADER]: JSON.stringify(visitor) });
  if (peer) headers.set(PEER_HEADER, peer);
  // partyserver reads the id of a connection from this parameter.
  return new Request(`http://hub/socket?_pk=${id}`, { headers, signal });
}

/** The caller whom the worker has admitted. */
export function readVisitor(request: Request): Visitor {
  const { principal, expiresAt }: Visitor = JSON.parse(request.headers.get(HEADER) ?? 'null');
  return { principal: toPrincipal(principal), expiresAt };
}

/** The client's address and port, if known. */
export function readPeer(request: Request): string | undefined {
  return request.headers.get(PEER_HEADER) ?? undefined;
}

function toPrincipal(principal: Principal): Principal {
  return principal.kind === 'user' ? principal : anonymous;
}
