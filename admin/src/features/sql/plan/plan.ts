import { isRecord, type PlanRecord, readNumber, readText } from './plan-record.ts';

/** One step of a plan, as `EXPLAIN (FORMAT JSON)` tells it. */
export interface PlanNode {
  id: string;
  depth: number;
  /** What it does: "Index Scan on flights using flights_pkey". */
  title: string;
  /** Conditions and the like, a line each. */
  details: { label: string; text: string }[];
  totalCost: number;
  ownCost: number;
  estimatedRows: number;
  /** Only of a plan that ran (ANALYZE), over all loops. */
  actualRows?: number;
  totalMs?: number;
  /** Without its children's time. */
  ownMs?: number;
  loops?: number;
  buffers?: { hit: number; read: number };
  removedRows?: number;
  children: PlanNode[];
}

/** A plan and what was measured of the whole. */
export interface QueryPlan {
  root: PlanNode;
  planningMs?: number;
  executionMs?: number;
}

const DETAILS = [
  'Index Cond',
  'Recheck Cond',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'Filter',
  'Sort Key',
  'Group Key',
  'Sort Method',
  'CTE Name',
  'Subplan Name',
  'Workers Launched',
];

function titleOf(node: PlanRecord): string {
  const type = readText(node, 'Node Type') ?? 'Step';
  const operation = readText(node, 'Operation');
  const join = readText(node, 'Join Type');
  const name = type === 'ModifyTable' && operation ? operation : type;
  const strategy = readText(node, 'Strategy');
  const words = [strategy === 'Hashed' ? `Hash ${name}` : name];
  if (join && join !== 'Inner') words.push(`(${join.toLowerCase()})`);
  const relation = readText(node, 'Relation Name') ?? readText(node, 'Function Name');
  const alias = readText(node, 'Alias');
  if (relation) words.push(`on ${relation}${alias && alias !== relation ? ` ${alias}` : ''}`);
  const index = readText(node, 'Index Name');
  if (index) words.push(`using ${index}`);
  return words.join(' ');
}

function detailsOf(node: PlanRecord): PlanNode['details'] {
  return DETAILS.flatMap((label) => {
    const value = node[label];
    if (value === undefined || value === '') return [];
    return [{ label, text: Array.isArray(value) ? value.join(', ') : String(value) }];
  });
}

/** Postgres averages rows and times over loops; a parallel step's loops ran at the same time. */
function measured(node: PlanRecord): Pick<PlanNode, 'actualRows' | 'totalMs' | 'loops'> {
  const loops = readNumber(node, 'Actual Loops');
  const time = readNumber(node, 'Actual Total Time');
  const rows = readNumber(node, 'Actual Rows');
  if (loops === undefined || rows === undefined) return {};
  return {
    loops,
    actualRows: Math.round(rows * loops),
    ...(time === undefined ? {} : { totalMs: time * loops }),
  };
}

function toNode(record: PlanRecord, id: string, depth: number, processes: number): PlanNode {
  const launched = readNumber(record, 'Workers Launched');
  const below = launched === undefined ? processes : launched + 1;
  const parts = Array.isArray(record.Plans) ? record.Plans.filter(isRecord) : [];
  const children = parts.map((child, i) => toNode(child, `${id}.${i}`, depth + 1, below));
  const totalCost = readNumber(record, 'Total Cost') ?? 0;
  const measures = measured(record);
  if (measures.totalMs !== undefined) measures.totalMs /= Math.min(processes, measures.loops || 1);
  const sum = (of: (child: PlanNode) => number) => children.reduce((total, child) => total + of(child), 0);
  const hit = readNumber(record, 'Shared Hit Blocks');
  const read = readNumber(record, 'Shared Read Blocks');
  const removed = readNumber(record, 'Rows Removed by Filter');
  return {
    id,
    depth,
    title: titleOf(record),
    details: detailsOf(record),
    totalCost,
    ownCost: Math.max(0, totalCost - sum((child) => child.totalCost)),
    estimatedRows: readNumber(record, 'Plan Rows') ?? 0,
    ...measures,
    ...(measures.totalMs === undefined
      ? {}
      : { ownMs: Math.max(0, measures.totalMs - sum((child) => child.totalMs ?? 0)) }),
    ...(hit === undefined || read === undefined || hit + read === 0 ? {} : { buffers: { hit, read } }),
    ...(removed ? { removedRows: Math.round(removed * (measures.loops ?? 1)) } : {}),
    children,
  };
}

/** The plan in the only cell of an `EXPLAIN (FORMAT JSON)`; undefined if it is something else. */
export function parsePlan(value: unknown): QueryPlan | undefined {
  const top: unknown = Array.isArray(value) ? value[0] : undefined;
  if (!isRecord(top) || !isRecord(top.Plan)) return undefined;
  const planningMs = readNumber(top, 'Planning Time');
  const executionMs = readNumber(top, 'Execution Time');
  return {
    root: toNode(top.Plan, '0', 0, 1),
    ...(planningMs === undefined ? {} : { planningMs }),
    ...(executionMs === undefined ? {} : { executionMs }),
  };
}

/** The steps from the root down, as a tree is read. */
export function listNodes(root: PlanNode): PlanNode[] {
  return [root, ...root.children.flatMap(listNodes)];
}
