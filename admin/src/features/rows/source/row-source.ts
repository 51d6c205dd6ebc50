import { createQuery, keepPreviousData, useQueryClient } from '@tanstack/solid-query';
import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { rowCountQuery } from '../queries.ts';
import type { RowValues } from '../values/show-value.ts';
import type { RowView, ViewState } from '../view/view-state.ts';
import { PAGE_ROWS, RowPages } from './row-pages.ts';
import type { RowsApi } from './rows-api.ts';

/** Tables up to this size are counted without being asked. */
const COUNTED_ROWS = 5_000_000;
/** Rows that a copy or a deletion reads at once. */
const READ_ROWS = 1000;

/** The rows of the view, for reading by place. All functions that the grid calls follow changes. */
export function createRowSource(api: RowsApi, tableId: string, view: ViewState) {
  const client = useQueryClient();
  const [version, setVersion] = createSignal(0);
  const [end, setEnd] = createSignal<number>();
  const [seen, setSeen] = createSignal<[number, number]>([0, 0]);
  const current = (): RowView => ({ search: view.search(), filter: view.filter(), sort: view.sort() });
  const shown = () => ({ key: view.key(), current: current() });

  const estimate = createQuery(() => ({
    ...rowCountQuery(api, tableId, shown(), 'estimated'),
    placeholderData: keepPreviousData,
  }));
  const [wanted, setWanted] = createSignal(false);
  const exact = createQuery(() => ({
    ...rowCountQuery(api, tableId, shown(), 'exact'),
    placeholderData: keepPreviousData,
    enabled:
      estimate.data !== undefined &&
      !estimate.isPlaceholderData &&
      (wanted() || estimate.data <= COUNTED_ROWS),
  }));
  const counted = () => (exact.isPlaceholderData ? undefined : exact.data);
  const total = () => end() ?? counted() ?? estimate.data ?? 0;

  const pages = createMemo(() => {
    const { current: viewOfPages } = shown();
    const made = new RowPages({
      fetchPage: (page, cursor, signal) =>
        api.page(viewOfPages, { page: page + 1, pageSize: PAGE_ROWS, cursor, signal }),
      onChange: () => setVersion((number) => number + 1),
      onEnd: setEnd,
    });
    onCleanup(() => made.dispose());
    return made;
  });
  createEffect(on(view.key, () => setEnd(undefined), { defer: true }));
  createEffect(() => pages().show(...seen()));

  return {
    total,
    /** Whether the number of rows is known, and not the estimate of the planner. */
    isExact: () => end() !== undefined || counted() !== undefined,
    countExactly: () => setWanted(true),
    isLoading: () => estimate.isPending,
    countError: () => estimate.error,
    rowAt(index: number): RowValues | undefined {
      version();
      return pages().rowAt(index);
    },
    error(): unknown {
      version();
      return pages().error();
    },
    retry() {
      void client.invalidateQueries({ queryKey: ['rows', tableId, 'count'] });
      pages().retry();
    },
    show: (first: number, last: number) =>
      setSeen((old) => (old[0] === first && old[1] === last ? old : [first, last])),
    change: (change: (row: RowValues) => RowValues) => pages().change(change),
    find: (fits: (row: RowValues) => boolean) => pages().find(fits),
    /** Reads the rows again, where a person looks. */
    async refresh() {
      setEnd(undefined);
      void client.invalidateQueries({ queryKey: ['rows', tableId, 'count'] });
      await pages().refresh();
    },
    /** Rows by their places, also those that are not kept. */
    rows: (first: number, last: number) => readRange(api, current(), pages(), first, last),
    current,
  };
}

export type RowSource = ReturnType<typeof createRowSource>;

async function readRange(api: RowsApi, view: RowView, pages: RowPages, first: number, last: number) {
  const kept = Array.from({ length: last - first + 1 }, (_, i) => pages.rowAt(first + i));
  const known = kept.filter((row) => row !== undefined);
  if (known.length === kept.length) return known;
  const rows: RowValues[] = [];
  const start = Math.floor(first / READ_ROWS);
  for (let page = start; page * READ_ROWS <= last; page++) {
    rows.push(...(await api.page(view, { page: page + 1, pageSize: READ_ROWS })).rows);
  }
  return rows.slice(first - start * READ_ROWS, last - start * READ_ROWS + 1);
}
