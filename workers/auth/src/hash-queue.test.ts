import { afterEach, expect, it, vi } from 'vitest';
import { HashQueue } from './hash-queue.ts';
import { sleep } from './sleep.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('runs one job at a time, and the jobs of one caller in order', async () => {
  const queue = new HashQueue({ maxWaiting: 10, maxWaitingPerCaller: 10 });
  const order: number[] = [];
  let running = 0;
  const results = await Promise.all(
    [0, 1, 2, 3].map((n) =>
      queue.run('a', async () => {
        running += 1;
        expect(running).toBe(1);
        await sleep(30);
        running -= 1;
        order.push(n);
        return n * 10;
      }),
    ),
  );
  expect(results).toEqual([0, 10, 20, 30]);
  expect(order).toEqual([0, 1, 2, 3]);
  expect(queue.stats()).toEqual({ waiting: 0, done: 4 });
});

it('refuses jobs with Retry-After when too many wait, and accepts jobs again afterwards', async () => {
  const queue = new HashQueue({ maxWaiting: 2, maxWaitingPerCaller: 2 });
  const jobs = [1, 2].map(() => queue.run('a', () => sleep(1)));
  expect(() => queue.requireRoom('a')).toThrow(
    expect.objectContaining({ code: 'unavailable', retryAfterSeconds: 5 }),
  );
  await expect(queue.run('a', () => sleep(1))).rejects.toMatchObject({ code: 'unavailable' });
  await Promise.all(jobs);
  await queue.run('a', () => sleep(1));
});

it('lets callers take turns, so that a caller with many jobs delays no other', async () => {
  const queue = new HashQueue({ maxWaiting: 100, maxWaitingPerCaller: 100 });
  const order: string[] = [];
  const run = (caller: string) => queue.run(caller, async () => void order.push(caller));
  const many = Array.from({ length: 20 }, () => run('many'));
  await many[2];
  await Promise.all([...many, run('one'), run('two'), run('two')]);
  const positionOf = (caller: string) => order.indexOf(caller);
  expect(positionOf('one')).toBeLessThan(8);
  expect(positionOf('two')).toBeLessThan(8);
  expect(order.lastIndexOf('two')).toBeLessThan(12);
  expect(order.lastIndexOf('many')).toBe(22);
});

it('refuses further jobs of a caller with too many, and accepts those of others', async () => {
  const queue = new HashQueue({ maxWaiting: 10, maxWaitingPerCaller: 2 });
  const jobs = [1, 2].map(() => queue.run('many', () => sleep(1)));
  await expect(queue.run('many', () => sleep(1))).rejects.toMatchObject({ code: 'unavailable' });
  await Promise.all([...jobs, queue.run('one', () => sleep(1))]);
});

it('continues after a failed job, whose caller gets the error', async () => {
  const queue = new HashQueue({ maxWaiting: 2, maxWaitingPerCaller: 2 });
  const failed = queue.run('a', () => Promise.reject(new Error('boom')));
  const next = queue.run('a', async () => 'next');
  await expect(failed).rejects.toThrow('boom');
  expect(await next).toBe('next');
});

it('does not wait forever for a job that never ends', async () => {
  vi.useFakeTimers();
  const queue = new HashQueue({ maxWaiting: 2, maxWaitingPerCaller: 2 });
  void queue.run('a', () => new Promise(() => {}));
  const next = queue.run('a', async () => 'next');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(queue.stats()).toEqual({ waiting: 1, done: 0 });
  await vi.advanceTimersByTimeAsync(6_000);
  expect(await next).toBe('next');
});
