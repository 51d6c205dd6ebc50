import { createApi } from './api.ts';
import { backupRows } from './backups/index.ts';
import type { Bench } from './bench.ts';
import { countGatewayRequests } from './checks/gateway-requests.ts';
import { readMemory, readMemoryAfterLoad } from './checks/memory.ts';
import { uploadInParallel } from './checks/parallel-uploads.ts';
import { measureGrowth } from './checks/transfer-growth.ts';
import { functionRows } from './functions/index.ts';
import { findWrk } from './load/wrk.ts';
import { describeMachine } from './machine.ts';
import { isChosen } from './options.ts';
import { pairs } from './pairs/index.ts';
import { measurePair } from './pairs/measure.ts';
import { realtimeRows } from './realtime/index.ts';
import { type BenchResult, countName, growthName, memoryName, parallelName } from './result.ts';
import type { BenchRow, MeasuredRow } from './row.ts';
import { startInstance } from './system/instance.ts';
import type { Timing } from './timing.ts';
import { transfers } from './transfers/index.ts';
import { measureTransfer } from './transfers/transfer.ts';
import { prepareWorld } from './world.ts';

export interface RunOptions {
  timing: Timing;
  names: string[];
  signal: AbortSignal;
  say(message: string): void;
}

/** Starts an instance, measures the chosen rows, and always stops the instance. */
export async function runBench({ timing, names, signal, say }: RunOptions): Promise<BenchResult> {
  const wrkVersion = await findWrk(signal);
  await using stack = new AsyncDisposableStack();
  say('Starting an instance...');
  const instance = await startInstance(stack, signal);
  stack.defer(() => say('Stopping the instance...'));
  const api = createApi(instance.apiUrl, instance.settings.API_KEY, signal);
  say('Preparing 10,000 rows...');
  const world = await prepareWorld(instance, api);
  const bench: Bench = { instance, api, world, timing, signal, say };
  const machine = await describeMachine(instance, wrkVersion);
  return { date: new Date(), timing, machine, ...(await measure(bench, names)) };
}

async function measure(bench: Bench, names: string[]) {
  const { instance, timing, say } = bench;
  const before = await instance.services();
  const chosen = (name: string) => isChosen(name, names);
  const fresh = chosen(memoryName) ? await readMemory(instance) : undefined;
  const measured: BenchResult['pairs'] = [];
  for (const pair of pairs.filter(({ name }) => chosen(name))) {
    say(`Measuring: ${pair.title}`);
    measured.push(await measurePair(bench, pair));
  }
  const moved: BenchResult['transfers'] = [];
  for (const transfer of transfers.filter(({ name }) => chosen(name))) {
    say(`Measuring: ${transfer.title}`);
    moved.push(await measureTransfer(bench, transfer));
  }
  if (chosen(growthName)) say('Measuring: growth over a large upload and download');
  const growth = chosen(growthName) ? await measureGrowth(bench) : undefined;
  if (chosen(parallelName)) say('Uploading a thousand files at once');
  const parallel = chosen(parallelName) ? await uploadInParallel(bench) : undefined;
  if (chosen(countName)) say('Counting gateway requests');
  const calls = chosen(countName) ? await countGatewayRequests(bench) : [];
  if (fresh) say(`Measuring: memory after an idle time of ${timing.restSeconds} s`);
  const afterLoad = fresh ? await readMemoryAfterLoad(bench) : undefined;
  // After the memory was read, which is about requests: thousands of sockets have rows of their own.
  const rows: MeasuredRow[] = [];
  for (const row of [...realtimeRows, ...backupRows, ...functionRows].filter(({ name }) => chosen(name))) {
    rows.push(await measureRow(bench, row));
  }
  const after = await instance.services();
  const isSame = (name: string, pid: number) => after.some((each) => each.name === name && each.pid === pid);
  return {
    pairs: measured,
    transfers: moved,
    growth,
    parallel,
    rows,
    calls,
    memory: fresh && afterLoad ? { fresh, afterLoad, restSeconds: timing.restSeconds } : undefined,
    restarted: before.filter(({ name, pid }) => !isSame(name, pid)).map(({ name }) => name),
  };
}

/** A failure here voids only its own row: a refused socket is a result too. */
async function measureRow(bench: Bench, row: BenchRow): Promise<MeasuredRow> {
  const { name, title } = row;
  bench.say(`Measuring: ${title}`);
  await using stack = new AsyncDisposableStack();
  try {
    return { name, ...(await row.measure(bench, stack)) };
  } catch (error) {
    if (bench.signal.aborted || !(error instanceof Error)) throw error;
    return { name, findings: [], faults: [error.message] };
  }
}
