import type { CountedCall } from './checks/gateway-requests.ts';
import type { MeasuredMemory } from './checks/memory.ts';
import type { MeasuredUploads } from './checks/parallel-uploads.ts';
import type { MeasuredGrowth } from './checks/transfer-growth.ts';
import type { MeasuredPair } from './pairs/measure.ts';
import type { MeasuredRow } from './row.ts';
import type { Timing } from './timing.ts';
import type { MeasuredTransfer } from './transfers/transfer.ts';

/** Command-line names of the rows that compare no loads. */
export const countName = 'gateway-requests';
export const memoryName = 'memory';
export const growthName = 'transfer-growth';
export const parallelName = 'parallel-uploads';

/** All results of one run of the bench. */
export interface BenchResult {
  date: Date;
  timing: Timing;
  machine: string[];
  pairs: MeasuredPair[];
  transfers: MeasuredTransfer[];
  growth: MeasuredGrowth | undefined;
  parallel: MeasuredUploads | undefined;
  rows: MeasuredRow[];
  calls: CountedCall[];
  memory: MeasuredMemory | undefined;
  /** Processes that were restarted during the run, which voids it. */
  restarted: string[];
}
