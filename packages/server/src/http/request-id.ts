import type { MiddlewareHandler } from 'hono';
import { requestId } from 'hono/request-id';

const HEADER = 'X-Request-Id';
const MAX_ID_CHARACTERS = 128;
const ACCEPTABLE = /^[\w.:@/+=-]{1,128}$/;

/** The id that a client has given its request, if acceptable, else a new one. */
export function requestIdOf(headers: Headers): string {
  const sent = headers.get(HEADER);
  return sent !== null && ACCEPTABLE.test(sent) ? sent : crypto.randomUUID();
}

/**
 * Gives the request an id, and the answer that id and `nosniff`. The id is the client's own, if acceptable. Hono refuses ids
 * with characters such as the dot of `trace-42.abc`, so the generator checks the sent id again.
 */
export function identifyRequest(): MiddlewareHandler {
  const identify = requestId({
    headerName: HEADER,
    limitLength: MAX_ID_CHARACTERS,
    generator: (c) => requestIdOf(c.req.raw.headers),
  });
  return (c, next) => {
    // Set before the answer exists: on a finished answer, each header would cost a new Response and a streamed body.
    c.header('X-Content-Type-Options', 'nosniff');
    return identify(c, next);
  };
}
