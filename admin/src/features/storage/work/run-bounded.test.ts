import { expect, it } from 'vitest';
import { runBounded } from './run-bounded.ts';

async function runAll(
  items: string[],
  run: (item: string) => Promise<void>,
  controller = new AbortController(),
) {
  const done: string[] = [];
  const failures = await runBounded({
    items,
    limit: 2,
    run,
    pathOf: (item) => item,
    onDone: (item) => done.push(item),
    signal: controller.signal,
  });
  return { done, failures: failures.map(({ path }) => path) };
}

it('goes on after a failure, and runs two at once', async () => {
  let [running, most] = [0, 0];
  const found = await runAll(['a', 'b', 'c', 'd', 'e'], async (item) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running -= 1;
    if (item === 'b') throw new Error('no');
  });
  expect([found.done.toSorted(), found.failures, most]).toEqual([['a', 'b', 'c', 'd', 'e'], ['b'], 2]);
});

it('starts nothing after an abort, and does not count what was aborted as a failure', async () => {
  const controller = new AbortController();
  const started: string[] = [];
  const found = await runAll(
    ['a', 'b', 'c', 'd'],
    async (item) => {
      started.push(item);
      controller.abort();
      throw new Error('aborted');
    },
    controller,
  );
  expect([started, found.done, found.failures]).toEqual([['a'], [], []]);
});
