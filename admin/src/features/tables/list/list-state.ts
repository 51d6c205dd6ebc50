import type { ListSort } from '../../../ui/display/list-table.tsx';

const SORTABLE = ['name', 'created_at', 'updated_at'] as const;

/** What the list is sorted by. */
interface TableOrder {
  by: (typeof SORTABLE)[number];
  order: ListSort['order'];
}

/** What the URL of the list says. */
export interface ListState {
  search: string;
  sort: TableOrder;
  /** From 1. */
  page: number;
}

const MAX_SEARCH = 100;

/** An order that the server knows; by name for any other. */
export function tableOrder(sort: { by: string; order: string }): TableOrder {
  const by = SORTABLE.find((column) => column === sort.by) ?? 'name';
  return { by, order: sort.order === 'desc' ? 'desc' : 'asc' };
}

/** Reads the state from the URL; what makes no sense counts as not given. */
export function readListState(params: Record<string, string | string[] | undefined>): ListState {
  const text = (key: string) => {
    const value = params[key];
    return typeof value === 'string' ? value : '';
  };
  const page = Number(text('page'));
  return {
    search: text('search').slice(0, MAX_SEARCH),
    sort: tableOrder({ by: text('sort'), order: text('order') }),
    page: Number.isSafeInteger(page) && page > 1 ? page : 1,
  };
}

/** The parameters of the URL for a state. What is the default is left out. */
export function listParams(state: ListState): Record<string, string | undefined> {
  return {
    search: state.search || undefined,
    sort: state.sort.by === 'name' ? undefined : state.sort.by,
    order: state.sort.order === 'asc' ? undefined : 'desc',
    page: state.page === 1 ? undefined : String(state.page),
  };
}
