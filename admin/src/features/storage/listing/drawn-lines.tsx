import { createVirtualizer } from '@tanstack/solid-virtual';
import { createEffect, For, on, Show } from 'solid-js';
import { useBucketBrowser } from '../browse/browser.tsx';
import { ListHeader, ListLine } from './list-line.tsx';
import { TileLine } from './tile-line.tsx';

interface DrawnLinesProps {
  layout: 'list' | 'grid';
  scroller: HTMLElement;
  lines: number;
  linePx: number;
  /** The room above the first line. */
  startPx: number;
  /** Entries in a line. */
  columns: number;
  /** Gives the function that scrolls an entry into sight. */
  scrollRef: (scrollTo: (index: number) => void) => void;
}

/** The lines in sight. Mounted only with at least one line: the virtualizer draws nothing if it begins with none. */
export function DrawnLines(props: DrawnLinesProps) {
  const { listing, view } = useBucketBrowser();
  const isList = props.layout === 'list';
  const virtualizer = createVirtualizer({
    get count() {
      return props.lines;
    },
    getScrollElement: () => props.scroller,
    estimateSize: () => props.linePx,
    paddingStart: props.startPx,
    scrollPaddingStart: props.startPx,
    overscan: isList ? 10 : 3,
  });
  props.scrollRef((index) => virtualizer.scrollToIndex(Math.floor(index / props.columns), { align: 'auto' }));
  createEffect(() => {
    const items = virtualizer.getVirtualItems();
    const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
    listing.show(first * props.columns, (last + 1) * props.columns - 1);
  });
  const place = [() => view().path, () => view().search];
  createEffect(on(place, () => props.scroller.scrollTo({ top: 0 }), { defer: true }));
  return (
    <div role="presentation" class="relative" style={{ height: `${virtualizer.getTotalSize()}px` }}>
      <Show when={isList}>
        <ListHeader height={props.startPx} />
      </Show>
      <For each={virtualizer.getVirtualItems()}>
        {(item) => (
          <Show
            when={isList}
            fallback={
              <TileLine line={item.index} columns={props.columns} top={item.start} height={props.linePx} />
            }
          >
            <ListLine index={item.index} top={item.start} height={props.linePx} />
          </Show>
        )}
      </For>
    </div>
  );
}
