import type { Bench } from './bench.ts';
import type { Target } from './pairs/pair.ts';

/** The figures of A and B by round; A is divided by B. */
export interface Ratio {
  work: string;
  a: number[];
  b: number[];
  target: Target;
  show(figure: number): string;
}

/** A single figure, and its bound. */
export interface Figure {
  work: string;
  a: number;
  /** The figure from which the bound is derived, if it is measured too. */
  b?: number;
  below: number;
  show(figure: number): string;
}

/** The findings of a row. */
interface Findings {
  findings: (Ratio | Figure)[];
  /** What voids them, such as a change that was missing or arrived twice. */
  faults: string[];
  note?: string;
}

/** One or more lines of the table that measure other things than requests. */
export interface BenchRow {
  /** Its name on the command line. */
  name: string;
  title: string;
  /** Starts what it needs, which the stack ends, and measures. */
  measure(bench: Bench, stack: AsyncDisposableStack): Promise<Findings>;
}

export interface MeasuredRow extends Findings {
  name: string;
}
