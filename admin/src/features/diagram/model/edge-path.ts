import type { Point } from './layout.ts';

/** The lines of a card that an edge can leave from: its two sides at a height. */
export interface Port {
  left: number;
  right: number;
  y: number;
}

/** An end of an edge. `side` is 1 at the right of a card and -1 at its left. */
export interface End extends Point {
  side: 1 | -1;
}

export interface EdgePath {
  d: string;
  start: End;
  end: End;
}

const ROOM = 24;
const MIN_BEND = 46;

const rightOf = ({ right, y }: Port): End => ({ x: right, y, side: 1 });
const leftOf = ({ left, y }: Port): End => ({ x: left, y, side: -1 });

function endsOf(from: Port, to: Port): [End, End] {
  if (from.right + ROOM <= to.left) return [rightOf(from), leftOf(to)];
  if (to.right + ROOM <= from.left) return [leftOf(from), rightOf(to)];
  // One above the other: around the side.
  return [rightOf(from), rightOf(to)];
}

/** A curve between two cards, from the sides that face each other; from a card to itself it is a loop. */
export function edgePath(from: Port, to: Port): EdgePath {
  const [start, end] = endsOf(from, to);
  const bend = start.side === end.side ? MIN_BEND : Math.max(MIN_BEND, Math.abs(end.x - start.x) / 2);
  const first = `${start.x + start.side * bend} ${start.y}`;
  const second = `${end.x + end.side * bend} ${end.y}`;
  return { d: `M${start.x} ${start.y}C${first} ${second} ${end.x} ${end.y}`, start, end };
}

/** The crow's foot of the side with many rows, or a bar if there is at most one. */
export function footPath({ x, y, side }: End, isOne: boolean): string {
  const tip = x + side * 10;
  return isOne ? `M${tip} ${y - 5}V${y + 5}` : `M${x} ${y - 5}L${tip} ${y}L${x} ${y + 5}`;
}

/** The bar of the side with one row, and a ring if there may be none. */
export function headPath({ x, y, side }: End, isOptional: boolean): string {
  const bar = `M${x + side * 6} ${y - 5}V${y + 5}`;
  return isOptional
    ? `${bar}M${x + side * 10} ${y}a3.5 3.5 0 1 0 ${side * 7} 0a3.5 3.5 0 1 0 ${side * -7} 0`
    : bar;
}
