import { type JSX, Show } from 'solid-js';
import { type ListSort, SortButton, sortState } from '../../../ui/display/list-table.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { formatBytes } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { useBucketBrowser } from '../browse/browser.tsx';
import { SelectAll } from '../browse/select-all.tsx';
import { EntryIcon } from '../entries/entry-icon.tsx';
import { EntryName, EntryTick } from '../entries/entry-name.tsx';
import { fileOrder } from '../view-state.ts';

const COLUMNS = [
  { id: 'name', header: 'Name', class: 'items-center gap-2' },
  { id: 'size', header: 'Size', class: 'justify-end' },
  { id: 'mime_type', header: 'Type', class: 'max-md:hidden' },
  { id: 'updated_at', header: 'Changed', class: 'max-md:hidden' },
];
const LINE =
  'grid items-center gap-x-3 pr-4 pl-2 sm:pr-6 sm:pl-4 grid-cols-[minmax(0,1fr)_5rem] md:grid-cols-[minmax(0,1fr)_5.5rem_12rem_8rem]';

/** The headers of the list. Each sorts the files; folders stay first, by name. */
export function ListHeader(props: { height: number }) {
  const browser = useBucketBrowser();
  const onSort = (sort: ListSort) => browser.change({ sort: fileOrder(sort) }, 'replace');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in part
    <div
      role="row"
      aria-rowindex={1}
      tabIndex={-1}
      style={{ height: `${props.height}px` }}
      class={`sticky top-0 z-10 border-b border-line bg-surface text-xs font-medium text-muted ${LINE}`}
    >
      {COLUMNS.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        <span
          role="columnheader"
          tabIndex={-1}
          aria-sort={sortState(browser.view().sort, column.id)}
          class={`flex ${column.class}`}
        >
          {column.id === 'name' && (
            <span class="flex p-2 pointer-coarse:p-3">
              <SelectAll label="Select all" hideLabel />
            </span>
          )}
          <SortButton column={column} sort={browser.view().sort} onSort={onSort} />
        </span>
      ))}
    </div>
  );
}

/** One entry as a line of the list. */
export function ListLine(props: { index: number; top: number; height: number }) {
  const browser = useBucketBrowser();
  const entry = () => browser.listing.entryAt(props.index);
  const isSelected = () => browser.selection.has(entry()?.path ?? '');
  const file = () => {
    const shown = entry();
    return shown?.kind === 'file' ? shown.file : undefined;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in part
    <div
      role="row"
      id={`entry-${props.index}`}
      data-index={props.index}
      tabIndex={-1}
      aria-rowindex={props.index + 2}
      aria-selected={isSelected()}
      data-active={browser.selection.active() === props.index ? '' : undefined}
      style={{ top: `${props.top}px`, height: `${props.height}px` }}
      class={`absolute inset-x-0 border-b border-line text-sm select-none hover:bg-hover aria-selected:bg-accent-soft group-focus-visible/listing:data-[active]:outline-2 group-focus-visible/listing:data-[active]:-outline-offset-2 outline-link ${LINE}`}
    >
      <Show when={entry()} fallback={<LoadingLine />}>
        {(shown) => (
          <>
            {/* biome-ignore lint/a11y/useSemanticElements: see above */}
            <span role="gridcell" tabIndex={-1} class="flex min-w-0 items-center gap-2">
              <EntryTick checked={isSelected()} class="-mr-1" />
              <EntryIcon entry={shown()} />
              <EntryName entry={shown()} withFolder={browser.view().search !== ''} />
            </span>
            <Cell class="tabular text-right text-muted">{file() ? formatBytes(file()?.size ?? 0) : ''}</Cell>
            <Cell class="truncate text-muted max-md:hidden">{file()?.mime_type ?? 'Folder'}</Cell>
            <Cell class="text-muted max-md:hidden">
              <Show when={file()}>
                {(of) => <time title={formatTime(of().updated_at)}>{formatAgo(of().updated_at)}</time>}
              </Show>
            </Cell>
          </>
        )}
      </Show>
    </div>
  );
}

function Cell(props: { class: string; children: JSX.Element }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in part
    <span role="gridcell" tabIndex={-1} class={props.class}>
      {props.children}
    </span>
  );
}

function LoadingLine() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in part
    <span role="gridcell" tabIndex={-1} class="pl-9">
      <Skeleton class="h-3.5 w-40" />
    </span>
  );
}
