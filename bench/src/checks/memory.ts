import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { runWrk } from '../load/wrk.ts';
import { rowById } from '../pairs/row-by-id.ts';
import type { Instance } from '../system/instance.ts';
import { type Memory, memoryOf } from '../system/processes.ts';

export type MemoryByProcess = Map<string, Memory>;

export interface MeasuredMemory {
  fresh: MemoryByProcess;
  afterLoad: MemoryByProcess;
  restSeconds: number;
}

/** Memory of every process of the instance but Postgres. */
export async function readMemory(instance: Instance): Promise<MemoryByProcess> {
  const services = await instance.services();
  return new Map(
    services.filter(({ name }) => name !== 'postgres').map(({ name, pid }) => [name, memoryOf(pid)]),
  );
}

/** Reads again after one more load and an idle time. */
export async function readMemoryAfterLoad(bench: Bench): Promise<MemoryByProcess> {
  const { instance, timing, signal } = bench;
  await runWrk(rowById(bench).load, { seconds: timing.seconds, folder: instance.folder, signal });
  await sleep(timing.restSeconds * 1000, undefined, { signal });
  return readMemory(instance);
}

/** The sum in bytes, of the proportional figures where the system has them. */
export function totalMemory(memory: MemoryByProcess): number {
  return [...memory.values()].reduce(
    (sum, { resident, proportional }) => sum + (proportional ?? resident),
    0,
  );
}
