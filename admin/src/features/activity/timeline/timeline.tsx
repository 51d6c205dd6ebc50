import { createMemo, createSignal, For, Index, onCleanup } from 'solid-js';
import { groupByDay } from '../items/group-by-day.ts';
import type { Item } from '../items/item.ts';
import { Line } from './line.tsx';

const TICK_MS = 10_000;

/** Lines by day, newest first. */
export function Timeline(props: { items: Item[]; linkTo: (item: Item) => string }) {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), TICK_MS);
  onCleanup(() => clearInterval(timer));
  const days = createMemo(() => groupByDay(props.items, now()));
  return (
    <Index each={days()}>
      {(day) => (
        <section aria-label={day().label}>
          <h2 class="sticky top-0 z-10 border-b border-line bg-canvas px-4 py-1.5 text-xs font-semibold text-muted sm:px-6">
            {day().label}
          </h2>
          <ul>
            <For each={day().items}>
              {(item) => <Line item={item} href={props.linkTo(item)} now={Math.max(now(), item.at)} />}
            </For>
          </ul>
        </section>
      )}
    </Index>
  );
}
