import { createVirtualizer } from '@tanstack/solid-virtual';
import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ContextMenu } from '../../../ui/overlays/context-menu.tsx';
import { useBucketBrowser } from '../browse/browser.tsx';
import { entryActions } from '../browse/entry-actions.tsx';
import { ListHeader, ListLine } from './list-line.tsx';
import { listingKeys } from './listing-keys.ts';
import { listingPointer } from './listing-pointer.ts';
import { TileLine } from './tile-line.tsx';

const HEADER_PX = 32;
const TILE_PX = 176;
const TILE_MIN_WIDTH = 156;
const SIDES_PX = 48;
/** Browsers cut off elements that are higher. */
const MAX_HEIGHT_PX = 16_000_000;

/** The entries of the folder, drawn as far as they are in sight. */
export function ListingBox() {
  const browser = useBucketBrowser();
  // Another layout has lines of another height.
  return (
    <Show keyed when={browser.view().layout}>
      {(layout) => <Lines layout={layout} />}
    </Show>
  );
}

function Lines(props: { layout: 'list' | 'grid' }) {
  const sdk = useSdk();
  const browser = useBucketBrowser();
  const { listing, selection, view } = browser;
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  const width = createWidth(scroller);
  const isList = props.layout === 'list';
  const linePx = isList ? (matchMedia('(pointer: coarse)').matches ? 48 : 40) : TILE_PX;
  const start = isList ? HEADER_PX : 12;
  const columns = () => (isList ? 1 : Math.max(2, Math.floor((width() - SIDES_PX) / TILE_MIN_WIDTH)));
  const lines = () =>
    Math.min(Math.ceil((listing.count() ?? 0) / columns()), Math.floor(MAX_HEIGHT_PX / linePx));
  const virtualizer = createVirtualizer({
    get count() {
      return lines();
    },
    getScrollElement: () => scroller() ?? null,
    estimateSize: () => linePx,
    paddingStart: start,
    scrollPaddingStart: start,
    overscan: isList ? 10 : 3,
  });
  const scrollTo = (index: number) =>
    virtualizer.scrollToIndex(Math.floor(index / columns()), { align: 'auto' });
  createEffect(() => {
    const items = virtualizer.getVirtualItems();
    const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
    listing.show(first * columns(), (last + 1) * columns() - 1);
  });
  createEffect(
    on([() => view().path, () => view().search], () => scroller()?.scrollTo({ top: 0 }), { defer: true }),
  );

  const pageLines = () => Math.floor(((scroller()?.clientHeight ?? 0) - start) / linePx);
  const shape = () => ({ count: listing.count() ?? 0, columns: columns(), pageLines: pageLines() });
  const onKeyDown = listingKeys({ browser, shape, scrollTo });
  const pointer = listingPointer(browser);
  return (
    <ContextMenu
      class="min-h-0 flex-1"
      items={entryActions(sdk, browser, selection.entries())}
      onOpening={pointer.onOpening}
      focusAfter={scroller}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in part */}
      <div
        ref={(element) => {
          setScroller(element);
          browser.setListingElement(element);
        }}
        role="grid"
        aria-label="Files and folders"
        aria-multiselectable="true"
        aria-rowcount={isList ? lines() + 1 : lines()}
        aria-activedescendant={selection.active() >= 0 ? `entry-${selection.active()}` : undefined}
        aria-busy={listing.isStale()}
        tabIndex={0}
        class="group/listing relative h-full overflow-y-auto border-t border-line -outline-offset-2 aria-busy:opacity-60"
        onKeyDown={onKeyDown}
        onFocus={() => selection.active() < 0 && selection.setActive(0)}
        onClick={pointer.onClick}
        onDblClick={pointer.onDblClick}
      >
        <div role="presentation" class="relative" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          <Show when={isList}>
            <ListHeader height={HEADER_PX} />
          </Show>
          <For each={virtualizer.getVirtualItems()}>
            {(item) => (
              <Show
                when={isList}
                fallback={<TileLine line={item.index} columns={columns()} top={item.start} height={linePx} />}
              >
                <ListLine index={item.index} top={item.start} height={linePx} />
              </Show>
            )}
          </For>
        </div>
      </div>
    </ContextMenu>
  );
}

function createWidth(element: () => HTMLElement | undefined) {
  const [width, setWidth] = createSignal(0);
  createEffect(() => {
    const observed = element();
    if (!observed) return;
    const observer = new ResizeObserver(() => setWidth(observed.clientWidth));
    observer.observe(observed);
    onCleanup(() => observer.disconnect());
  });
  return width;
}
