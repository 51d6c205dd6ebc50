import type { FilePage } from '@selfdb/sdk';
import { createQueries, createQuery, useQueryClient } from '@tanstack/solid-query';
import { type Accessor, createMemo, createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { answerOf } from '../../tables/queries.ts';
import type { StorageEntry } from '../entries/entry.ts';
import { newFoldersIn } from '../entries/new-folders.ts';
import { type FileSource, filesPageQuery, firstPageQuery } from '../queries.ts';
import { entryOf, type ListingCounts, pagesOf } from './places.ts';

/** The entries of a folder, or of a search, by their place. Only the pages in sight are read. */
export interface Listing {
  /** Undefined until the first page has come. */
  count: Accessor<number | undefined>;
  files: Accessor<number>;
  /** Undefined for an entry whose page is on its way. */
  entryAt: (index: number) => StorageEntry | undefined;
  /** Reads the pages of these entries. */
  show: (first: number, last: number) => void;
  /** Reads entries, the first and the last included. */
  gather: (first: number, last: number) => Promise<StorageEntry[]>;
  error: Accessor<unknown>;
  /** Whether what is shown is of the order or search before. */
  isStale: Accessor<boolean>;
  retry: () => void;
}

/** Reads a folder or a search as its parts come into sight. */
export function createListing(source: Accessor<FileSource>): Listing {
  const sdk = useSdk();
  const client = useQueryClient();
  const first = createQuery(() => firstPageQuery(sdk, source()));
  const [wanted, setWanted] = createSignal<number[]>([], { equals: (a, b) => a.join() === b.join() });
  const later = createQueries(() => ({
    queries: wanted().map((page) => filesPageQuery(sdk, source(), page)),
  }));
  const counts = createMemo((): ListingCounts | undefined => {
    const page = answerOf(first);
    if (!page) return undefined;
    const { bucketId, prefix, search } = source();
    const known = page.folders ?? [];
    const fresh = search ? [] : newFoldersIn(bucketId, prefix).filter((path) => !known.includes(path));
    return { fresh, folders: page.total_folders ?? 0, files: page.total };
  });
  const pageOf = (page: number): FilePage | undefined => {
    if (page === 0) return answerOf(first);
    const query = later[wanted().indexOf(page)];
    return query && answerOf(query);
  };
  return {
    count: () => {
      const known = counts();
      return known && known.fresh.length + known.folders + known.files;
    },
    files: () => counts()?.files ?? 0,
    entryAt(index) {
      const known = counts();
      return known && entryOf(index, known, pageOf);
    },
    show(from, to) {
      const known = counts();
      if (known) setWanted(pagesOf(from, to, known).filter((page) => page > 0));
    },
    async gather(from, to) {
      const known = counts();
      if (!known) return [];
      const pages = new Map<number, FilePage>();
      for (const page of pagesOf(from, to, known)) {
        pages.set(page, await client.fetchQuery(filesPageQuery(sdk, source(), page)));
      }
      const places = Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
      return places.flatMap((index) => entryOf(index, known, (page) => pages.get(page)) ?? []);
    },
    error: () => (first.isLoadingError ? first.error : undefined),
    isStale: () => first.isPlaceholderData,
    retry: () => void first.refetch(),
  };
}
