import type { FilePage } from '@selfdb/sdk';
import { fileEntry, folderEntry, type StorageEntry } from '../entries/entry.ts';
import { FILES_PER_PAGE } from '../queries.ts';

/** New folders come first, then the server's folders, then the files. */
export interface ListingCounts {
  fresh: string[];
  folders: number;
  files: number;
}

/** The entry at a place, from the pages that are there. */
export function entryOf(
  index: number,
  { fresh, folders }: ListingCounts,
  pageOf: (page: number) => FilePage | undefined,
): StorageEntry | undefined {
  const made = fresh[index];
  if (made !== undefined) return folderEntry(made, true);
  const known = index - fresh.length;
  const [at, isFolder] = known < folders ? [known, true] : [known - folders, false];
  const page = pageOf(Math.floor(at / FILES_PER_PAGE));
  if (isFolder) {
    const path = page?.folders?.[at % FILES_PER_PAGE];
    return path === undefined ? undefined : folderEntry(path);
  }
  const file = page?.data[at % FILES_PER_PAGE];
  return file && fileEntry(file);
}

/** The pages that have these entries. */
export function pagesOf(first: number, last: number, { fresh, folders, files }: ListingCounts): number[] {
  const pages = new Set<number>();
  const add = (from: number, to: number, count: number) => {
    const [begin, end] = [Math.max(0, from), Math.min(count - 1, to)];
    if (begin > end) return;
    for (let page = Math.floor(begin / FILES_PER_PAGE); page * FILES_PER_PAGE <= end; page += 1)
      pages.add(page);
  };
  add(first - fresh.length, last - fresh.length, folders);
  add(first - fresh.length - folders, last - fresh.length - folders, files);
  return [...pages].toSorted((a, b) => a - b);
}
