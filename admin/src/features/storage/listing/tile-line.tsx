import { For, Show } from 'solid-js';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { formatBytes } from '../../../ui/format/numbers.ts';
import { useBucketBrowser } from '../browse/browser.tsx';
import type { StorageEntry } from '../entries/entry.ts';
import { EntryIcon } from '../entries/entry-icon.tsx';
import { EntryName, EntryTick } from '../entries/entry-name.tsx';
import { hasThumbnail } from '../entries/file-kind.ts';
import { Thumbnail } from '../entries/thumbnail.tsx';

interface TileLineProps {
  line: number;
  columns: number;
  top: number;
  height: number;
}

/** A line of tiles. */
export function TileLine(props: TileLineProps) {
  const browser = useBucketBrowser();
  const indexes = () => {
    const first = props.line * props.columns;
    const count = Math.min(props.columns, (browser.listing.count() ?? 0) - first);
    return Array.from({ length: Math.max(0, count) }, (_, offset) => first + offset);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in part
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={props.line + 1}
      style={{
        top: `${props.top}px`,
        height: `${props.height}px`,
        'grid-template-columns': `repeat(${props.columns}, minmax(0, 1fr))`,
      }}
      class="absolute inset-x-0 grid gap-3 px-4 pb-3 sm:px-6"
    >
      <For each={indexes()}>{(index) => <Tile index={index} />}</For>
    </div>
  );
}

function Tile(props: { index: number }) {
  const browser = useBucketBrowser();
  const entry = () => browser.listing.entryAt(props.index);
  const isSelected = () => browser.selection.has(entry()?.path ?? '');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in part
    <div
      role="gridcell"
      id={`entry-${props.index}`}
      data-index={props.index}
      tabIndex={-1}
      aria-selected={isSelected()}
      data-active={browser.selection.active() === props.index ? '' : undefined}
      class="group/tile relative flex min-w-0 flex-col overflow-hidden rounded-md border border-line bg-surface text-sm select-none hover:border-line-strong aria-selected:border-accent aria-selected:bg-accent-soft group-focus-visible/listing:data-[active]:outline-2 outline-link"
    >
      <Show when={entry()} fallback={<Skeleton class="m-3 h-24" />}>
        {(shown) => (
          <>
            <EntryTick
              checked={isSelected()}
              class="absolute top-0 left-0 opacity-0 group-hover/tile:opacity-100 group-aria-selected/tile:opacity-100 pointer-coarse:opacity-100"
            />
            <div class="flex min-h-0 flex-1 items-center justify-center bg-canvas p-2">
              <Picture entry={shown()} />
            </div>
            <div class="flex items-baseline gap-2 border-t border-line px-2 py-1.5">
              <EntryName entry={shown()} withFolder={browser.view().search !== ''} class="flex-1" />
              <span class="tabular shrink-0 text-xs text-muted">{sizeOf(shown())}</span>
            </div>
          </>
        )}
      </Show>
    </div>
  );
}

function Picture(props: { entry: StorageEntry }) {
  const image = () =>
    props.entry.kind === 'file' && hasThumbnail(props.entry.file) ? props.entry : undefined;
  return (
    <Show when={image()} fallback={<EntryIcon entry={props.entry} class="size-10" />}>
      {(entry) => <Thumbnail entry={entry()} />}
    </Show>
  );
}

function sizeOf(entry: StorageEntry): string {
  return entry.kind === 'file' ? formatBytes(entry.file.size) : '';
}
