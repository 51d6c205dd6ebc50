import type { CountedCall } from '../checks/gateway-requests.ts';
import { connections } from '../load/wrk.ts';
import type { BenchResult } from '../result.ts';
import { costTable } from './costs.ts';
import { memoryTable, memoryUnit } from './memory-table.ts';
import { table } from './table.ts';
import { faultsOf, verdictsOf } from './verdicts.ts';

/** All results of a run, as Markdown. */
export function page(result: BenchResult): string {
  const { date, machine, timing, pairs, calls, memory } = result;
  const method = `wrk with ${connections} connections, ${timing.rounds} rounds of ${timing.seconds} s a side`;
  return [
    `${date.toISOString().slice(0, 10)}; ${machine.join('; ')}; ${method}.`,
    verdictTable(result),
    ...voidNotes(result),
    ...notes(result),
    ...(pairs.length > 0 ? ['Processor time per request, by process (medians):', costTable(pairs)] : []),
    ...(calls.length > 0 ? [`Gateway requests per call:\n\n${callList(calls)}`] : []),
    ...(memory ? [`Memory. ${memoryUnit(memory)}`, memoryTable(memory)] : []),
  ].join('\n\n');
}

/** Whether a fault during the run makes its figures meaningless. */
export function isVoid(result: BenchResult): boolean {
  return voidNotes(result).length > 0;
}

function verdictTable(result: BenchResult): string {
  const rows = verdictsOf(result).map(({ work, a, b, ratio, target, outcome }) => [
    work,
    a,
    b,
    ratio,
    target,
    outcome,
  ]);
  return table(['Work', 'A', 'B', 'A ÷ B', 'Target', 'Result'], rows);
}

function voidNotes({ pairs, rows, restarted }: BenchResult): string[] {
  const ofPairs = pairs.map((measured) => ({ name: measured.pair.name, faults: faultsOf(measured) }));
  const faults = [...ofPairs, ...rows].flatMap(({ name, faults }) =>
    faults.map((fault) => `- ${name}: ${fault}`),
  );
  const restarts = restarted.map((name) => `- ${name} ended and was restarted`);
  if (faults.length + restarts.length === 0) return [];
  return [
    `VOID, because of what happened during the measurements:\n\n${[...faults, ...restarts].join('\n')}`,
  ];
}

function notes({ pairs, rows }: BenchResult): string[] {
  const ofPairs = pairs.map(({ pair, a, b }) => ({
    name: pair.name,
    note: [...a.runs, ...b.runs].flatMap(({ note }) => note ?? []).join(', '),
  }));
  return [...ofPairs, ...rows].flatMap(({ name, note }) => (note ? [`${name}: ${note}.`] : []));
}

function callList(calls: CountedCall[]): string {
  const byCount = Map.groupBy(calls, ({ requests }) => requests);
  return [...byCount]
    .sort(([x], [y]) => x - y)
    .map(([count, kinds]) => `- ${count}: ${kinds.map(({ title }) => title).join('; ')}`)
    .join('\n');
}
