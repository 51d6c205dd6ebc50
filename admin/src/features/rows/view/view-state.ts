import { useSearchParams } from '@solidjs/router';
import { createMemo } from 'solid-js';
import { type ApiFilter, parseFilterText } from './filter.ts';

/** The column that orders the rows. */
export interface RowSort {
  column: string;
  order: 'asc' | 'desc';
}

/** Which rows are shown, in which order. */
export interface RowView {
  search: string;
  filter: ApiFilter | undefined;
  sort: RowSort | undefined;
}

const text = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '');

/** `-created_at` is descending. */
function parseSort(value: string): RowSort | undefined {
  if (value === '') return undefined;
  return value.startsWith('-') ? { column: value.slice(1), order: 'desc' } : { column: value, order: 'asc' };
}

/** The view and the open row, which live in the URL, so that a link shows the same. */
export function createViewState() {
  const [params, setParams] = useSearchParams();
  const search = createMemo(() => text(params.q));
  const filterText = createMemo(() => text(params.filter));
  const filter = createMemo(() => parseFilterText(filterText()));
  const sortText = createMemo(() => text(params.sort));
  const sort = createMemo(() => parseSort(sortText()));
  const set = (changed: Record<string, string | undefined>) => setParams(changed, { replace: true });
  return {
    search,
    filter,
    sort,
    /** A text that differs when other rows, or another order, are shown. */
    key: () => JSON.stringify([search(), filterText(), sortText()]),
    setSearch: (value: string) => set({ q: value || undefined }),
    setFilter: (value: ApiFilter | undefined) => set({ filter: value && JSON.stringify(value) }),
    setSort: (value: RowSort | undefined) =>
      set({ sort: value && `${value.order === 'desc' ? '-' : ''}${value.column}` }),
    /** The key of the row in the side panel; `new` in `panel` for a row to insert. */
    openRow: () => text(params.row) || undefined,
    setOpenRow: (key: string | undefined) => setParams({ row: key }),
  };
}

export type ViewState = ReturnType<typeof createViewState>;

/** Whether any rows are left out. */
export function isNarrowed(view: { search: () => string; filter: () => ApiFilter | undefined }): boolean {
  return view.search() !== '' || view.filter() !== undefined;
}
