import { requestId } from 'hono/request-id';

const HEADER = 'X-Request-Id';
const MAX_ID_CHARACTERS = 128;
const ACCEPTABLE = /^[\w.:@/+=-]{1,128}$/;

/**
 * Gives the request an id and puts it on the answer: the client's own, if acceptable. Hono refuses ids with characters
 * such as the dot of `trace-42.abc`, so what it asks for instead is the client's id once more.
 */
export function identifyRequest() {
  return requestId({
    headerName: HEADER,
    limitLength: MAX_ID_CHARACTERS,
    generator: (c) => {
      const sent = c.req.header(HEADER);
      return sent !== undefined && ACCEPTABLE.test(sent) ? sent : crypto.randomUUID();
    },
  });
}
