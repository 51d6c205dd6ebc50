import type { ListSort } from '../../../ui/display/list-table.tsx';

const SORTABLE = ['name', 'created_at', 'updated_at'] as const;
const MAX_SEARCH = 100;

/** What the list shows. It lives in the URL. */
export interface FunctionsView {
  search: string;
  sort: { by: (typeof SORTABLE)[number]; order: ListSort['order'] };
}

/** Reads the view from the URL; what makes no sense counts as not given. */
export function readFunctionsView(params: Record<string, string | undefined>): FunctionsView {
  const { search = '', sort, order } = params;
  const by = SORTABLE.find((column) => column === sort) ?? 'name';
  return { search: search.slice(0, MAX_SEARCH), sort: { by, order: order === 'desc' ? 'desc' : 'asc' } };
}
