import type { Figure, MeasuredRow, Ratio } from '../row.ts';
import { compare, outcome, type Verdict } from './compare.ts';
import { median } from './table.ts';

/** The lines of a row that compares no requests: void, all of them, after a fault. */
export function rowVerdicts({ findings, faults }: MeasuredRow): Verdict[] {
  const verdicts = findings.map((finding) =>
    'target' in finding ? ratioVerdict(finding) : figureVerdict(finding),
  );
  return faults.length === 0 ? verdicts : verdicts.map((verdict) => ({ ...verdict, outcome: 'void' }));
}

function ratioVerdict({ work, a, b, target, show }: Ratio): Verdict {
  return { work, a: show(median(a)), b: show(median(b)), ...compare(a, b, target) };
}

function figureVerdict({ work, a, b, below, show }: Figure): Verdict {
  return {
    work,
    a: show(a),
    b: b === undefined ? '' : show(b),
    ratio: '',
    target: `< ${show(below)}`,
    outcome: outcome(a < below),
  };
}
