import type { Bucket, FilePage, SelfDB, StoredFile } from '@selfdb/sdk';
import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/solid-query';
import { keepSameValue, ParsedValue } from '../../ui/format/exact-json.ts';

/** A file as the API describes it, without its bytes. */
export type StorageFile = StoredFile;
export type StorageBucket = Bucket;

/** Files in one page of a folder. */
export const FILES_PER_PAGE = 200;
const MAX_LIMIT = 1000;

/** An order of files that the server knows. */
export interface FileOrder {
  by: 'name' | 'size' | 'mime_type' | 'updated_at' | 'created_at';
  order: 'asc' | 'desc';
}

/** What a page of files is read from: one folder, or with a search the whole bucket. */
export interface FileSource {
  bucketId: string;
  /** A folder with its `/` at the end; the empty text is the bucket itself. */
  prefix: string;
  search: string;
  sort: FileOrder;
}

const bucketsKey = ['storage', 'buckets'] as const;

/** The key of everything that is read of a folder. Without a prefix: of all folders of a bucket, and of its searches. */
function filesKey(bucketId: string, prefix?: string): readonly string[] {
  const bucket = ['storage', 'files', bucketId];
  return prefix === undefined ? bucket : [...bucket, prefix];
}

/** All buckets that the caller may see. */
export function bucketsQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: [...bucketsKey, 'all'],
    async queryFn({ signal }): Promise<StorageBucket[]> {
      const buckets: StorageBucket[] = [];
      for (;;) {
        const page = await sdk.storage.buckets.list(
          { skip: buckets.length, limit: MAX_LIMIT, sortBy: 'name', sortOrder: 'asc' },
          { signal },
        );
        buckets.push(...page);
        if (page.length < MAX_LIMIT) return buckets;
      }
    },
  });
}

/** A bucket by its name. Null if there is none that the caller may see. */
export function bucketQuery(sdk: SelfDB, name: string) {
  return queryOptions({
    queryKey: [...bucketsKey, 'one', name],
    async queryFn({ signal }): Promise<StorageBucket | null> {
      for (let skip = 0; ; skip += MAX_LIMIT) {
        const page = await sdk.storage.buckets.list(
          { search: name, limit: MAX_LIMIT, skip, sortBy: 'name', sortOrder: 'asc' },
          { signal },
        );
        const found = page.find((bucket) => bucket.name === name);
        if (found) return found;
        if (page.length < MAX_LIMIT) return null;
      }
    },
  });
}

/** A bucket as it is now. Always asked anew, because it is read before a deletion. */
export function bucketNowQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    // Not below the key of what is read again after a change: that may be its deletion.
    queryKey: ['storage-now', id],
    queryFn: ({ signal }) => sdk.storage.buckets.get(id, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Stands in the key of a search for the folder. No folder has this name: they end with `/`. */
const ALL_FOLDERS = '*';

/** The key of a folder, or of all searches of a bucket. */
function placeKey({ bucketId, prefix, search }: FileSource): readonly string[] {
  return filesKey(bucketId, search ? ALL_FOLDERS : prefix);
}

/** The first page. What was shown stays until another order or search has come, but not for another folder. */
export function firstPageQuery(sdk: SelfDB, source: FileSource) {
  return {
    ...filesPageQuery(sdk, source, 0),
    placeholderData: (previous: FilePage | undefined, query?: { queryKey: readonly unknown[] }) =>
      placeKey(source).every((part, index) => query?.queryKey[index] === part) ? previous : undefined,
  };
}

/** One page of a folder, from 0: its subfolders by name, and its files in the chosen order. With a search: files of all folders. */
export function filesPageQuery(sdk: SelfDB, source: FileSource, page: number) {
  const { bucketId, prefix, search, sort } = source;
  return queryOptions({
    queryKey: [...placeKey(source), { search, ...sort, page }],
    queryFn: ({ signal }) =>
      sdk.storage.files.list(
        {
          bucketId,
          skip: page * FILES_PER_PAGE,
          limit: FILES_PER_PAGE,
          sortBy: sort.by,
          sortOrder: sort.order,
          ...(search ? { search } : { prefix, delimiter: '/' }),
        },
        { signal },
      ),
  });
}

/** How many files are in folders, at any depth. Always asked anew, because it is read before a deletion. */
export function folderCountQuery(sdk: SelfDB, bucketId: string, folders: string[]) {
  return queryOptions({
    queryKey: ['storage-now', bucketId, folders],
    staleTime: 0,
    gcTime: 0,
    async queryFn({ signal }) {
      let count = 0;
      for (const prefix of folders) {
        const { total } = await sdk.storage.files.list({ bucketId, prefix, limit: 1 }, { signal });
        count += total;
      }
      return count;
    },
  });
}

/** The folders directly in a folder, a page at a time. */
export function foldersQuery(sdk: SelfDB, bucketId: string, prefix: string) {
  return infiniteQueryOptions({
    queryKey: [...filesKey(bucketId, prefix), 'folders'],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      sdk.storage.files.list(
        { bucketId, prefix, delimiter: '/', skip: pageParam, limit: FILES_PER_PAGE },
        { signal },
      ),
    getNextPageParam: ({ total_folders = 0 }, pages) =>
      pages.length * FILES_PER_PAGE < total_folders ? pages.length * FILES_PER_PAGE : undefined,
  });
}

/** One file. */
export function fileQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['storage', 'file', id],
    reconcile: keepSameValue<ParsedValue<StorageFile>>,
    queryFn: async ({ signal }) => new ParsedValue(await sdk.storage.files.get(id, { signal })),
  });
}

/** Reads again what is shown of buckets and files. Call it after a change. */
export function useRefreshStorage(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['storage'] });
}
