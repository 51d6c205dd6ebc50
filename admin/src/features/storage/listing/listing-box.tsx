import { createEffect, createSignal, onCleanup, onMount, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ContextMenu } from '../../../ui/overlays/context-menu.tsx';
import { useBucketBrowser } from '../browse/browser.tsx';
import { entryActions } from '../browse/entry-actions.tsx';
import { DrawnLines } from './drawn-lines.tsx';
import { InsteadOfListing } from './instead-of-listing.tsx';
import { listingKeys } from './listing-keys.ts';
import { listingPointer } from './listing-pointer.ts';

const HEADER_PX = 32;
const TILE_PX = 176;
const TILE_MIN_WIDTH = 156;
const SIDES_PX = 48;
/** Browsers cut off elements that are higher. */
const MAX_HEIGHT_PX = 16_000_000;

/** The entries of the folder, drawn as far as they are in sight. */
export function ListingBox() {
  const browser = useBucketBrowser();
  let hadFocus = false;
  const onLeave = (focused: boolean) => {
    hadFocus = focused;
  };
  // Another layout has lines of another height.
  return (
    <Show keyed when={browser.view().layout}>
      {(layout) => <Lines layout={layout} focused={hadFocus} onLeave={onLeave} />}
    </Show>
  );
}

interface LinesProps {
  layout: 'list' | 'grid';
  /** Whether the layout before had the focus. */
  focused: boolean;
  onLeave: (focused: boolean) => void;
}

function Lines(props: LinesProps) {
  const sdk = useSdk();
  const browser = useBucketBrowser();
  const { listing, selection } = browser;
  const [scroller, setScroller] = createSignal<HTMLDivElement>();
  const width = createWidth(scroller);
  const isList = props.layout === 'list';
  const linePx = isList ? (matchMedia('(pointer: coarse)').matches ? 48 : 40) : TILE_PX;
  const start = isList ? HEADER_PX : 12;
  const columns = () => (isList ? 1 : Math.max(2, Math.floor((width() - SIDES_PX) / TILE_MIN_WIDTH)));
  const lines = () => {
    // Without the width, tiles would be drawn twice.
    if (!isList && width() === 0) return 0;
    return Math.min(Math.ceil((listing.count() ?? 0) / columns()), Math.floor(MAX_HEIGHT_PX / linePx));
  };
  let scrollTo = (_index: number): void => undefined;
  onMount(() => props.focused && scroller()?.focus());
  onCleanup(() => props.onLeave(document.activeElement === scroller()));

  const pageLines = () => Math.floor(((scroller()?.clientHeight ?? 0) - start) / linePx);
  const shape = () => ({ count: listing.count() ?? 0, columns: columns(), pageLines: pageLines() });
  const onKeyDown = listingKeys({ browser, shape, scrollTo: (index) => scrollTo(index) });
  const pointer = listingPointer(browser);
  return (
    <ContextMenu
      class="relative min-h-0 flex-1"
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
        tabIndex={listing.count() === 0 ? -1 : 0}
        class="group/listing relative h-full overflow-y-auto -outline-offset-2 aria-busy:opacity-60"
        // The line that the keyboard is on has an outline of its own.
        classList={{ 'outline-none': selection.active() >= 0 }}
        onKeyDown={onKeyDown}
        onFocus={() => selection.active() < 0 && selection.setActive(0)}
        onClick={pointer.onClick}
        onDblClick={pointer.onDblClick}
      >
        <Show when={lines() > 0 && scroller()}>
          {(element) => (
            <DrawnLines
              layout={props.layout}
              scroller={element()}
              lines={lines()}
              linePx={linePx}
              startPx={start}
              columns={columns()}
              scrollRef={(scroll) => {
                scrollTo = scroll;
              }}
            />
          )}
        </Show>
      </div>
      <InsteadOfListing />
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
