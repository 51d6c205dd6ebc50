import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/**
 * Stands in for a mail service on 127.0.0.1: takes mails by POST, each once by its `Idempotency-Key`. `received` is told of each;
 * if it throws, the answer is 503.
 */
export async function startReceiver(
  port: number,
  received: (mail: Mail) => void,
): Promise<{ url: string; stop: () => void }> {
  const known = new Set<string>();
  const server = createServer(async (request, response) => {
    const key = String(request.headers['idempotency-key']);
    const body = await text(request);
    try {
      if (!known.has(key)) received(JSON.parse(body));
      known.add(key);
      response.writeHead(202).end();
    } catch {
      response.writeHead(503).end();
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const chosen = typeof address === 'object' && address ? address.port : port;
  return { url: `http://127.0.0.1:${chosen}/mails`, stop: () => server.close() };
}
