import { expect, it } from 'vitest';
import { changedColumns, tellingColumns } from './changed-columns.ts';
import { isUpTo, type LogEntry, shortCursor } from './entry.ts';
import { keepLatest } from './keep-latest.ts';
import { eventAfterKey } from './list-keys.ts';
import { shownEntries } from './shown-entries.ts';

const entry = (id: number, more: Partial<LogEntry> = {}): LogEntry => ({
  ...{ id, topic: 'table:books', kind: 'INSERT', at: 0, summary: '', payload: {}, isReplayed: () => false },
  ...more,
});
const ids = (entries: LogEntry[]) => entries.map(({ id }) => id);

it('keeps the latest entries, as many as may be kept', () => {
  const limits = { entries: 3, characters: 1e6 };
  expect(ids(keepLatest([entry(1), entry(2)], [entry(3), entry(4)], limits))).toEqual([2, 3, 4]);
  expect(ids(keepLatest([], [entry(1)], limits))).toEqual([1]);
});

it('keeps fewer when they are large, but always the last one', () => {
  const large = (id: number) => entry(id, { payload: { new: { text: 'x'.repeat(600) } } });
  const limits = { entries: 9, characters: 1500 };
  expect(ids(keepLatest([large(1), large(2)], [large(3)], limits))).toEqual([2, 3]);
  expect(ids(keepLatest([large(1)], [entry(2, { payload: { text: 'x'.repeat(9999) } })], limits))).toEqual([
    2,
  ]);
});

it('finds entries by kind and by words anywhere in them, newest or oldest first', () => {
  const all = [
    entry(1, { payload: { new: { title: 'Dune' } } }),
    entry(2, { kind: 'gap', payload: { reason: 'truncated' } }),
    entry(3, { topic: 'table:films', payload: { new: { title: 'DUNE, part two' } } }),
  ];
  const shown = (kind: 'all' | 'INSERT' | 'notice', text: string) =>
    ids(shownEntries(all, { kind, text, order: 'oldest' }));
  expect(shown('all', '')).toEqual([1, 2, 3]);
  expect(shown('notice', '')).toEqual([2]);
  expect(shown('all', 'dune')).toEqual([1, 3]);
  expect(shown('INSERT', 'part films')).toEqual([3]);
  expect(ids(shownEntries(all, { kind: 'all', text: '', order: 'newest' }))).toEqual([3, 2, 1]);
});

it('names the columns that an update has changed, the time of the change last', () => {
  const before = { id: 1, updated_at: 'a', title: 'Dune', note: null, tags: ['x'] };
  const after = { id: 1, updated_at: 'b', title: 'Dune', note: '', tags: ['x'], added: 1 };
  expect(changedColumns(before, after)).toEqual([
    { name: 'note', before: null, after: '' },
    { name: 'added', before: undefined, after: 1 },
    { name: 'updated_at', before: 'a', after: 'b' },
  ]);
  const names = (columns: { name: string }[]) => columns.map(({ name }) => name);
  expect(names(tellingColumns(changedColumns(before, after)))).toEqual(['note', 'added']);
  expect(names(tellingColumns(changedColumns(before, { ...before, updated_at: 'b' })))).toEqual([]);
});

it('compares cursors of one history only, and shortens them', () => {
  const at = (lsn: string, history = 'h1') => `${history}:${lsn.padStart(16, '0')}:00000002`;
  expect(isUpTo(at('1A'), at('1B'))).toBe(true);
  expect(isUpTo(at('1B'), at('1B'))).toBe(true);
  expect(isUpTo(at('1C'), at('1B'))).toBe(false);
  expect(isUpTo(at('1A', 'h0'), at('1B'))).toBe(false);
  expect(isUpTo(at('1A'), undefined)).toBe(false);
  expect([shortCursor(at('1A0')), shortCursor('h1:0000:0000'), shortCursor('odd')]).toEqual([
    '1A0:2',
    '0:0',
    'odd',
  ]);
});

it('moves through the list by keys, never out of it', () => {
  const press = (key: string, from: number, ctrlKey = false) =>
    eventAfterKey({ key, ctrlKey, metaKey: false, altKey: false }, from, 20, 10);
  expect(press('ArrowDown', -1)).toBe(0);
  expect([press('ArrowUp', 0), press('PageDown', 15), press('End', 3), press('Home', 3)]).toEqual([
    0, 19, 19, 0,
  ]);
  expect([press('x', 3), press('ArrowDown', 3, true)]).toEqual([undefined, undefined]);
});
