import type { Bench } from '../bench.ts';
import type { Load } from '../load/load.ts';
import type { MeasuredProcess } from '../system/processes.ts';

export type Target = { atLeast: number } | { atMost: number };

/** Something that goes on beside a load. */
export interface Background {
  /** Ends it and tells what it did, and what spoils the measurement. */
  stop(): Promise<{ note: string; faults: string[] }>;
}

export interface Side {
  title: string;
  load: Load;
  /** A process of this side alone, beside those of the instance. */
  process?: MeasuredProcess;
  startBeside?(): Background;
}

/** One row of the table: the figure of `a` divided by that of `b`. */
export interface Pair {
  /** By which the command line names it. */
  name: string;
  title: string;
  target: Target;
  figure: 'perSecond' | 'p99Ms';
  /** Starts what the sides need and hands its end to the stack. */
  open(bench: Bench, stack: AsyncDisposableStack): Promise<[a: Side, b: Side]>;
}
