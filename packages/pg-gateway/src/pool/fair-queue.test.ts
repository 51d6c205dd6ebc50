import { expect, test } from 'vitest';
import { FairQueue } from './fair-queue.ts';

/** The callers that get sessions, in order, until no more may start. */
function served(queue: FairQueue<string>): string[] {
  const items: string[] = [];
  for (let next = queue.next(); next; next = queue.next()) items.push(next.item);
  return items;
}

/** Queues one item for each key, in order, before any session is free. */
function asked(queue: FairQueue<string>, ...keys: (string | undefined)[]): void {
  keys.forEach((key, n) => {
    queue.join(queue.caller(key), `${key ?? 'system'} ${n}`, n);
  });
}

test('the system comes first, then the caller with the fewest sessions, in order of arrival', () => {
  const queue = new FairQueue<string>({ size: 30, share: 3 });
  asked(queue, 'a', 'a', 'b', 'a', 'c', undefined, 'b');
  expect(served(queue)).toEqual(['system 5', 'a 0', 'b 2', 'c 4', 'a 1', 'b 6', 'a 3']);
});

test('a caller that holds sessions comes after a later one that holds none', () => {
  const queue = new FairQueue<string>({ size: 30, share: 3 });
  queue.started(queue.caller('a'));
  asked(queue, 'a', 'b');
  expect(served(queue)).toEqual(['b 1', 'a 0']);
});

test('of 9 sessions callers may hold 7, and 2 of those are for callers that hold none', () => {
  const queue = new FairQueue<string>({ size: 9, share: 9 });
  asked(queue, 'a', 'a', 'a', 'a', 'a', 'a');
  expect(served(queue)).toEqual(['a 0', 'a 1', 'a 2', 'a 3', 'a 4']);
  asked(queue, 'b', 'c', 'd', undefined);
  expect(served(queue)).toEqual(['system 3', 'b 0', 'c 1']);
  queue.ended(queue.caller('b'), 1, 5);
  expect(served(queue)).toEqual(['d 2']);
});

test.each([
  [1, 1],
  [2, 1],
  [3, 1],
  [6, 3],
  [14, 8],
  [20, 12],
])('of %i sessions one caller can hold %i', (size, most) => {
  const queue = new FairQueue<string>({ size, share: 100 });
  asked(queue, ...Array<string>(30).fill('a'));
  expect(served(queue)).toHaveLength(most);
  expect(queue.hasUsedUpShare(queue.caller('a'))).toBe(true);
  expect(queue.mayStart(queue.caller(undefined))).toBe(true);
});

test('a share grows with each quick statement, and a slow one resets it', () => {
  const queue = new FairQueue<string>({ size: 20, share: 3 });
  asked(queue, ...Array<string>(50).fill('a'));
  const a = queue.caller('a');
  const end = (tookMs: number) => {
    queue.ended(a, 1, tookMs);
    served(queue);
    return a.running;
  };
  served(queue);
  expect(a.running).toBe(3);
  expect([5, 5, 99].map(end)).toEqual([4, 5, 6]);
  expect(Array.from({ length: 10 }, () => end(5)).at(-1)).toBe(12);
  expect(Array.from({ length: 12 }, () => end(100))).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 3, 3, 3]);
});
