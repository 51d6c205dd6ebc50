import { expect, it } from 'vitest';
import { folderEntry, type StorageEntry } from '../entries/entry.ts';
import type { Listing } from './listing.ts';
import { createEntrySelection, howOf } from './selection.ts';

const entries = Array.from({ length: 10 }, (_, index) => folderEntry(`${index}/`));

function selectionOf(gather: Listing['gather']) {
  const selection = createEntrySelection({
    count: () => entries.length,
    files: () => 0,
    entryAt: (index) => entries[index],
    show: () => undefined,
    gather,
    error: () => undefined,
    isStale: () => false,
    retry: () => undefined,
  });
  return { selection, paths: () => selection.entries().map(({ name }) => name) };
}

const direct = () => selectionOf(async (first, last) => entries.slice(first, last + 1));

it('selects alone, one more and one less, and from the last one', async () => {
  const { selection, paths } = direct();
  await selection.select(2, 'only');
  await selection.select(5, 'only');
  expect(paths()).toEqual(['5']);
  await selection.select(7, 'toggle');
  expect(paths()).toEqual(['5', '7']);
  await selection.select(5, 'toggle');
  expect(paths()).toEqual(['7']);
  // From 5, which was clicked last, in both directions.
  await selection.select(3, 'range');
  expect(paths()).toEqual(['3', '4', '5']);
  await selection.select(6, 'range');
  expect(paths()).toEqual(['5', '6']);
  await selection.selectAll();
  expect(paths()).toHaveLength(10);
});

it('forgets a range whose entries come after a later click', async () => {
  let arrive: (entries: StorageEntry[]) => void = () => undefined;
  const { selection, paths } = selectionOf(() => new Promise((resolve) => (arrive = resolve)));
  const range = selection.select(4, 'range');
  await selection.select(1, 'only');
  arrive(entries.slice(0, 5));
  await range;
  expect(paths()).toEqual(['1']);
});

it('reads the modifier keys', () => {
  const keys = { shiftKey: false, ctrlKey: false, metaKey: false };
  expect([keys, { ...keys, metaKey: true }, { ...keys, shiftKey: true, ctrlKey: true }].map(howOf)).toEqual([
    'only',
    'toggle',
    'range',
  ]);
});
