import type { SqlTab, UpdateSqlTab } from '@selfdb/sdk';
import { expect, test } from 'vitest';
import { firstQuery } from './first-query.ts';
import { freshName, inOrder, movesTo, neighbourOf } from './tab-order.ts';
import { createTabSaver, type SaveState } from './tab-saver.ts';

const CONFLICT = new Error('changed elsewhere');

/** A saver whose clock and server the test holds in its hands. */
function saverWith(answer: (change: UpdateSqlTab, n: number) => Promise<SqlTab> | SqlTab) {
  const waiting = new Set<() => void>();
  const sent: UpdateSqlTab[] = [];
  const states: SaveState[] = [];
  const saver = createTabSaver({
    async patch(_, change) {
      sent.push(change);
      return await answer(change, sent.length);
    },
    knownVersion: () => 'v0',
    onSaved: () => {},
    onState: (_, state) => states.push(state),
    isConflict: (error) => error === CONFLICT,
    schedule(run) {
      waiting.add(run);
      return () => waiting.delete(run);
    },
  });
  const tick = async () => {
    for (const run of [...waiting]) {
      waiting.delete(run);
      run();
    }
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { saver, sent, states, tick, waiting };
}

const tabAt = (n: number): SqlTab => ({
  id: 'a',
  name: 'Query 1',
  query: '',
  position: 0,
  created_at: 'v0',
  updated_at: `v${n}`,
});

test('several edits are one write, with the version that they began with', async () => {
  const { saver, sent, states, tick } = saverWith((_, n) => tabAt(n));
  saver.edit('a', 's');
  saver.edit('a', 'select');
  expect(saver.draft('a')).toBe('select');
  await tick();
  expect(sent).toEqual([{ query: 'select', updated_at: 'v0' }]);
  expect(saver.draft('a')).toBeUndefined();
  expect(states.at(-1)).toBe('saved');
});

test('an edit during a write waits for it and names its version', async () => {
  const gate = Promise.withResolvers<void>();
  const { saver, sent, tick } = saverWith(async (_, n) => {
    if (n === 1) await gate.promise;
    return tabAt(n);
  });
  saver.edit('a', 'one');
  await tick();
  saver.edit('a', 'two');
  await tick();
  expect(sent).toHaveLength(1);
  gate.resolve();
  await tick();
  expect(sent.at(1)).toEqual({ query: 'two', updated_at: 'v1' });
  expect(saver.draft('a')).toBeUndefined();
});

test('a write that fails keeps the text and is tried again', async () => {
  const { saver, sent, states, tick } = saverWith((_, n) => {
    if (n === 1) throw new Error('down');
    return tabAt(n);
  });
  saver.edit('a', 'text');
  await tick();
  expect(states.at(-1)).toBe('failed');
  expect(saver.draft('a')).toBe('text');
  await tick();
  expect(sent).toHaveLength(2);
  expect(states.at(-1)).toBe('saved');
});

test('what another window wrote is overwritten only when asked', async () => {
  const { saver, sent, states, tick, waiting } = saverWith((change, n) => {
    if (change.updated_at !== undefined) throw CONFLICT;
    return tabAt(n);
  });
  saver.edit('a', 'mine');
  await tick();
  expect(states.at(-1)).toBe('conflict');
  expect(waiting.size).toBe(0);
  await saver.overwrite('a');
  expect(sent.at(-1)).toEqual({ query: 'mine' });
  expect(states.at(-1)).toBe('saved');
});

const placed = (...positions: number[]) => positions.map((position, i) => ({ id: `t${i}`, position }));

test('moving a tab changes only the positions between', () => {
  expect(movesTo(placed(1, 5, 9, 12), 't2', 0)).toEqual([
    { id: 't2', position: 1 },
    { id: 't0', position: 5 },
    { id: 't1', position: 9 },
  ]);
  expect(movesTo(placed(1, 5), 't0', 0)).toEqual([]);
  expect(movesTo(placed(1, 5), 'gone', 0)).toEqual([]);
});

test('tabs at one position are numbered anew when one moves', () => {
  const tabs = placed(3, 3, 3);
  const moves = movesTo(tabs, 't0', 2);
  const after = tabs.map((tab) => moves.find(({ id }) => id === tab.id) ?? tab);
  expect(inOrder(after).map(({ id }) => id)).toEqual(['t1', 't2', 't0']);
});

test('the next tab takes the place of a closed one, and a name is used once', () => {
  expect(neighbourOf(placed(0, 1, 2), 't1')?.id).toBe('t2');
  expect(neighbourOf(placed(0, 1), 't1')?.id).toBe('t0');
  expect(neighbourOf(placed(0), 't0')).toBeUndefined();
  expect(freshName(['Query 1', 'Query 3'])).toBe('Query 2');
});

test('the first query reads the largest table, quoted where it must be', () => {
  const table = (name: string, row_count: number) => ({ name, row_count });
  expect(firstQuery([table('a', 1), table('Old "notes"', 9)])).toContain('from "Old ""notes"""');
  expect(firstQuery([table('flights', 9)])).toContain('from flights\n');
  expect(firstQuery([table('order', 9)])).toContain('from "order"');
  expect(firstQuery([])).toContain('version()');
});

test('a tab is deleted after the save that is on its way, and saves nothing afterwards', async () => {
  const order: string[] = [];
  let answer = (_tab: SqlTab) => {};
  const { saver, tick, sent } = saverWith(
    () =>
      new Promise<SqlTab>((resolve) => {
        answer = (tab) => {
          order.push('saved');
          resolve(tab);
        };
      }),
  );
  saver.edit('a', 'one');
  await tick();
  saver.edit('a', 'two');
  const removed = saver.remove('a', async () => {
    order.push('deleted');
  });
  answer(tabAt(1));
  await removed;
  await tick();
  expect(order).toEqual(['saved', 'deleted']);
  expect([sent.length, saver.hasDrafts()]).toEqual([1, false]);
});
