import type { CountedCall } from './checks/gateway-requests.ts';
import type { MeasuredMemory } from './checks/memory.ts';
import type { MeasuredPair } from './pairs/measure.ts';
import type { Timing } from './timing.ts';

/** Names of the rows that compare no loads, for the command line. */
export const countName = 'gateway-requests';
export const memoryName = 'memory';

/** All that one run of the bench has found out. */
export interface BenchResult {
  date: Date;
  timing: Timing;
  machine: string[];
  pairs: MeasuredPair[];
  calls: CountedCall[];
  memory: MeasuredMemory | undefined;
  /** Processes that were started again meanwhile, which spoils the whole run. */
  restarted: string[];
}
