import type { ListSort } from '../../../ui/display/list-table.tsx';
import type { StorageBucket } from '../queries.ts';

/** What the list of buckets shows. It lives in the URL. */
export interface BucketsView {
  search: string;
  sort: ListSort;
}

type SortField = 'name' | 'files' | 'size' | 'updated_at';
const COMPARE: Record<SortField, (a: StorageBucket, b: StorageBucket) => number> = {
  name: (a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)),
  files: (a, b) => a.file_count - b.file_count,
  size: (a, b) => a.total_size - b.total_size,
  updated_at: (a, b) => Date.parse(a.updated_at) - Date.parse(b.updated_at),
};
const isSortField = (text: string): text is SortField => text in COMPARE;

/** Reads the view from the URL; what makes no sense counts as not given. */
export function readBucketsView(params: Partial<Record<string, string | string[]>>): BucketsView {
  const by = String(params.sort ?? '');
  return {
    search: String(params.search ?? ''),
    sort: { by: isSortField(by) ? by : 'name', order: params.order === 'desc' ? 'desc' : 'asc' },
  };
}

/** The buckets of the view, in its order. */
export function bucketsInView(buckets: StorageBucket[], { search, sort }: BucketsView): StorageBucket[] {
  const text = search.toLowerCase();
  const found = buckets.filter(({ name, description }) =>
    `${name}\n${description ?? ''}`.toLowerCase().includes(text),
  );
  const compare = COMPARE[isSortField(sort.by) ? sort.by : 'name'];
  return found.toSorted((a, b) => (sort.order === 'desc' ? compare(b, a) : compare(a, b)));
}
