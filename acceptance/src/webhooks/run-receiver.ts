import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A run of a function, as it says itself. */
interface Run {
  /** The delivery, or when a schedule was due. */
  key: string;
  execution: string;
}

/** Where a function tells that it runs: outside of the system, so that nothing of it is lost or made up there. */
export interface RunReceiver {
  runs: Run[];
  /** For FUNCTIONS_ALLOWED_ADDRESSES. */
  address: string;
  /** Tells of its run, and then works for a moment. */
  codeOfFunction: string;
  stop(): Promise<void>;
}

export async function startRunReceiver(workMs = 0): Promise<RunReceiver> {
  const runs: Run[] = [];
  const server = createServer(async (request, response) => {
    runs.push((await json(request)) as Run);
    response.writeHead(204).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const codeOfFunction = `export default { async fetch(request) {
    const execution = request.headers.get('x-execution-id');
    const key = request.headers.get('x-delivery-id') ?? (await request.json()).scheduled_at;
    await fetch('http://${address}/', { method: 'POST', body: JSON.stringify({ key, execution }) });
    await new Promise((done) => setTimeout(done, ${workMs}));
    return Response.json({ key });
  } };
  export const triggers = [{ type: 'schedule', cron: '0 0 1 1 *' }, { type: 'webhook' }];`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { runs, address, codeOfFunction, stop };
}
