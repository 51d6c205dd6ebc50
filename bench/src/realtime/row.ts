import type { Bench } from '../bench.ts';
import type { Target } from '../pairs/pair.ts';

/** The figures of A and B by round: the one is divided by the other. */
export interface Ratio {
  work: string;
  a: number[];
  b: number[];
  target: Target;
  show(figure: number): string;
}

/** A figure by itself, and what it is held against. */
export interface Figure {
  work: string;
  a: number;
  /** What the bound comes from, if it is measured too. */
  b?: number;
  below: number;
  show(figure: number): string;
}

/** What the measurements of a row have found. */
export interface Findings {
  findings: (Ratio | Figure)[];
  /** What spoils them: a change that did not come, or came twice, and sockets that were cut. */
  faults: string[];
  note?: string;
}

/** One or more lines of the table that are about realtime, and not about requests. */
export interface RealtimeRow {
  /** By which the command line names it. */
  name: string;
  title: string;
  /** Starts what it needs, hands its end to the stack, and measures. */
  measure(bench: Bench, stack: AsyncDisposableStack): Promise<Findings>;
}

export interface MeasuredRealtime extends Findings {
  name: string;
}
