import type { SelfDB } from '@selfdb/sdk';
import type { RowValues } from '../values/show-value.ts';
import type { ApiFilter } from '../view/filter.ts';
import type { RowSort, RowView } from '../view/view-state.ts';
import type { FetchedPage } from './row-pages.ts';

interface PageRequest {
  /** From 1. */
  page?: number;
  pageSize: number;
  cursor?: string | undefined;
  count?: 'exact' | 'estimated' | 'none';
  signal?: AbortSignal;
}

/** The parameters of a view. Without a sort, rows come by primary key, the newest first where keys grow. */
function listOptions(view: RowView) {
  const sort: RowSort | undefined = view.sort;
  return {
    ...(view.search ? { search: view.search } : {}),
    ...(view.filter ? { filter: view.filter } : {}),
    ...(sort ? { sortBy: sort.column } : {}),
    sortOrder: sort?.order ?? ('desc' as const),
  };
}

/** The rows of one table through the client. */
export function createRowsApi(sdk: SelfDB, tableId: string) {
  const data = sdk.tables.data;
  return {
    async page(view: RowView, request: PageRequest): Promise<FetchedPage> {
      const { page, pageSize, cursor, signal, count = 'none' } = request;
      const place = cursor === undefined ? { page: page ?? 1 } : { cursor };
      const answer = await data.fetch(
        tableId,
        { ...listOptions(view), ...place, pageSize, count },
        signal ? { signal } : {},
      );
      return { rows: answer.data, next: answer.next_cursor };
    },
    async count(view: RowView, count: 'exact' | 'estimated', signal: AbortSignal): Promise<number> {
      const answer = await data.fetch(tableId, { ...listOptions(view), pageSize: 1, count }, { signal });
      return answer.total ?? 0;
    },
    async find(filter: ApiFilter, limit: number): Promise<RowValues[]> {
      const answer = await data.fetch(tableId, { filter, pageSize: limit, count: 'none' });
      return answer.data;
    },
    insert: (rows: RowValues[], signal?: AbortSignal): Promise<RowValues[]> =>
      data.insertMany(tableId, rows, signal ? { signal } : {}),
    update: (rowId: string, values: RowValues): Promise<RowValues> => data.updateRow(tableId, rowId, values),
    updateByFilter: (filter: ApiFilter, values: RowValues) => data.updateMany(tableId, filter, values),
    deleteByFilter: (filter: ApiFilter) => data.deleteMany(tableId, filter),
  };
}

export type RowsApi = ReturnType<typeof createRowsApi>;
