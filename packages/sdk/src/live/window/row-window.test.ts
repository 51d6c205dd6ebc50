import { describe, expect, it } from 'vitest';
import type { ChangePayload } from '../../realtime/channel/events.ts';
import type { RowRead } from '../../rows/read-rows.ts';
import { PendingWrites } from './pending-writes.ts';
import { type LiveRow, RowWindow } from './row-window.ts';

const shape = { id: 't', key: ['id'], types: { id: 'integer', n: 'integer', title: 'text' } };
const row = (id: number, n: number | null = id): LiveRow => ({ id, n, title: `t${id}` });

function change(old: LiveRow | null, after: LiveRow | null): ChangePayload {
  const event = old ? (after ? 'UPDATE' : 'DELETE') : 'INSERT';
  return { event, table: 't', new: after, old, cursor: 'a:1', commitTimestamp: '', raw: {} };
}

function windowOf(rows: LiveRow[], read: RowRead = { sortBy: 'n', sortOrder: 'asc' }, limit?: number) {
  const window = new RowWindow(shape, read, limit);
  window.append(rows, limit === undefined ? null : 'c1', limit !== undefined);
  return window;
}

const ids = ({ rows }: RowWindow) => rows.map(({ id }) => id);

describe('a window of rows', () => {
  it('places what is inserted and changed, nulls last, equals by their key', () => {
    const window = windowOf([row(1), row(3), row(5, null)]);
    for (const one of [row(2), row(6, 1), row(4, null)])
      expect(window.apply(change(null, one))).toBe('changed');
    expect(ids(window)).toEqual([1, 6, 2, 3, 4, 5]);
    expect(window.apply(change(row(1), row(1, 9)))).toBe('changed');
    expect(window.apply(change(row(3), null))).toBe('changed');
    expect(ids(window)).toEqual([6, 2, 1, 4, 5]);
  });

  it('is the same after changes that it has already', () => {
    const window = windowOf([row(1), row(2)]);
    const changes = [change(null, row(2)), change(row(7), null), change(row(1), row(1, 5))];
    for (const one of [...changes, ...changes]) window.apply(one);
    expect(ids(window)).toEqual([2, 1]);
  });

  it('leaves out what no longer matches, and follows a key that changes', () => {
    const window = windowOf([row(1), row(2)], { filter: { n: { lt: 10 } }, sortOrder: 'asc' });
    expect(window.apply(change(null, row(3, 11)))).toBe('none');
    expect(window.apply(change(row(1), row(1, 12)))).toBe('changed');
    expect(window.apply(change(row(2), row(9)))).toBe('changed');
    expect(ids(window)).toEqual([9]);
  });

  it('holds a page, and asks for another read when it lacks rows', () => {
    const window = windowOf([row(1), row(3)], { sortBy: 'n', sortOrder: 'asc' }, 2);
    expect(window.apply(change(null, row(4)))).toBe('none');
    expect(window.apply(change(null, row(2)))).toBe('changed');
    expect([ids(window), window.cursor]).toEqual([[1, 2], undefined]);
    expect(window.apply(change(row(1), null))).toBe('unclear');
  });

  it('keeps a row in its place until the server has told where it belongs', () => {
    const window = windowOf([row(1), row(2)], { sortBy: 'title', sortOrder: 'asc' });
    expect(window.apply(change(row(1), { ...row(1), title: 'z' }))).toBe('unclear');
    expect(window.rows[0]).toMatchObject({ id: 1, title: 'z' });
    expect(window.apply(change(null, row(3)))).toBe('unclear');
    expect(ids(window)).toEqual([1, 2]);
  });

  it('asks for another read when a change lacks a column, as a generated one', () => {
    const window = windowOf([row(1)]);
    expect(window.apply(change(row(1), { id: 1, n: 2 }))).toBe('unclear');
    expect(window.rows).toEqual([{ id: 1, n: 2, title: 't1' }]);
  });
});

it('shows writes that are pending, and takes them back', () => {
  const window = windowOf([row(1), row(3)]);
  const pending = new PendingWrites();
  const ends = [
    pending.add('insert', '[2]', row(2)),
    pending.add('update', '[1]', { title: 'new' }),
    pending.add('delete', '[3]'),
  ];
  expect(pending.applyTo(window, false)).toEqual([{ ...row(1), title: 'new' }, row(2)]);
  for (const end of ends) end();
  expect(pending.applyTo(window, false)).toEqual([row(1), row(3)]);
});
