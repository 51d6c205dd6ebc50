import { expect, it } from 'vitest';
import { isOneThing, ownedInWords } from './owned-words.ts';

const nothing = { tables: 0, buckets: 0, files: 0, size: 0, snippets: 0 };

it('lists what a user owns, without what there is none of', () => {
  expect(ownedInWords({ ...nothing, tables: 3, buckets: 2, files: 1200, size: 1_500_000 })).toBe(
    '3 tables, 2 buckets, and 1,200 files (1.5 MB)',
  );
  expect(ownedInWords({ ...nothing, buckets: 1, snippets: 2 })).toBe('1 bucket and 2 snippets');
});

it('says nothing of nothing', () => {
  expect(ownedInWords(nothing)).toBeUndefined();
});

it('knows when the verb is singular', () => {
  expect(isOneThing({ ...nothing, files: 1, size: 10 })).toBe(true);
  expect(isOneThing({ ...nothing, files: 1, tables: 1 })).toBe(false);
});
