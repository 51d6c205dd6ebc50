import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { liveRows } from '../live.ts';
import { MemoryServer } from '../realtime/testing/memory-server.ts';
import type { SelfDB } from '../selfdb.ts';
import { clientOf, createFetch, json } from '../testing/fake-server.ts';

const TABLE = {
  id: 't1',
  name: 'books',
  table_schema: { id: { type: 'integer', primary_key: true }, n: { type: 'integer' } },
};
const cursorAt = (position: number) => `a1:${String(position).padStart(16, '0')}:00000000`;

/** How often the table was described. */
let descriptions: number;
let server: MemoryServer;
let selfdb: SelfDB;
/** The reads that wait for an answer. */
let reads: ((rows: object[]) => void)[];
/** What happened, in order. */
let steps: string[];

beforeEach(() => {
  server = new MemoryServer();
  [reads, steps, descriptions] = [[], [], 0];
  server.answer = ({ event }) => {
    steps.push(event);
    return { status: 'ok', response: { cursor: cursorAt(1) } };
  };
  const { fetch } = createFetch(({ url }) => {
    if (url.pathname === '/base/tables') {
      descriptions += 1;
      return json([TABLE]);
    }
    steps.push('read');
    return new Promise((resolve) => {
      reads.push((data) => resolve(json({ data, page: 1, pageSize: 100, next_cursor: null, total: null })));
    });
  });
  selfdb = clientOf(fetch, { WebSocket: server.WebSocket });
});
afterEach(() => selfdb.realtime.disconnect());

function follow() {
  const live = liveRows(selfdb, selfdb.table('books').query().sort('id'));
  const stop = live.subscribe(() => undefined);
  return { live, stop, ids: () => live.getState().rows.map(({ id }) => id) };
}

const insert = (id: number, position: number) =>
  server.send('table:books', 'INSERT', {
    table: 'books',
    new: { id, n: 0 },
    old: null,
    cursor: cursorAt(position),
  });
const isReading = (count: number) => vi.waitFor(() => expect(reads).toHaveLength(count));

it('joins before it reads, and adds what arrives during the read', async () => {
  const { live, ids, stop } = follow();
  await isReading(1);
  expect(steps).toEqual(['phx_join', 'read']);
  insert(2, 2);
  insert(3, 3);
  // The read has seen the first of them.
  reads[0]?.([
    { id: 1, n: 0 },
    { id: 2, n: 0 },
  ]);
  await vi.waitFor(() => expect(ids()).toEqual([1, 2, 3]));
  expect(live.getState()).toMatchObject({ isLoading: false, isLive: true, hasMore: false });
  stop();
});

it('reads again after a gap, and adds what arrives meanwhile', async () => {
  const { ids, stop } = follow();
  await isReading(1);
  reads[0]?.([{ id: 1, n: 0 }]);
  await vi.waitFor(() => expect(ids()).toEqual([1]));
  server.send('table:books', 'gap', { reason: 'truncate', cursor: cursorAt(5) });
  await isReading(2);
  insert(7, 6);
  reads[1]?.([]);
  await vi.waitFor(() => expect(ids()).toEqual([7]));
  stop();
});

it('asks for the columns of the table again after a gap', async () => {
  const { live, stop } = follow();
  await isReading(1);
  reads[0]?.([{ id: 1, n: 0 }]);
  await vi.waitFor(() => expect(live.getState().rows).toEqual([{ id: 1, n: 0 }]));
  server.send('table:books', 'gap', { reason: 'columns', cursor: cursorAt(5) });
  await isReading(2);
  reads[1]?.([{ id: 1, n: 0, n2: 0 }]);
  await vi.waitFor(() => expect(live.getState().rows).toEqual([{ id: 1, n: 0, n2: 0 }]));
  expect(descriptions).toBe(2);
  stop();
});

it('discards a read that a gap has overtaken', async () => {
  const { ids, stop } = follow();
  await isReading(1);
  server.send('table:books', 'gap', { reason: 'truncate', cursor: cursorAt(5) });
  await vi.waitFor(() => expect(steps).toContain('read'));
  reads[0]?.([{ id: 1, n: 0 }]);
  await isReading(2);
  reads[1]?.([{ id: 2, n: 0 }]);
  await vi.waitFor(() => expect(ids()).toEqual([2]));
  stop();
});

it('shares the channel of a table, and leaves it with the last list', async () => {
  const [first, second] = [follow(), follow()];
  await isReading(2);
  for (const answer of reads) answer([]);
  first.stop();
  insert(4, 2);
  await vi.waitFor(() => expect(second.ids()).toEqual([4]));
  expect(steps.filter((step) => step === 'phx_leave')).toEqual([]);
  second.stop();
  await vi.waitFor(() => expect(steps.filter((step) => step === 'phx_leave')).toHaveLength(1));
  expect(steps.filter((step) => step === 'phx_join')).toHaveLength(1);
});

it('keeps the objects of rows that are the same after another read', async () => {
  const { live, stop } = follow();
  await isReading(1);
  reads[0]?.([
    { id: 1, n: 0 },
    { id: 2, n: 0 },
  ]);
  await vi.waitFor(() => expect(live.getState().isLoading).toBe(false));
  const [before] = live.getState().rows;
  void live.refetch();
  await isReading(2);
  reads[1]?.([
    { id: 1, n: 0 },
    { id: 2, n: 5 },
  ]);
  await vi.waitFor(() => expect(live.getState().rows[1]).toEqual({ id: 2, n: 5 }));
  expect(live.getState().rows[0]).toBe(before);
  stop();
});
