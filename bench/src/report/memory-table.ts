import { type MeasuredMemory, totalMemory } from '../checks/memory.ts';
import type { Memory } from '../system/processes.ts';
import { megabytes, table } from './table.ts';

/** Memory by process, before and after the load. */
export function memoryTable({ fresh, afterLoad, restSeconds }: MeasuredMemory): string {
  const figure = (memory: Memory | undefined) => {
    if (!memory) return '';
    const resident = megabytes(memory.resident);
    return memory.proportional === undefined ? resident : `${megabytes(memory.proportional)} (${resident})`;
  };
  const names = [...new Set([...fresh.keys(), ...afterLoad.keys()])];
  return table(
    ['Process', 'Just started', `${restSeconds} s after the load`],
    [
      ...names.map((name) => [name, figure(fresh.get(name)), figure(afterLoad.get(name))]),
      ['total', megabytes(totalMemory(fresh)), megabytes(totalMemory(afterLoad))],
    ],
  );
}

/** The unit of the table. */
export function memoryUnit({ fresh }: MeasuredMemory): string {
  const isProportional = [...fresh.values()].every(({ proportional }) => proportional !== undefined);
  return isProportional
    ? 'Proportional set size (Pss of /proc/<pid>/smaps_rollup: a page that n processes share counts 1/n in each), with the resident set size in brackets. The target applies to the former.'
    : 'Resident set size (`ps -o rss`).';
}
