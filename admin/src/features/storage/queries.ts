import type { Bucket, SelfDB, StoredFile } from '@selfdb/sdk';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/solid-query';

/** A file as the API describes it, without its bytes. */
export type StorageFile = StoredFile;
export type StorageBucket = Bucket;

/** Files in one page of a folder. */
export const PAGE_SIZE = 200;
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

export const bucketsKey = ['storage', 'buckets'] as const;

/** The key of everything that is read of a folder. Without a prefix: of all folders of a bucket, and of its searches. */
export function filesKey(bucketId: string, prefix?: string): readonly string[] {
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

/** One page of a folder, from 0: its subfolders by name, and its files in the chosen order. With a search: files of all folders. */
export function filesPageQuery(sdk: SelfDB, source: FileSource, page: number) {
  const { bucketId, prefix, search, sort } = source;
  return queryOptions({
    queryKey: [...filesKey(bucketId, search ? undefined : prefix), { search, ...sort, page }],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      sdk.storage.files.list(
        {
          bucketId,
          skip: page * PAGE_SIZE,
          limit: PAGE_SIZE,
          sortBy: sort.by,
          sortOrder: sort.order,
          ...(search ? { search } : { prefix, delimiter: '/' }),
        },
        { signal },
      ),
  });
}

/** One file. */
export function fileQuery(sdk: SelfDB, id: string) {
  return queryOptions({
    queryKey: ['storage', 'file', id],
    queryFn: ({ signal }) => sdk.storage.files.get(id, { signal }),
  });
}

/** Reads again what is shown of buckets and files. Call it after a change. */
export function useRefreshStorage(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['storage'] });
}
