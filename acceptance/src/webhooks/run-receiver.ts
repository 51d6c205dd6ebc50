import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Caller } from '../clients/client.ts';

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

/**
 * Executions of which there should be no second one with the same key: of those with one key, all but the last one are recorded
 * as having failed. Says why they failed.
 */
export async function unexplainedRepeats(runs: Run[], owner: Caller, functionId: string): Promise<string[]> {
  const byKey = Map.groupBy(runs, ({ key }) => key);
  const repeated = [...byKey.values()].filter((same) => same.length > 1);
  const reasons: string[] = [];
  const unexplained: string[] = [];
  for (const same of repeated) {
    const executions = new Set(same.map(({ execution }) => execution));
    if (executions.size < same.length) unexplained.push(`${same[0]?.execution} ran twice itself`);
    let completed = 0;
    for (const id of executions) {
      const { body } = await owner.get<ExecutionRecord>(`/functions/${functionId}/executions/${id}`);
      if (body.status === 'completed') completed += 1;
      else reasons.push(`${body.status}: ${body.error_message}`);
      if (body.status === 'running') unexplained.push(`${id} has not ended`);
    }
    if (completed > 1) unexplained.push(`${same[0]?.key} completed ${completed} times`);
  }
  const counts = [...Map.groupBy(reasons, (reason) => reason)].map(
    ([reason, all]) => `${all.length} ${reason}`,
  );
  console.info(`${repeated.length} ran again; ${counts.join('; ')}`);
  return unexplained;
}

interface ExecutionRecord {
  status: string;
  error_message: string | null;
}
