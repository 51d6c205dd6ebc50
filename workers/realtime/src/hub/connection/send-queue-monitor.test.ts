import { afterEach, expect, it, vi } from 'vitest';
import { Outbox } from './send-queue.ts';
import { PostOffice, type Unsent } from './send-queue-monitor.ts';

const LIMIT = 256_000;

afterEach(() => {
  vi.useRealTimers();
});

/** Clients of an office, and what the kernel says of them: nothing while it is undefined. */
function openOffice(now = () => 1) {
  const kernel: { unsent: Unsent | undefined; asked: string[][] } = { unsent: {}, asked: [] };
  const post = new PostOffice({
    limit: LIMIT,
    now,
    ask: async (peers) => {
      kernel.asked.push(peers);
      if (!kernel.unsent) throw new Error('it is down');
      return kernel.unsent;
    },
  });
  const open = (peer?: string) => new Outbox({ post, peer, write: () => {}, now: 0 });
  return { post, kernel, open };
}

it('asks about those that much was sent to, until they have taken it, and about nobody else', async () => {
  const { kernel, open } = openOffice();
  const [busy, idle, unknown] = [open('192.0.2.1:1'), open('192.0.2.1:2'), open()];
  kernel.unsent = { '192.0.2.1:1': 5 };
  idle.push('x');
  for (const outbox of [busy, unknown]) outbox.push('x'.repeat(LIMIT));
  await expect.poll(() => kernel.asked.length).toBeGreaterThan(1);
  expect(busy.unread).toBe(LIMIT);
  kernel.unsent = { '192.0.2.1:1': 0 };
  await expect.poll(() => busy.unread).toBe(0);
  expect(kernel.asked.flat().every((peer) => peer === '192.0.2.1:1')).toBe(true);
  const { length } = kernel.asked;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(kernel.asked).toHaveLength(length);
  busy.push('x'.repeat(LIMIT));
  await expect.poll(() => busy.unread).toBe(0);
});

it.each([
  ['does not answer', undefined],
  ['knows no such client', {}],
])('goes by heartbeats while the kernel %s', async (_what, unsent) => {
  const { kernel, open } = openOffice();
  kernel.unsent = unsent;
  const outbox = open('192.0.2.1:1');
  outbox.push('x'.repeat(LIMIT));
  await expect.poll(() => kernel.asked.length).toBeGreaterThan(0);
  expect(outbox.unread).toBe(LIMIT);
  for (let n = 0; n < 2; n += 1) outbox.markHeartbeat(7);
  await expect.poll(() => outbox.unread).toBe(0);
  expect(outbox.signAt).toBe(7);
});

it('lets each leave less unread when all together leave too much, and as much as ever afterwards', async () => {
  const { post, kernel, open } = openOffice();
  const peers = Array.from({ length: 16 }, (_, n) => `192.0.2.1:${n}`);
  kernel.unsent = Object.fromEntries(peers.map((peer) => [peer, 5]));
  const outboxes = peers.map(open);
  for (const outbox of outboxes) outbox.push('x'.repeat(LIMIT));
  await expect.poll(() => post.limit).toBe(LIMIT / 2);
  expect(outboxes[0]?.hasRoom).toBe(false);
  kernel.unsent = Object.fromEntries(peers.map((peer) => [peer, 0]));
  await expect.poll(() => post.limit, { timeout: 5000 }).toBe(LIMIT);
});

it('does not let a client wait for one that takes nothing', async () => {
  const { kernel, open } = openOffice(Date.now);
  vi.useFakeTimers();
  kernel.unsent = { '192.0.2.1:1': 5, '192.0.2.1:2': 0 };
  open('192.0.2.1:1').push('x'.repeat(LIMIT));
  await vi.advanceTimersByTimeAsync(60_000);
  const { length } = kernel.asked;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(kernel.asked.length - length).toBeLessThan(10);
  const quick = open('192.0.2.1:2');
  quick.push('x'.repeat(LIMIT));
  await vi.advanceTimersByTimeAsync(100);
  expect(quick.unread).toBe(0);
});
