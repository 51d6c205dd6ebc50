import { createVirtualizer } from '@tanstack/solid-virtual';
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from 'solid-js';
import type { LogEntry } from './entry.ts';
import { EventRow } from './event-row.tsx';
import { eventAfterKey } from './list-keys.ts';

const WIDE = '(min-width: 768px)';
const ROW_PX = { wide: 32, narrow: 52 };

interface EventListProps {
  entries: LogEntry[];
  order: 'newest' | 'oldest';
  onOpen: (entry: LogEntry) => void;
}

/** Events, of which only those in sight are drawn. What a person reads stays where it is while others arrive. */
export function EventList(props: EventListProps) {
  let scroller!: HTMLDivElement;
  const media = matchMedia(WIDE);
  const [wide, setWide] = createSignal(media.matches);
  const [activeId, setActiveId] = createSignal<number>();
  const follow = () => setWide(media.matches);
  media.addEventListener('change', follow);
  onCleanup(() => media.removeEventListener('change', follow));
  const rowPx = () => (wide() ? ROW_PX.wide : ROW_PX.narrow);
  const rows = createVirtualizer({
    get count() {
      return props.entries.length;
    },
    getScrollElement: () => scroller ?? null,
    estimateSize: () => rowPx(),
    overscan: 8,
  });
  createEffect(on(rowPx, () => rows.measure(), { defer: true }));
  const activeIndex = createMemo(() => props.entries.findIndex(({ id }) => id === activeId()));

  createEffect(
    on(
      () => props.entries,
      (now, before) => before && keepPlace(before, now),
    ),
  );
  function keepPlace(before: LogEntry[], now: LogEntry[]) {
    const isAtStart = scroller.scrollTop < rowPx();
    if (props.order === 'oldest') {
      // Drawn rows make the list as high as it was before these entries came.
      const isAtEnd = scroller.scrollTop + scroller.clientHeight > before.length * rowPx() - 2 * rowPx();
      if (isAtEnd && now.length > 0)
        queueMicrotask(() => rows.scrollToIndex(now.length - 1, { align: 'end' }));
      else if (!isAtStart) shift(before, now);
    } else if (!isAtStart) shift(before, now);
  }
  /** Moves the list by as much as its first visible entry has moved. */
  function shift(before: LogEntry[], now: LogEntry[]) {
    const index = Math.floor(scroller.scrollTop / rowPx());
    const id = before[index]?.id;
    const moved = now.findIndex((entry) => entry.id === id) - index;
    if (id !== undefined && moved > -index && moved !== 0) {
      queueMicrotask(() => scroller.scrollBy(0, moved * rowPx()));
    }
  }

  function activate(index: number) {
    const entry = props.entries[index];
    if (!entry) return;
    setActiveId(entry.id);
    rows.scrollToIndex(index, { align: 'auto' });
  }
  function onKeyDown(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor(scroller.clientHeight / rowPx()) - 1);
    const next = eventAfterKey(event, activeIndex(), props.entries.length, page);
    const active = props.entries[activeIndex()];
    if (next !== undefined) activate(next);
    else if ((event.key === 'Enter' || event.key === ' ') && active) props.onOpen(active);
    else return;
    event.preventDefault();
  }
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label="Events"
      aria-activedescendant={activeIndex() >= 0 ? `event-${activeId()}` : undefined}
      tabIndex={0}
      class="relative min-h-0 flex-1 overflow-auto -outline-offset-2"
      onKeyDown={onKeyDown}
      onFocus={() => activeIndex() < 0 && setActiveId(props.entries[0]?.id)}
    >
      <div role="presentation" style={{ height: `${rows.getTotalSize()}px` }} class="relative">
        <For each={rows.getVirtualItems()}>
          {(item) => (
            <Show when={props.entries[item.index]} keyed>
              {(entry) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and handles the keys
                <div
                  id={`event-${entry.id}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={entry.id === activeId()}
                  aria-setsize={props.entries.length}
                  aria-posinset={item.index + 1}
                  style={{ transform: `translateY(${item.start}px)`, height: `${rowPx()}px` }}
                  class="absolute top-0 left-0 w-full cursor-default border-b border-line"
                  onClick={() => {
                    setActiveId(entry.id);
                    props.onOpen(entry);
                  }}
                >
                  <EventRow entry={entry} active={entry.id === activeId()} wide={wide()} />
                </div>
              )}
            </Show>
          )}
        </For>
      </div>
    </div>
  );
}
