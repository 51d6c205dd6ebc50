import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  headers: Record<string, string>;
  body: string;
}

/** An HTTP server of its own. `answer` gives the status for each request and how many came before. */
export async function startReceiver(answer: (request: Received, before: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const got = { headers, body: Buffer.concat(chunks).toString('utf8') };
      const status = answer(got, received.length);
      received.push(got);
      const location = status === 302 ? { Location: `http://${request.headers.host}/elsewhere` } : {};
      response.writeHead(status, location).end(`status ${status}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { received, address: `127.0.0.1:${port}`, stop: () => void server.close() };
}
