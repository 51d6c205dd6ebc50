import { Graph, layout } from '@dagrejs/dagre';
import type { Size } from './size.ts';

export interface Point {
  x: number;
  y: number;
}

/** What is laid out: boxes, and which refer to which. */
export interface LayoutInput {
  boxes: (Size & { name: string })[];
  links: { from: string; to: string }[];
}

/** Where the left upper corner of each box is, by its name. */
export type Places = Record<string, Point>;

const GAP = 48;
const BETWEEN_RANKS = 110;
const BETWEEN_BOXES = 28;
/** Beyond it, the ranks are found by the quicker algorithm. */
const MANY = 150;

/** The boxes that are connected by links, the largest group first; those without links come one by one. */
export function groupsOf({ boxes, links }: LayoutInput): LayoutInput[] {
  const parent = new Map(boxes.map(({ name }) => [name, name]));
  const root = (name: string): string => {
    let at = name;
    for (let next = parent.get(at); next !== undefined && next !== at; next = parent.get(at)) at = next;
    parent.set(name, at);
    return at;
  };
  for (const { from, to } of links) parent.set(root(from), root(to));
  const groups = Map.groupBy(boxes, ({ name }) => root(name));
  const byRoot = Map.groupBy(links, ({ from }) => root(from));
  return [...groups]
    .map(([name, members]) => ({ boxes: members, links: byRoot.get(name) ?? [] }))
    .toSorted((a, b) => b.boxes.length - a.boxes.length);
}

interface Block extends Size {
  places: Places;
}

function layOutGroup({ boxes, links }: LayoutInput): Block {
  const [first] = boxes;
  if (first && boxes.length === 1) {
    return { width: first.width, height: first.height, places: { [first.name]: { x: 0, y: 0 } } };
  }
  const graph = new Graph({ multigraph: false });
  graph.setGraph({
    rankdir: 'LR',
    ranksep: BETWEEN_RANKS,
    nodesep: BETWEEN_BOXES,
    ranker: boxes.length > MANY ? 'longest-path' : 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name, width, height } of boxes) graph.setNode(name, { width, height });
  for (const { from, to } of links) if (from !== to) graph.setEdge(from, to);
  layout(graph);
  const places: Places = {};
  let right = 0;
  let bottom = 0;
  for (const { name, width, height } of boxes) {
    const { x = 0, y = 0 } = graph.node(name);
    places[name] = { x: x - width / 2, y: y - height / 2 };
    right = Math.max(right, x + width / 2);
    bottom = Math.max(bottom, y + height / 2);
  }
  return { width: right, height: bottom, places };
}

/** Puts blocks in rows, about as wide as high, in their order. */
function packBlocks(blocks: Block[]): Places {
  const area = blocks.reduce((sum, { width, height }) => sum + (width + GAP) * (height + GAP), 0);
  const widest = Math.max(...blocks.map(({ width }) => width), Math.sqrt(area) * 1.4);
  const places: Places = {};
  let left = 0;
  let top = 0;
  let high = 0;
  for (const { width, height, places: own } of blocks) {
    if (left > 0 && left + width > widest) {
      top += high + GAP;
      left = 0;
      high = 0;
    }
    for (const [name, { x, y }] of Object.entries(own)) places[name] = { x: left + x, y: top + y };
    left += width + GAP;
    high = Math.max(high, height);
  }
  return places;
}

/** Lays out boxes: what belongs together from left to right, in the direction of the links. */
export function layOut(input: LayoutInput): Places {
  return packBlocks(groupsOf(input).map(layOutGroup));
}
