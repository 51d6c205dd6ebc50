import { asFolder } from './paths.ts';
import type { FileOrder } from './queries.ts';

/** What the page of a bucket shows. It lives in the URL. */
export interface StorageView {
  /** The folder, with its `/` at the end. */
  path: string;
  layout: 'list' | 'grid';
  sort: FileOrder;
  search: string;
  /** The file whose details are open, by its id. */
  file: string | undefined;
}

const SORTABLE = ['name', 'size', 'mime_type', 'updated_at', 'created_at'] as const;
const MAX_SEARCH = 100;
const MAX_PREFIX = 1024;

/** An order that the server knows; by name for any other. */
export function fileOrder(sort: { by: string; order: string }): FileOrder {
  const by = SORTABLE.find((field) => field === sort.by) ?? 'name';
  return { by, order: sort.order === 'desc' ? 'desc' : 'asc' };
}

/** Reads the view from the URL; what makes no sense counts as not given. */
export function readStorageView(params: Record<string, string | string[] | undefined>): StorageView {
  const text = (key: string) => {
    const value = params[key];
    return typeof value === 'string' ? value : '';
  };
  return {
    path: asFolder(text('path').slice(0, MAX_PREFIX)),
    layout: text('view') === 'grid' ? 'grid' : 'list',
    sort: fileOrder({ by: text('sort'), order: text('order') }),
    search: text('search').slice(0, MAX_SEARCH),
    file: text('file') || undefined,
  };
}

/** The parameters of the URL for a change of the view. What is the default is left out. */
export function storageParams(change: Partial<StorageView>): Record<string, string | undefined> {
  const { path, layout, sort, search } = change;
  return {
    ...(path === undefined ? {} : { path: path || undefined }),
    ...(layout === undefined ? {} : { view: layout === 'grid' ? 'grid' : undefined }),
    ...(search === undefined ? {} : { search: search || undefined }),
    ...('file' in change ? { file: change.file } : {}),
    ...(sort === undefined
      ? {}
      : {
          sort: sort.by === 'name' ? undefined : sort.by,
          order: sort.order === 'asc' ? undefined : sort.order,
        }),
  };
}
