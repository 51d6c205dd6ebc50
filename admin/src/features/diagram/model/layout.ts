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
/** With more boxes, the layout takes the quicker way. */
const MANY = 150;
/** Ranks that would be higher are folded. */
const MAX_HEIGHT = 4000;

/** Tells which boxes links connect. */
function connector(names: readonly string[]) {
  const parent = new Map(names.map((name) => [name, name]));
  const root = (name: string): string => {
    let at = name;
    for (let next = parent.get(at); next !== undefined && next !== at; next = parent.get(at)) at = next;
    parent.set(name, at);
    return at;
  };
  /** Connects two boxes. False if they were connected before. */
  const connect = (from: string, to: string): boolean => {
    const [a, b] = [root(from), root(to)];
    parent.set(a, b);
    return a !== b;
  };
  return { root, connect };
}

/** The boxes that are connected by links, the largest group first; those without links come one by one. */
export function groupsOf({ boxes, links }: LayoutInput): LayoutInput[] {
  const { root, connect } = connector(boxes.map(({ name }) => name));
  for (const { from, to } of links) connect(from, to);
  const groups = Map.groupBy(boxes, ({ name }) => root(name));
  const byRoot = Map.groupBy(links, ({ from }) => root(from));
  return [...groups]
    .map(([name, members]) => ({ boxes: members, links: byRoot.get(name) ?? [] }))
    .toSorted((a, b) => b.boxes.length - a.boxes.length);
}

/** Of many links those that hold the boxes together: with all, the layout would take minutes. */
function essentialLinks({ boxes, links }: LayoutInput) {
  if (boxes.length <= MANY) return links.filter(({ from, to }) => from !== to);
  const { connect } = connector(boxes.map(({ name }) => name));
  return links.filter(({ from, to }) => connect(from, to));
}

interface Block extends Size {
  places: Places;
}

function layOutGroup(group: LayoutInput): Block {
  const { boxes } = group;
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
  for (const { from, to } of essentialLinks(group)) graph.setEdge(from, to);
  layout(graph);
  const placed = boxes.map((box) => {
    const { x = 0, y = 0 } = graph.node(box.name);
    return { ...box, x: x - box.width / 2, y: y - box.height / 2, middle: Math.round(x) };
  });
  const bottom = Math.max(...placed.map(({ y, height }) => y + height));
  return bottom > MAX_HEIGHT ? foldRanks(placed) : blockOf(placed);
}

type PlacedBox = LayoutInput['boxes'][number] & Point;

function blockOf(boxes: readonly PlacedBox[]): Block {
  return {
    width: Math.max(...boxes.map(({ x, width }) => x + width)),
    height: Math.max(...boxes.map(({ y, height }) => y + height)),
    places: Object.fromEntries(boxes.map(({ name, x, y }) => [name, { x, y }])),
  };
}

/** Breaks ranks of many boxes, which would be one high column, into several columns. */
function foldRanks(boxes: readonly (PlacedBox & { middle: number })[]): Block {
  const area = boxes.reduce((sum, { width, height }) => sum + (width + GAP) * (height + BETWEEN_BOXES), 0);
  const highest = Math.sqrt(area) * 0.8;
  const ranks = [...Map.groupBy(boxes, ({ middle }) => middle)].toSorted(([a], [b]) => a - b);
  const folded: PlacedBox[] = [];
  let left = 0;
  for (const [, rank] of ranks) {
    let top = 0;
    let wide = 0;
    for (const box of rank.toSorted((a, b) => a.y - b.y)) {
      if (top > highest) {
        left += wide + GAP;
        top = 0;
        wide = 0;
      }
      folded.push({ ...box, x: left, y: top });
      top += box.height + BETWEEN_BOXES;
      wide = Math.max(wide, box.width);
    }
    left += wide + BETWEEN_RANKS;
  }
  return blockOf(folded);
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
