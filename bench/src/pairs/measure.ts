import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { tryOnce } from '../load/load.ts';
import { type Run, runWrk } from '../load/wrk.ts';
import { cpuMicroseconds, type MeasuredProcess } from '../system/processes.ts';
import type { Background, Pair, Side } from './pair.ts';

/** For the connections of the run before to be closed. */
const pauseMs = 200;
/** Lets background work get going before the load begins. */
const leadMs = 500;

export interface MeasuredRun extends Run {
  /** Microseconds of processor time per request, by process. */
  cpu: Map<string, number>;
  note: string | undefined;
}

export interface MeasuredPair {
  pair: Pair;
  a: { title: string; runs: MeasuredRun[] };
  b: { title: string; runs: MeasuredRun[] };
}

/** Warms both sides up, then measures them in turn. */
export async function measurePair(bench: Bench, pair: Pair): Promise<MeasuredPair> {
  await using stack = new AsyncDisposableStack();
  const [a, b] = await pair.open(bench, stack);
  const measured: MeasuredPair = { pair, a: { title: a.title, runs: [] }, b: { title: b.title, runs: [] } };
  const { rounds, seconds, warmUpSeconds } = bench.timing;
  const services = await bench.instance.services();
  for (const side of [a, b]) {
    await tryOnce(side.load, bench.signal);
    await measureSide(bench, services, side, warmUpSeconds);
  }
  for (let round = 1; round <= rounds; round += 1) {
    measured.a.runs.push(await measureSide(bench, services, a, seconds));
    measured.b.runs.push(await measureSide(bench, services, b, seconds));
  }
  return measured;
}

async function measureSide(
  { instance: { folder }, signal }: Bench,
  services: MeasuredProcess[],
  { load, process, startBeside }: Side,
  seconds: number,
): Promise<MeasuredRun> {
  await sleep(pauseMs, undefined, { signal });
  const processes = process ? [...services, process] : services;
  const beside = startBeside?.();
  let told: Awaited<ReturnType<Background['stop']>> | undefined;
  let run: Run;
  let before: (number | undefined)[];
  let after: (number | undefined)[];
  try {
    if (beside) await sleep(leadMs, undefined, { signal });
    before = processes.map(cpuMicroseconds);
    run = await runWrk(load, { seconds, folder, signal });
    after = processes.map(cpuMicroseconds);
  } finally {
    told = await beside?.stop();
  }
  const cpu = new Map<string, number>();
  processes.forEach(({ name }, index) => {
    const used = (after[index] ?? Number.NaN) - (before[index] ?? Number.NaN);
    if (used > 0) cpu.set(name, used / run.requests);
  });
  return { ...run, faults: [...run.faults, ...(told?.faults ?? [])], cpu, note: told?.note };
}
