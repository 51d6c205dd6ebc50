import type { MeasuredPair, MeasuredRun } from '../pairs/measure.ts';
import { median, table } from './table.ts';

/** A process below this does not take part in the load. */
const leastMicroseconds = 1;

/** Latency and processor time of each load, from all its runs in all pairs. */
export function costTable(pairs: MeasuredPair[]): string {
  const loads = new Map<string, MeasuredRun[]>();
  for (const { title, runs } of pairs.flatMap(({ a, b }) => [a, b])) {
    loads.set(title, [...(loads.get(title) ?? []), ...runs]);
  }
  const costs = [...loads].map(([title, runs]) => ({ title, runs, cpu: medianCpu(runs) }));
  const names = [...new Set(costs.flatMap(({ cpu }) => [...cpu.keys()]))];
  const header = ['Load', 'Requests/s', 'p50', 'p99', ...names.map((name) => `${name} µs`), 'total µs'];
  const rows = costs.map(({ title, runs, cpu }) => [
    title,
    Math.round(median(runs.map((run) => run.perSecond))).toLocaleString('en-US'),
    `${median(runs.map((run) => run.p50Ms)).toFixed(1)} ms`,
    `${median(runs.map((run) => run.p99Ms)).toFixed(1)} ms`,
    ...names.map((name) => cpu.get(name)?.toFixed(0) ?? ''),
    [...cpu.values()].reduce((sum, value) => sum + value, 0).toFixed(0),
  ]);
  return table(header, rows);
}

function medianCpu(runs: MeasuredRun[]): Map<string, number> {
  const names = new Set(runs.flatMap(({ cpu }) => [...cpu.keys()]));
  const medians = [...names].map(
    (name) => [name, median(runs.map(({ cpu }) => cpu.get(name) ?? 0))] as const,
  );
  return new Map(medians.filter(([, value]) => value >= leastMicroseconds));
}
