import { afterEach, expect, it, vi } from 'vitest';
import { SendQueue } from './send-queue.ts';
import { SendQueueMonitor, type TcpSendQueues } from './send-queue-monitor.ts';

const LIMIT = 256_000;

afterEach(() => {
  vi.useRealTimers();
});

/** A monitor, and the kernel's answers about its clients; undefined while it does not answer. */
function openMonitor(now = () => 1) {
  const kernel: { queues: TcpSendQueues | undefined; asked: string[][] } = { queues: {}, asked: [] };
  const monitor = new SendQueueMonitor({
    limit: LIMIT,
    now,
    ask: async (peers) => {
      kernel.asked.push(peers);
      if (!kernel.queues) throw new Error('it is down');
      return kernel.queues;
    },
  });
  const open = (peer?: string) => new SendQueue({ monitor, peer, write: () => {}, now: 0 });
  return { monitor, kernel, open };
}

it('asks only about clients with much unread data, until they have read it', async () => {
  const { kernel, open } = openMonitor();
  const [busy, idle, unknown] = [open('192.0.2.1:1'), open('192.0.2.1:2'), open()];
  kernel.queues = { '192.0.2.1:1': 5 };
  idle.push('x');
  for (const sendQueue of [busy, unknown]) sendQueue.push('x'.repeat(LIMIT));
  await expect.poll(() => kernel.asked.length).toBeGreaterThan(1);
  expect(busy.unread).toBe(LIMIT);
  kernel.queues = { '192.0.2.1:1': 0 };
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
])('relies on heartbeats while the kernel %s', async (_what, queues) => {
  const { kernel, open } = openMonitor();
  kernel.queues = queues;
  const sendQueue = open('192.0.2.1:1');
  sendQueue.push('x'.repeat(LIMIT));
  await expect.poll(() => kernel.asked.length).toBeGreaterThan(0);
  expect(sendQueue.unread).toBe(LIMIT);
  for (let n = 0; n < 2; n += 1) sendQueue.markHeartbeat(7);
  await expect.poll(() => sendQueue.unread).toBe(0);
  expect(sendQueue.lastReadAt).toBe(7);
});

it('lowers the limit of each client while all together leave too much unread', async () => {
  const { monitor, kernel, open } = openMonitor();
  const peers = Array.from({ length: 16 }, (_, n) => `192.0.2.1:${n}`);
  kernel.queues = Object.fromEntries(peers.map((peer) => [peer, 5]));
  const sendQueues = peers.map(open);
  for (const sendQueue of sendQueues) sendQueue.push('x'.repeat(LIMIT));
  await expect.poll(() => monitor.limit).toBe(LIMIT / 2);
  expect(sendQueues[0]?.hasRoom).toBe(false);
  kernel.queues = Object.fromEntries(peers.map((peer) => [peer, 0]));
  await expect.poll(() => monitor.limit).toBe(LIMIT);
});

it('does not let a client that reads wait for one that does not', async () => {
  const { kernel, open } = openMonitor(Date.now);
  vi.useFakeTimers();
  kernel.queues = { '192.0.2.1:1': 5, '192.0.2.1:2': 0 };
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
