import { createMemo, createSignal, onCleanup } from 'solid-js';
import { HEADER_HEIGHT, LEAD_WIDTH, OVERSCAN, ROW_HEIGHT } from './metrics.ts';
import { afterScroll, type ScrollPosition, scrollHeight, scrollTopOf } from './scroll-scale.ts';

const SETTLED_MS = 150;
/** Columns come and go in steps of so many pixels. */
const LEFT_STEP = 100;

/** Which rows are seen, and where they are drawn. `onView` gets the height of the part with rows. */
export function createGridScroll(total: () => number, onView: (height: number) => void) {
  const [position, setPosition] = createSignal<ScrollPosition>({ scrollTop: 0, offset: 0 });
  const [view, setView] = createSignal(600);
  const [left, setLeft] = createSignal(0);
  const [width, setWidth] = createSignal(0);
  let element: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heights = () => ({ rows: total() * ROW_HEIGHT, view: view() });

  function goTo(offset: number) {
    if (!element) return;
    element.scrollTop = scrollTopOf(offset, heights());
    setPosition({ scrollTop: element.scrollTop, offset });
  }

  function settle() {
    const { offset, scrollTop } = position();
    // The rows have moved on their own; the scrollbar follows when all is still.
    if (Math.abs(scrollTopOf(offset, heights()) - scrollTop) > 1) goTo(offset);
  }

  const first = createMemo(() => Math.max(0, Math.floor(position().offset / ROW_HEIGHT) - OVERSCAN));
  const slots = createMemo(() => Math.min(total(), Math.ceil(view() / ROW_HEIGHT) + 1 + 2 * OVERSCAN));

  return {
    attach(scroller: HTMLElement) {
      element = scroller;
      const measure = () => {
        // Nothing to measure while the page is not shown.
        if (scroller.clientHeight === 0) return;
        setView(Math.max(ROW_HEIGHT, scroller.clientHeight - HEADER_HEIGHT));
        setWidth(scroller.clientWidth);
        onView(view());
      };
      const observer = new ResizeObserver(measure);
      observer.observe(scroller);
      onCleanup(() => {
        observer.disconnect();
        clearTimeout(timer);
      });
    },
    onScroll() {
      if (!element) return;
      setLeft(Math.round(element.scrollLeft / LEFT_STEP) * LEFT_STEP);
      setPosition(afterScroll(position(), element.scrollTop, heights()));
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLED_MS);
    },
    /** The height of what scrolls, with the header. */
    height: () => HEADER_HEIGHT + scrollHeight(heights()),
    /** Pixels to the left of what is seen, roughly. */
    left,
    width,
    first,
    /** The number of rows drawn. Each has a slot, which shows other rows when the grid is scrolled. */
    slots,
    /** The last row in sight. */
    last: () => Math.min(total(), first() + slots()) - 1,
    /** The distance of a row from the first place of the body. */
    top: (index: number) => index * ROW_HEIGHT - (position().offset - position().scrollTop),
    reveal(row: number) {
      const start = row * ROW_HEIGHT;
      const { offset } = position();
      if (start < offset) goTo(start);
      else if (start + ROW_HEIGHT > offset + view()) goTo(start + ROW_HEIGHT - view());
    },
    /** Scrolls sideways so that a column is seen beside the first one, which stays. */
    revealColumn(start: number, width: number) {
      if (!element) return;
      const right = start + width + LEAD_WIDTH;
      if (start < element.scrollLeft) element.scrollLeft = start;
      else if (right > element.scrollLeft + element.clientWidth) {
        element.scrollLeft = Math.min(start, right - element.clientWidth);
      }
    },
    reset: () => goTo(0),
  };
}
