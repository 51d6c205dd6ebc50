import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

/** The callers that get sessions, in order, until none may. */
function served(turns: Turns<string>): string[] {
  const items: string[] = [];
  for (let next = turns.next(); next; next = turns.next()) items.push(next.item);
  return items;
}

/** The line of those who ask for something, each as often as he is named, before any session is free. */
function asked(turns: Turns<string>, ...keys: (string | undefined)[]): void {
  keys.forEach((key, n) => {
    turns.join(turns.member(key), `${key ?? 'system'} ${n}`, n);
  });
}

test('the system comes first, then who has fewest, in the order of asking', () => {
  const turns = new Turns<string>({ size: 30, share: 3 });
  asked(turns, 'a', 'a', 'b', 'a', 'c', undefined, 'b');
  expect(served(turns)).toEqual(['system 5', 'a 0', 'b 2', 'c 4', 'a 1', 'b 6', 'a 3']);
});

test('a caller who holds sessions comes after a later one that holds none', () => {
  const turns = new Turns<string>({ size: 30, share: 3 });
  turns.started(turns.member('a'));
  asked(turns, 'a', 'b');
  expect(served(turns)).toEqual(['b 1', 'a 0']);
});

test('of 9 sessions 7 are for callers, and 2 of those for callers who have none', () => {
  const turns = new Turns<string>({ size: 9, share: 9 });
  asked(turns, 'a', 'a', 'a', 'a', 'a', 'a');
  expect(served(turns)).toEqual(['a 0', 'a 1', 'a 2', 'a 3', 'a 4']);
  asked(turns, 'b', 'c', 'd', undefined);
  expect(served(turns)).toEqual(['system 3', 'b 0', 'c 1']);
  turns.ended(turns.member('b'), 1, 5);
  expect(served(turns)).toEqual(['d 2']);
});

test.each([
  [1, 1],
  [2, 1],
  [3, 1],
  [6, 3],
  [14, 8],
  [20, 12],
])('of %i sessions one caller can have %i', (size, most) => {
  const turns = new Turns<string>({ size, share: 100 });
  asked(turns, ...Array<string>(30).fill('a'));
  expect(served(turns)).toHaveLength(most);
  expect(turns.hasUsedUpShare(turns.member('a'))).toBe(true);
  expect(turns.mayStart(turns.member(undefined))).toBe(true);
});

test('a share grows with each quick statement, and a slow one ends that', () => {
  const turns = new Turns<string>({ size: 20, share: 3 });
  asked(turns, ...Array<string>(50).fill('a'));
  const a = turns.member('a');
  const end = (tookMs: number) => {
    turns.ended(a, 1, tookMs);
    served(turns);
    return a.running;
  };
  served(turns);
  expect(a.running).toBe(3);
  expect([5, 5, 99].map(end)).toEqual([4, 5, 6]);
  expect(Array.from({ length: 10 }, () => end(5)).at(-1)).toBe(12);
  expect(Array.from({ length: 12 }, () => end(100))).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 3, 3, 3]);
});
