import { createVirtualizer, defaultRangeExtractor } from '@tanstack/solid-virtual';
import { createMemo, createSignal, For, onCleanup, Show } from 'solid-js';
import { groupByDay } from '../items/group-by-day.ts';
import type { Item } from '../items/item.ts';
import { Line } from './line.tsx';

const TICK_MS = 10_000;
const LINE_PX = 45;
const DAY_PX = 31;

interface TimelineProps {
  items: Item[];
  /** What scrolls. It holds the timeline. */
  scroller: HTMLElement;
  linkTo: (item: Item) => string;
}

/** Lines by day, newest first. Only those in sight are in the document. */
export function Timeline(props: TimelineProps) {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), TICK_MS);
  onCleanup(() => clearInterval(timer));
  /** A text is the name of a day. */
  const rows = createMemo<(Item | string)[]>(() =>
    groupByDay(props.items, now()).flatMap(({ label, items }) => [label, ...items]),
  );
  const isDay = (index: number) => typeof rows()[index] === 'string';
  const dayAbove = (index: number) =>
    rows().findLastIndex((row, at) => at <= index && typeof row === 'string');
  const lines = createVirtualizer({
    get count() {
      return rows().length;
    },
    getScrollElement: () => props.scroller,
    estimateSize: (index) => (isDay(index) ? DAY_PX : LINE_PX),
    getItemKey: (index) => keyOf(rows()[index], index),
    overscan: 12,
    // The name of the day of the first line in sight stays at the top.
    rangeExtractor: (range) => [
      ...new Set([Math.max(0, dayAbove(range.startIndex)), ...defaultRangeExtractor(range)]),
    ],
  });
  const places = createMemo(
    () => new Map(lines.getVirtualItems().map(({ index, start }) => [rows()[index], { index, start }])),
  );
  const stuck = () => rows()[dayAbove(lines.range?.startIndex ?? 0)];
  return (
    <ul class="relative" style={`height:${lines.getTotalSize()}px`}>
      <For each={[...places().keys()]}>
        {(row) => (
          <Show when={row}>
            <li
              data-index={places().get(row)?.index}
              ref={(element) => queueMicrotask(() => lines.measureElement(element))}
              class={`w-full ${stuck() === row ? 'sticky top-0 z-10' : 'absolute top-0 left-0'}`}
              style={stuck() === row ? '' : `transform:translateY(${places().get(row)?.start ?? 0}px)`}
            >
              {typeof row === 'object' ? (
                <Line item={row} href={props.linkTo(row)} now={Math.max(now(), row.at)} />
              ) : (
                <h2 class="border-b border-line bg-canvas px-4 py-1.5 text-xs font-semibold text-muted sm:px-6">
                  {row}
                </h2>
              )}
            </li>
          </Show>
        )}
      </For>
    </ul>
  );
}

function keyOf(row: Item | string | undefined, index: number): string | number {
  return typeof row === 'object' ? row.id : (row ?? index);
}
