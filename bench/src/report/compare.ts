import type { Target } from '../pairs/pair.ts';
import { median } from './table.ts';

/** One line of the table, ready to print. */
export interface Verdict {
  work: string;
  a: string;
  b: string;
  ratio: string;
  target: string;
  outcome: 'reached' | 'short' | 'void';
}

/** The median of the ratios of the rounds, and the target. */
export function compare(upper: number[], lower: number[], target: Target) {
  const ratios = upper.map((figure, round) => figure / (lower[round] ?? Number.NaN));
  const ratio = median(ratios);
  return {
    ratio: `${ratio.toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
    target: 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`,
    outcome: outcome(isReached(ratio, target)),
  };
}

function isReached(ratio: number, target: Target): boolean {
  return 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;
}

/** The outcome of a figure that is not a ratio. */
export function outcome(reached: boolean): Verdict['outcome'] {
  return reached ? 'reached' : 'short';
}
