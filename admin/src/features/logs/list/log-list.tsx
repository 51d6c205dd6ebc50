import { createVirtualizer } from '@tanstack/solid-virtual';
import { createEffect, createSignal, For, type JSX, on, onMount, Show } from 'solid-js';
import { formatDay, formatDayHeading } from '../../../ui/format/times.ts';
import type { LogSource } from '../source/log-source.ts';
import { NewLinesButton } from './new-lines-button.tsx';

const LINE_PX = 28;
/** As near to the end counts as at the end. */
const END_PX = 40;
const NEAR_START_PX = 200;

/** What the list says of a line. */
export interface DrawnLine<T> {
  entry: T;
  isOpen: boolean;
  /** Whether the Tab key reaches it. */
  isActive: boolean;
  /** The day before the time, when the line above is of another day. */
  day: string | undefined;
  onToggle: () => void;
}

interface LogListProps<T> {
  source: Pick<LogSource<T>, 'entries' | 'loadOlder' | 'held' | 'setPaused'>;
  /** Draws a line, with a button that opens it. */
  line: (line: DrawnLine<T>) => JSX.Element;
  /** Above the oldest line. */
  head: JSX.Element;
}

/** Lines, oldest first. Stays at the end while lines arrive, unless a person has scrolled up. */
export function LogList<T extends { id: string; time: string }>(props: LogListProps<T>) {
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  let element: HTMLDivElement | undefined;
  // Only when it is in the document: before, the virtualizer would find no window to observe it with.
  onMount(() => setScroller(element));
  const [open, setOpen] = createSignal<ReadonlySet<string>>(new Set());
  const [active, setActive] = createSignal<string>();
  const [isAtEnd, setIsAtEnd] = createSignal(true);
  const [unseen, setUnseen] = createSignal(0);
  const entries = () => props.source.entries();
  const lines = createVirtualizer({
    get count() {
      return entries().length;
    },
    getScrollElement: () => scroller() ?? null,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => entries()[index]?.id ?? index,
    overscan: 12,
  });

  function scrollToEnd() {
    const last = entries().length - 1;
    if (last >= 0) lines.scrollToIndex(last, { align: 'end' });
    setUnseen(0);
  }
  createEffect(
    on(entries, (now, before = []) => {
      const wasAtEnd = isAtEnd();
      if (before.length > 0 && now[0] !== before[0] && now.at(-1) === before.at(-1)) {
        keepPlace(now.length - before.length);
      } else if (wasAtEnd) queueMicrotask(scrollToEnd);
      else setUnseen((count) => count + Math.max(0, now.length - before.length));
    }),
  );
  /** Older lines came above: the same lines stay in sight. */
  function keepPlace(added: number) {
    const list = scroller();
    if (list) list.scrollTop += added * LINE_PX;
  }
  function onScroll({ currentTarget }: { currentTarget: HTMLDivElement }) {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    setIsAtEnd(scrollHeight - scrollTop - clientHeight < END_PX);
    if (isAtEnd()) setUnseen(0);
    if (scrollTop < NEAR_START_PX && scrollHeight > clientHeight) void props.source.loadOlder();
  }
  function toggle(id: string) {
    setActive(id);
    const next = new Set(open());
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  }
  function onKeyDown(event: KeyboardEvent) {
    const now = activeIndex();
    const last = entries().length - 1;
    const moves: Record<string, number> = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: last };
    const target = moves[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const index = Math.min(Math.max(target, 0), last);
    setActive(entries()[index]?.id);
    lines.scrollToIndex(index, { align: 'auto' });
    requestAnimationFrame(() =>
      scroller()?.querySelector<HTMLElement>(`[data-index="${index}"] button`)?.focus(),
    );
  }
  /** The line that the Tab key reaches: the last one at first. */
  const activeIndex = () => {
    const found = entries().findIndex(({ id }) => id === active());
    return found === -1 ? entries().length - 1 : found;
  };
  return (
    <div class="relative flex min-h-0 flex-1 flex-col border-t border-line">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons inside */}
      <div
        ref={element}
        class="min-h-0 flex-1 overflow-y-auto font-mono text-xs"
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        {props.head}
        <ul class="relative" aria-label="Log entries" style={`height:${lines.getTotalSize()}px`}>
          <For each={lines.getVirtualItems()}>
            {(item) => (
              <Show keyed when={entries()[item.index]}>
                {(entry) => (
                  <li
                    data-index={item.index}
                    ref={(element) => queueMicrotask(() => lines.measureElement(element))}
                    aria-setsize={-1}
                    aria-posinset={item.index + 1}
                    class="absolute top-0 left-0 w-full"
                    style={`transform:translateY(${item.start}px)`}
                  >
                    {props.line({
                      entry,
                      get isOpen() {
                        return open().has(entry.id);
                      },
                      get isActive() {
                        return activeIndex() === item.index;
                      },
                      get day() {
                        return dayOf(entry.time, entries()[item.index - 1]?.time);
                      },
                      onToggle: () => toggle(entry.id),
                    })}
                  </li>
                )}
              </Show>
            )}
          </For>
        </ul>
      </div>
      <NewLinesButton
        count={unseen() + props.source.held()}
        isAtEnd={isAtEnd()}
        onShow={() => {
          props.source.setPaused(false);
          setIsAtEnd(true);
          scrollToEnd();
        }}
      />
    </div>
  );
}

/** The day of a line, if the line above is of another one. */
function dayOf(time: string, above: string | undefined): string | undefined {
  const isSame = above !== undefined && formatDay(above) === formatDay(time);
  return isSame ? undefined : formatDayHeading(time);
}
