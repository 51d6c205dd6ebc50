import type { CountedCall } from '../checks/gateway-requests.ts';
import { type MeasuredMemory, type MemoryByProcess, totalMemory } from '../checks/memory.ts';
import type { MeasuredUploads } from '../checks/parallel-uploads.ts';
import type { MeasuredGrowth } from '../checks/transfer-growth.ts';
import type { MeasuredPair } from '../pairs/measure.ts';
import type { Pair } from '../pairs/pair.ts';
import type { BenchResult } from '../result.ts';
import type { MeasuredTransfer } from '../transfers/transfer.ts';
import { compare, outcome, type Verdict } from './compare.ts';
import { rowVerdicts } from './row-verdicts.ts';
import { countPerSecond, median, megabytes, milliseconds } from './table.ts';

const maxMemoryBytes = 700 * 1024 * 1024;
const maxGrowthBytes = 100 * 1024 * 1024;

export function verdictsOf(result: BenchResult): Verdict[] {
  const { pairs, transfers, growth, parallel, calls, memory, rows } = result;
  return [
    ...pairs.map(pairVerdict),
    ...transfers.map(transferVerdict),
    ...(growth ? [growthVerdict(growth)] : []),
    ...(parallel ? [parallelVerdict(parallel)] : []),
    ...callVerdicts(calls),
    ...(memory ? memoryVerdicts(memory) : []),
    ...rows.flatMap(rowVerdicts),
  ];
}

/** Why runs of a pair do not count. */
export function faultsOf({ a, b }: MeasuredPair): string[] {
  return [a, b].flatMap(({ title, runs }) =>
    runs.flatMap((run) => run.faults.map((fault) => `${title}: ${fault}`)),
  );
}

function pairVerdict(measured: MeasuredPair): Verdict {
  const { pair, a, b } = measured;
  const figures = (side: typeof a) => side.runs.map((run) => run[pair.figure]);
  const [upper, lower] = [figures(a), figures(b)];
  const { ratio, ...compared } = compare(upper, lower, pair.target);
  const isVoid = faultsOf(measured).length > 0;
  return {
    work: pair.title,
    a: figureText(pair, median(upper)),
    b: figureText(pair, median(lower)),
    ratio,
    target: compared.target,
    outcome: isVoid ? 'void' : compared.outcome,
  };
}

function transferVerdict({ transfer, a, b }: MeasuredTransfer): Verdict {
  const perSecond = (rounds: number[]) => `${megabytes(median(rounds))}/s`;
  return { work: transfer.title, a: perSecond(a), b: perSecond(b), ...compare(a, b, transfer.target) };
}

function growthVerdict({ moved, before, most }: MeasuredGrowth): Verdict {
  return {
    work: `growth of the edge process over ${megabytes(moved)} up and down`,
    a: megabytes(most - before),
    b: '',
    ratio: '',
    target: `< ${megabytes(maxGrowthBytes)}`,
    outcome: outcome(most - before < maxGrowthBytes),
  };
}

function parallelVerdict({ sent, there, errors, seconds }: MeasuredUploads): Verdict {
  return {
    work: `${sent} parallel 4 KB uploads, all stored, in ${seconds.toFixed(1)} s`,
    a: String(there),
    b: '',
    ratio: '',
    target: `${sent}, no error`,
    outcome: outcome(there === sent && errors === 0),
  };
}

function callVerdicts(calls: CountedCall[]): Verdict[] {
  const allowances = [...new Set(calls.map(({ allowed }) => allowed))].sort();
  return allowances.map((allowed) => {
    const kinds = calls.filter((call) => call.allowed === allowed);
    const most = Math.max(...kinds.map(({ requests }) => requests));
    const who =
      allowed === 1 ? `API call, ${kinds.length} kinds` : kinds.map(({ title }) => title).join(', ');
    return {
      work: `gateway requests per call: ${who}`,
      a: String(most),
      b: '',
      ratio: '',
      target: allowed === 1 ? '1' : `≤ ${allowed}`,
      outcome: outcome(kinds.every(({ requests }) => requests >= 1 && requests <= allowed)),
    };
  });
}

function memoryVerdicts({ fresh, afterLoad, restSeconds }: MeasuredMemory): Verdict[] {
  const verdict = (when: string, memory: MemoryByProcess): Verdict => ({
    work: `memory of all processes except Postgres, ${when}`,
    a: megabytes(totalMemory(memory)),
    b: '',
    ratio: '',
    target: `< ${megabytes(maxMemoryBytes)}`,
    outcome: outcome(totalMemory(memory) < maxMemoryBytes),
  });
  return [verdict('just started', fresh), verdict(`${restSeconds} s after the load`, afterLoad)];
}

function figureText({ figure }: Pair, value: number): string {
  return figure === 'p99Ms' ? milliseconds(value) : countPerSecond(value);
}
