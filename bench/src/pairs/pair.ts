import type { Bench } from '../bench.ts';
import type { Load } from '../load/load.ts';
import type { MeasuredProcess } from '../system/processes.ts';

export type Target = { atLeast: number } | { atMost: number };

/** Work that runs in the background of a load. */
export interface Background {
  /** Ends it and reports what it did, and any faults that void the measurement. */
  stop(): Promise<{ note: string; faults: string[] }>;
}

export interface Side {
  title: string;
  load: Load;
  /** A process that only this side uses, in addition to the instance's. */
  process?: MeasuredProcess;
  startBeside?(): Background;
}

/** One row of the table: the figure of `a` divided by that of `b`. */
export interface Pair {
  /** Its name on the command line. */
  name: string;
  title: string;
  target: Target;
  figure: 'perSecond' | 'p99Ms';
  /** Starts what the sides need, and lets the stack end it. */
  open(bench: Bench, stack: AsyncDisposableStack): Promise<[a: Side, b: Side]>;
}
