import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { For, type JSX, Show } from 'solid-js';

/** One column of a list of things. */
export interface ListColumn<T> {
  id: string;
  header: string;
  /** Keeps the header for screen readers only. */
  hideHeader?: boolean;
  cell: (item: T) => JSX.Element;
  /** Sorting by it is possible, under the column's id. */
  sortable?: boolean;
  align?: 'right';
  /** Left out on narrow screens. */
  wideOnly?: boolean;
  /** Stays at the right edge when the list is wider than the screen: for the actions of a row. */
  pinned?: boolean;
}

/** The column that orders a list, and its direction. */
export interface ListSort {
  by: string;
  order: 'asc' | 'desc';
}

interface ListTableProps<T> {
  label: string;
  columns: ListColumn<T>[];
  items: T[];
  sort?: ListSort;
  onSort?: (sort: ListSort) => void;
}

/** A list of things, a row each, for up to some hundreds of rows. The first column names the thing and links to it. */
export function ListTable<T>(props: ListTableProps<T>) {
  const shown = (column: ListColumn<T>) => (column.wideOnly ? 'hidden md:table-cell' : '');
  const pinned = (column: ListColumn<T>, background: string) =>
    column.pinned ? `sticky right-0 max-md:px-1 ${background}` : '';
  const aligned = (column: ListColumn<T>) => (column.align === 'right' ? 'text-right tabular' : 'text-left');
  return (
    <div class="relative overflow-x-auto">
      <table aria-label={props.label} class="w-full border-collapse text-sm">
        <thead>
          <tr class="border-b border-line">
            <For each={props.columns}>
              {(column) => (
                <th
                  scope="col"
                  aria-sort={sortState(props.sort, column.id)}
                  class={`h-8 px-3 text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6 ${aligned(column)} ${shown(column)} ${pinned(column, 'bg-surface')}`}
                >
                  <Show
                    when={column.sortable && props.onSort}
                    fallback={<span class={column.hideHeader ? 'sr-only' : ''}>{column.header}</span>}
                  >
                    <SortButton column={column} sort={props.sort} onSort={props.onSort} />
                  </Show>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.items}>
            {(item) => (
              <tr class="group/row border-b border-line last:border-0 hover:bg-hover">
                <For each={props.columns}>
                  {(column) => (
                    <td
                      class={`h-10 px-3 first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6 ${aligned(column)} ${shown(column)} ${pinned(column, 'bg-surface group-hover/row:bg-hover')}`}
                    >
                      {column.cell(item)}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

/** What `aria-sort` of a column says. */
export function sortState(sort: ListSort | undefined, id: string): 'ascending' | 'descending' | undefined {
  if (sort?.by !== id) return undefined;
  return sort.order === 'asc' ? 'ascending' : 'descending';
}

/** The header of a column that sorts the list. */
export function SortButton(props: {
  column: { id: string; header: string; align?: 'right' };
  sort: ListSort | undefined;
  onSort: ((sort: ListSort) => void) | undefined;
}) {
  const active = () => props.sort?.by === props.column.id;
  const next = (): ListSort => ({
    by: props.column.id,
    order: active() && props.sort?.order === 'asc' ? 'desc' : 'asc',
  });
  return (
    <button
      type="button"
      class="inline-flex items-center gap-1 rounded-sm hover:text-ink"
      // The arrow stands inside, so that the word stays above the values.
      classList={{ 'text-ink': active(), 'flex-row-reverse': props.column.align === 'right' }}
      onClick={() => props.onSort?.(next())}
    >
      {props.column.header}
      <Show when={active()}>
        {props.sort?.order === 'asc' ? <ArrowUp class="size-3" /> : <ArrowDown class="size-3" />}
      </Show>
    </button>
  );
}
