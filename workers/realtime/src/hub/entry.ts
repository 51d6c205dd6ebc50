import type { Principal } from '@selfdb/shared/auth/principal';
import { anonymous } from '@selfdb/shared/auth/principal';
import type { Visitor } from './socket.ts';

const HEADER = 'X-SelfDB-Visitor';
const PEER_HEADER = 'X-SelfDB-Peer';

/**
 * The request by which the worker hands a socket over to a Hub, under an id that it chose: made anew, so that nothing of
 * the client's own gets there, neither its secrets nor a header that claims to be somebody.
 */
export function entryRequest(
  visitor: Visitor,
  peer: string | undefined,
  id: string,
  signal: AbortSignal,
): Request {
  const headers = new Headers({ Upgrade: 'websocket', [HEADER]: JSON.stringify(visitor) });
  if (peer) headers.set(PEER_HEADER, peer);
  // partyserver takes the id of a connection from this parameter.
  return new Request(`http://hub/socket?_pk=${id}`, { headers, signal });
}

/** Who it is that the worker has let in. */
export function readVisitor(request: Request): Visitor {
  const { principal, expiresAt }: Visitor = JSON.parse(request.headers.get(HEADER) ?? 'null');
  return { principal: toPrincipal(principal), expiresAt };
}

/** The other end of its connection, if that is known. */
export function readPeer(request: Request): string | undefined {
  return request.headers.get(PEER_HEADER) ?? undefined;
}

function toPrincipal(principal: Principal): Principal {
  return principal.kind === 'user' ? principal : anonymous;
}
