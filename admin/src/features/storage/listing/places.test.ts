import type { FilePage, StoredFile } from '@selfdb/sdk';
import { expect, it } from 'vitest';
import { FILES_PER_PAGE } from '../queries.ts';
import { entryOf, pagesOf } from './places.ts';

const counts = { fresh: ['new/'], folders: FILES_PER_PAGE + 1, files: FILES_PER_PAGE * 3 };

const page = (number: number): FilePage => {
  const at = Array.from({ length: FILES_PER_PAGE }, (_, index) => number * FILES_PER_PAGE + index);
  const data = at.map((index) => ({ id: `${index}`, path: `f${index}`, name: `f${index}` }) as StoredFile);
  const folders = at.filter((index) => index < counts.folders).map((index) => `d${index}/`);
  return { data, folders, total: 0, page: 1, pageSize: 0, page_size: 0 };
};

const pathAt = (index: number) => entryOf(index, counts, page)?.path;

it('shows new folders, then folders, then files, each from its page', () => {
  const last = 1 + counts.folders;
  expect([0, 1, FILES_PER_PAGE, last - 1, last, last + FILES_PER_PAGE].map(pathAt)).toEqual([
    'new/',
    'd0/',
    `d${FILES_PER_PAGE - 1}/`,
    `d${FILES_PER_PAGE}/`,
    'f0',
    `f${FILES_PER_PAGE}`,
  ]);
  expect(entryOf(last, counts, () => undefined)).toBeUndefined();
});

it('reads only the pages in sight', () => {
  const files = 1 + counts.folders;
  expect(pagesOf(0, 20, counts)).toEqual([0]);
  // The last folders are in the second page of folders, the first files in the first page of files.
  expect(pagesOf(files - 1, files + 5, counts)).toEqual([0, 1]);
  expect(pagesOf(files + FILES_PER_PAGE * 2, files + FILES_PER_PAGE * 2 + 9, counts)).toEqual([2]);
  expect(pagesOf(0, 0, { fresh: ['new/'], folders: 0, files: 0 })).toEqual([]);
});
