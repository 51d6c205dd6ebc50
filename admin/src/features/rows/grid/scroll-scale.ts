/** Browsers draw nothing beyond some height of an element: Firefox at 17.9 million pixels, Chromium and Safari at 33.5. */
export const MAX_HEIGHT = 15_000_000;

/** Where the rows are in relation to the scrollbar. `shift` is their distance from the place that the scrollbar names. */
export interface ScrollPosition {
  scrollTop: number;
  /** Pixels from the first row to the upper edge of what is seen. */
  offset: number;
}

/** The heights of all rows, of the element that stands for them, and of what is seen of it. */
export interface ScrollHeights {
  rows: number;
  view: number;
}

/** The height of the element that scrolls. */
export function scrollHeight(heights: ScrollHeights): number {
  return Math.min(heights.rows, MAX_HEIGHT);
}

const maxOffset = ({ rows, view }: ScrollHeights) => Math.max(0, rows - view);
const maxScroll = (heights: ScrollHeights) => Math.max(0, scrollHeight(heights) - heights.view);

function clampOffset(offset: number, heights: ScrollHeights): number {
  return Math.min(Math.max(0, offset), maxOffset(heights));
}

/** The offset that a place of the scrollbar stands for. */
export function offsetOf(scrollTop: number, heights: ScrollHeights): number {
  const most = maxScroll(heights);
  return most === 0 ? 0 : clampOffset((scrollTop / most) * maxOffset(heights), heights);
}

/** The place of the scrollbar for an offset. */
export function scrollTopOf(offset: number, heights: ScrollHeights): number {
  const most = maxOffset(heights);
  return most === 0 ? 0 : (clampOffset(offset, heights) / most) * maxScroll(heights);
}

/**
 * The position after a scroll event. Short ways (wheel, keys, touch) move the rows pixel by pixel, though the scrollbar's pixels
 * stand for more than one; long ways (the scrollbar dragged) go to the place that the scrollbar names.
 */
export function afterScroll(
  before: ScrollPosition,
  scrollTop: number,
  heights: ScrollHeights,
): ScrollPosition {
  if (heights.rows <= MAX_HEIGHT) return { scrollTop, offset: clampOffset(scrollTop, heights) };
  const way = scrollTop - before.scrollTop;
  const atEdge = scrollTop <= 0 || scrollTop >= maxScroll(heights) - 1;
  const offset =
    Math.abs(way) <= heights.view && !atEdge
      ? clampOffset(before.offset + way, heights)
      : offsetOf(scrollTop, heights);
  return { scrollTop, offset };
}
