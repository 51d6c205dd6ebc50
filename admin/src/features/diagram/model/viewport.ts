import type { Point } from './layout.ts';
import type { Size } from './size.ts';

/** How the drawing lies in the window: a point p is shown at p * scale + (x, y). */
export interface View extends Point {
  scale: number;
}

export type Box = Point & Size;

const MIN_SCALE = 0.03;
const MAX_SCALE = 2.5;
const MARGIN = 32;

const clamp = (scale: number) => Math.max(MIN_SCALE, Math.min(MAX_SCALE, scale));

/** Zooms so that the point under the pointer stays where it is. */
export function zoomAt(view: View, point: Point, factor: number): View {
  const scale = clamp(view.scale * factor);
  const by = scale / view.scale;
  return { scale, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by };
}

/** The box around boxes. */
export function boxAround(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 1, height: 1 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** A view that shows a whole box, no larger than in its own size. */
export function fitView(box: Box, window: Size): View {
  const scale = clamp(
    Math.min(1, (window.width - 2 * MARGIN) / box.width, (window.height - 2 * MARGIN) / box.height),
  );
  return centerOn(box, window, scale);
}

/** A view with the middle of a box in the middle. */
export function centerOn(box: Box, window: Size, scale: number): View {
  return {
    scale,
    x: window.width / 2 - (box.x + box.width / 2) * scale,
    y: window.height / 2 - (box.y + box.height / 2) * scale,
  };
}

/** The part of the drawing that the window shows, and a little around it. */
export function visibleBox(view: View, window: Size): Box {
  const around = 80;
  return {
    x: (-view.x - around) / view.scale,
    y: (-view.y - around) / view.scale,
    width: (window.width + 2 * around) / view.scale,
    height: (window.height + 2 * around) / view.scale,
  };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
