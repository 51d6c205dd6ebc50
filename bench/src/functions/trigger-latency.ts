import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { createLiveTable } from '../realtime/live-table.ts';
import { connectWriter } from '../realtime/writer.ts';
import { median, milliseconds } from '../report/table.ts';
import type { BenchRow } from '../row.ts';
import type { Tokens } from '../world.ts';
import { openFunctions } from './deploy.ts';

const rowsPerRound = 20;
const pauseMs = 150;
const maxMs = 50;
const waitMs = 10_000;

interface Execution {
  result: { n: number; atMs: number } | null;
}

export const triggerLatency: BenchRow = {
  name: 'functions-trigger',
  title: 'from the commit of a row to the function that its table starts',
  async measure(bench, stack) {
    const table = await createLiveTable(bench, false);
    const deploy = await openFunctions(bench, stack);
    const triggers = JSON.stringify([{ type: 'database', table: table.name, operations: ['INSERT'] }]);
    const { id } = await deploy(`export const triggers = ${triggers};
      export default async (request) => ({ atMs: Date.now(), n: (await request.json()).data.n });`);
    const writer = await connectWriter(bench, stack);
    const rows = bench.timing.rounds * rowsPerRound;
    const sentAtMs: number[] = [];
    // The first row starts a process, and is not measured.
    for (let n = 0; n <= rows; n += 1) {
      sentAtMs.push(Date.now());
      await writer.insertAtOnce(table, 1, n);
      await sleep(n === 0 ? 2000 : pauseMs, undefined, { signal: bench.signal });
    }
    const results = await readResults(bench, id, rows + 1);
    const latencies = results
      .filter(({ n }) => n > 1)
      .map(({ n, atMs }) => atMs - (sentAtMs[n - 1] ?? Number.NaN));
    return {
      findings: [
        {
          work: `p50 from the commit of a row to its function, ${rows} rows`,
          ...{ a: median(latencies), below: maxMs, show: milliseconds },
        },
      ],
      faults:
        results.length === rows + 1 ? [] : [`${results.length} of ${rows + 1} rows started the function`],
    };
  },
};

/** What the executions answered, when there are so many or no more time. */
async function readResults({ api, instance, signal }: Bench, id: string, count: number) {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = instance.settings;
  const { access_token: token } = await api<Tokens>('/users/token', { json: { email, password } });
  const endMs = performance.now() + waitMs;
  for (;;) {
    const path = `/functions/${id}/executions?status=completed&limit=1000`;
    const executions = await api<Execution[]>(path, { token });
    const results = executions.flatMap(({ result }) => result ?? []);
    if (results.length >= count || performance.now() > endMs) return results;
    await sleep(100, undefined, { signal });
  }
}
