import { expect, it, vi } from 'vitest';
import { PAGE_ROWS, RowPages } from './row-pages.ts';

function setUp(total: number) {
  const calls: { page: number; cursor: string | undefined; signal: AbortSignal; answer: () => void }[] = [];
  const ends: number[] = [];
  const pages = new RowPages({
    fetchPage: (page, cursor, signal) =>
      new Promise((resolve) => {
        const from = page * PAGE_ROWS;
        const rows = Array.from({ length: Math.max(0, Math.min(PAGE_ROWS, total - from)) }, (_, i) => ({
          id: from + i,
        }));
        const next = from + PAGE_ROWS < total ? `after ${from + rows.length}` : null;
        calls.push({ page, cursor, signal, answer: () => resolve({ rows, next }) });
      }),
    onChange: () => undefined,
    onEnd: (rows) => ends.push(rows),
  });
  const answerAll = async () => {
    for (const call of calls.splice(0)) call.answer();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { pages, calls, ends, answerAll };
}

it('fetches what is seen and the next page, and goes on by cursor', async () => {
  const { pages, calls, answerAll } = setUp(1000);
  pages.show(0, 30);
  expect(calls.map(({ page }) => page)).toEqual([0, 1]);
  await answerAll();
  expect(pages.rowAt(30)).toEqual({ id: 30 });
  pages.show(150, 180);
  expect(calls.map(({ page, cursor }) => [page, cursor])).toEqual([[2, 'after 200']]);
});

it('fetches a distant place only when it is looked at for a moment, and cancels what was passed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { pages, calls } = setUp(1_000_000);
  pages.show(0, 30);
  for (const index of [50_000, 300_000, 700_000]) pages.show(index, index + 30);
  expect(calls.every(({ signal }) => signal.aborted)).toBe(true);
  calls.length = 0;
  vi.runAllTimers();
  expect(calls.map(({ page }) => page).toSorted()).toEqual([6999, 7000, 7001]);
  vi.useRealTimers();
});

it('keeps a bounded number of pages, the last ones seen', async () => {
  const { pages, answerAll } = setUp(1_000_000);
  for (let index = 0; index < 30_000; index += PAGE_ROWS) {
    pages.show(index, index + 30);
    await answerAll();
  }
  expect(pages.pageCount()).toBeLessThanOrEqual(100);
  expect(pages.rowAt(0)).toBeUndefined();
  expect(pages.rowAt(29_900)).toEqual({ id: 29_900 });
});

it('tells where the list ends', async () => {
  const { pages, ends, answerAll } = setUp(130);
  pages.show(90, 120);
  await answerAll();
  expect(ends).toEqual([130]);
});

it('replaces changed rows and keeps the others', async () => {
  const { pages, answerAll } = setUp(10);
  pages.show(0, 9);
  await answerAll();
  const before = pages.rowAt(3);
  pages.change((row) => (row.id === 4 ? { ...row, name: 'x' } : row));
  expect(pages.rowAt(4)).toEqual({ id: 4, name: 'x' });
  expect(pages.rowAt(3)).toBe(before);
  expect(pages.find((row) => row.name === 'x')).toBe(4);
});
