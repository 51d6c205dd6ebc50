export const ROW_HEIGHT = 32;
export const HEADER_HEIGHT = 36;
/** The column at the left with the checkbox and the button that opens the row. */
export const LEAD_WIDTH = 64;
/** Rows drawn above and below what is seen. */
export const OVERSCAN = 4;

/** The rows that fit in a height in pixels. */
export function pageRowsOf(viewHeight: number): number {
  return Math.max(1, Math.floor(viewHeight / ROW_HEIGHT) - 1);
}
