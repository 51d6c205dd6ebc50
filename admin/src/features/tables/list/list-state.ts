import type { ListSort } from '../../../ui/display/list-table.tsx';

/** What the URL of the list says. */
export interface ListState {
  search: string;
  sort: ListSort;
  /** From 1. */
  page: number;
}

const SORTABLE = ['name', 'created_at', 'updated_at'];
const MAX_SEARCH = 100;

/** Reads the state from the URL; what makes no sense counts as not given. */
export function readListState(params: Record<string, string | string[] | undefined>): ListState {
  const text = (key: string) => {
    const value = params[key];
    return typeof value === 'string' ? value : '';
  };
  const by = SORTABLE.includes(text('sort')) ? text('sort') : 'name';
  const page = Number(text('page'));
  return {
    search: text('search').slice(0, MAX_SEARCH),
    sort: { by, order: text('order') === 'desc' ? 'desc' : 'asc' },
    page: Number.isInteger(page) && page > 1 ? page : 1,
  };
}

/** The parameters of the URL for a changed state. What is the default is left out. */
export function listParams(state: ListState): Record<string, string | undefined> {
  return {
    search: state.search || undefined,
    sort: state.sort.by === 'name' ? undefined : state.sort.by,
    order: state.sort.order === 'asc' ? undefined : 'desc',
    page: state.page === 1 ? undefined : String(state.page),
  };
}
