import type { Owned } from '@selfdb/sdk';
import { counted, formatBytes } from '../../../ui/format/numbers.ts';

/** What a user owns, in words: "3 tables, 2 buckets and 120 files (1.5 GB)". Undefined for nothing. */
export function ownedInWords({ tables, buckets, files, size, snippets }: Owned): string | undefined {
  const fileWords = count(files, 'file');
  const words = [
    count(tables, 'table'),
    count(buckets, 'bucket'),
    fileWords && `${fileWords} (${formatBytes(size)})`,
    count(snippets, 'snippet'),
  ].filter((word) => word !== undefined);
  if (words.length === 0) return undefined;
  return new Intl.ListFormat('en', { style: 'long', type: 'conjunction' }).format(words);
}

/** Whether one thing or several are owned, for the verb. */
export function isOneThing({ tables, buckets, files, snippets }: Owned): boolean {
  return tables + buckets + files + snippets === 1;
}

function count(number: number, noun: string): string | undefined {
  return number === 0 ? undefined : counted(number, noun);
}
