import type { ListSort } from '../../../ui/display/list-table.tsx';

const SORT_COLUMNS = ['name', 'created_at', 'updated_at'] as const;
const MAX_SEARCH = 100;

/** What the list shows. It lives in the URL. */
export interface WebhooksView {
  search: string;
  sort: { by: (typeof SORT_COLUMNS)[number]; order: ListSort['order'] };
}

/** Reads the view from the URL; what makes no sense counts as not given. */
export function readWebhooksView(params: Record<string, string | undefined>): WebhooksView {
  const { search = '', sort, order } = params;
  const by = SORT_COLUMNS.find((column) => column === sort) ?? 'name';
  return { search: search.slice(0, MAX_SEARCH), sort: { by, order: order === 'desc' ? 'desc' : 'asc' } };
}
