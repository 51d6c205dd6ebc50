import { counted, formatCount, formatMilliseconds } from '../../../ui/format/numbers.ts';
import { listNodes, type PlanNode, type QueryPlan } from './plan.ts';

/** What stands out about a step. */
export interface PlanJudgement {
  /** Its own part of the whole time, or of the cost of a plan that did not run; from 0 to 1. */
  share: number;
  slow: boolean;
  /** A sentence for each thing worth a look. */
  notes: string[];
}

const SLOW_SHARE = 0.3;
/** Nobody waits for less, whatever its part is. */
const SLOW_MS = 5;
const MISESTIMATE = 10;
/** Below, a wrong estimate changes nothing. */
const MIN_ROWS = 1000;

function estimateNote({ estimatedRows, actualRows, loops = 1 }: PlanNode): string | undefined {
  if (actualRows === undefined) return undefined;
  const expected = Math.max(1, estimatedRows * loops);
  const actual = Math.max(1, actualRows);
  const factor = Math.max(expected / actual, actual / expected);
  if (factor < MISESTIMATE || Math.max(expected, actual) < MIN_ROWS) return undefined;
  const more = actual > expected ? 'more' : 'fewer';
  return `${formatCount(Math.round(factor))} times ${more} rows than estimated. ANALYZE the table to refresh its statistics.`;
}

function filterNote({ removedRows = 0, actualRows = 0, title }: PlanNode): string | undefined {
  if (removedRows < MIN_ROWS || removedRows < actualRows * MISESTIMATE || !title.startsWith('Seq Scan')) {
    return undefined;
  }
  return `Read ${formatCount(removedRows + actualRows)} rows to keep ${formatCount(actualRows)}. An index on the filter's columns may help.`;
}

/** Judges each step of a plan by its part of the whole. */
export function judgePlan(plan: QueryPlan): Map<string, PlanJudgement> {
  const nodes = listNodes(plan.root);
  const ran = plan.root.totalMs !== undefined;
  const weight = (node: PlanNode) => (ran ? (node.ownMs ?? 0) : node.ownCost);
  const whole = nodes.reduce((sum, node) => sum + weight(node), 0);
  return new Map(
    nodes.map((node) => {
      const share = whole > 0 ? weight(node) / whole : 0;
      const notes = [estimateNote(node), filterNote(node)].filter((note) => note !== undefined);
      const takesLong = !ran || (node.ownMs ?? 0) >= SLOW_MS;
      return [node.id, { share, slow: takesLong && share >= SLOW_SHARE && nodes.length > 1, notes }];
    }),
  );
}

/** The plan in a sentence: how long it took, or what it is expected to cost. */
export function summarizePlan({ root, planningMs, executionMs }: QueryPlan): string {
  if (executionMs === undefined) {
    return `Estimated cost ${formatCount(Math.round(root.totalCost))}, ${counted(root.estimatedRows, 'row')}. The statement did not run.`;
  }
  const planning = planningMs === undefined ? '' : `, planned in ${formatMilliseconds(planningMs)}`;
  return `Ran in ${formatMilliseconds(executionMs)}${planning}, ${counted(root.actualRows ?? 0, 'row')}.`;
}
