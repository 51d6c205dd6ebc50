import { beforeEach, describe, expect, it } from 'vitest';
import { type QueueMonitor, SendQueue } from './send-queue.ts';

const LIMIT = 100;
const TEN = 'x'.repeat(10);

let monitor: QueueMonitor & { limit: number; noticed: number };
let wire: string[];

function open(peer?: string): SendQueue {
  return new SendQueue({ monitor, peer, write: (text) => wire.push(text), now: 0 });
}

function fill(sendQueue: SendQueue, characters: number): void {
  for (let n = 0; n < characters / 10; n += 1) expect(sendQueue.push(TEN)).toBe(true);
}

beforeEach(() => {
  wire = [];
  monitor = { limit: LIMIT, noticeable: 20, noticed: 0, notice: () => (monitor.noticed += 1) };
});

describe('a send queue whose client the kernel knows', () => {
  it('holds back what exceeds the limit until the kernel reports that all was received, then sends it in order', () => {
    const sendQueue = open('192.0.2.1:1');
    fill(sendQueue, LIMIT + 10);
    sendQueue.push('a');
    sendQueue.push('b');
    expect([wire.length, sendQueue.hasRoom, sendQueue.unread]).toEqual([11, false, LIMIT + 12]);
    sendQueue.markUnacknowledged(1, sendQueue.written, 1);
    expect(wire).toHaveLength(11);
    sendQueue.markUnacknowledged(0, sendQueue.written, 2);
    expect(wire.slice(11)).toEqual(['a', 'b']);
    expect([sendQueue.hasRoom, sendQueue.unread]).toEqual([true, 2]);
  });

  it('ignores heartbeats until it has to rely on them', () => {
    const sendQueue = open('192.0.2.1:1');
    fill(sendQueue, LIMIT + 10);
    for (const now of [1, 2, 3]) sendQueue.markHeartbeat(now);
    expect([sendQueue.hasRoom, sendQueue.lastReadAt]).toEqual([false, 0]);
    sendQueue.trustHeartbeats();
    expect([sendQueue.hasRoom, sendQueue.unread, sendQueue.lastReadAt]).toEqual([true, 0, 3]);
  });

  it('does not count text as received that was written after the kernel was asked', () => {
    const sendQueue = open('192.0.2.1:1');
    fill(sendQueue, 50);
    const asked = sendQueue.written;
    fill(sendQueue, 30);
    sendQueue.markUnacknowledged(0, asked, 1);
    expect(sendQueue.unread).toBe(30);
  });

  it('treats a changed answer of the kernel as a sign that the client reads', () => {
    const sendQueue = open('192.0.2.1:1');
    fill(sendQueue, LIMIT);
    sendQueue.markUnacknowledged(7, sendQueue.written, 1);
    sendQueue.markUnacknowledged(7, sendQueue.written, 2);
    expect(sendQueue.lastReadAt).toBe(1);
    sendQueue.markUnacknowledged(6, sendQueue.written, 3);
    expect(sendQueue.lastReadAt).toBe(3);
  });

  it('is full when the limit is unread and as much waits', () => {
    const sendQueue = open('192.0.2.1:1');
    fill(sendQueue, LIMIT + 10 + LIMIT + 10);
    expect(sendQueue.push(TEN)).toBe(false);
  });

  it('is not full at once when the limit drops below what is unread', () => {
    const sendQueue = open('192.0.2.1:1');
    fill(sendQueue, LIMIT);
    monitor.limit = 20;
    fill(sendQueue, 30);
    expect(sendQueue.push(TEN)).toBe(false);
  });
});

describe('a send queue whose client the kernel does not know', () => {
  it('relies on heartbeats: each confirms what was sent before the previous one', () => {
    const sendQueue = open();
    fill(sendQueue, 50);
    sendQueue.markHeartbeat(1);
    fill(sendQueue, 60);
    expect(sendQueue.unread).toBe(110);
    sendQueue.markHeartbeat(2);
    expect([sendQueue.unread, sendQueue.lastReadAt]).toEqual([60, 2]);
  });

  it('is full when twice the limit is unread', () => {
    const sendQueue = open();
    fill(sendQueue, LIMIT * 2 + 10);
    expect(wire).toHaveLength(21);
    expect(sendQueue.push(TEN)).toBe(false);
  });
});

it('is noticed once each time it becomes noticeable', () => {
  const sendQueue = open('192.0.2.1:1');
  fill(sendQueue, 20);
  expect(monitor.noticed).toBe(0);
  fill(sendQueue, 30);
  expect(monitor.noticed).toBe(1);
  sendQueue.markUnacknowledged(0, sendQueue.written, 1);
  fill(sendQueue, 30);
  expect(monitor.noticed).toBe(2);
});

it('is empty after it was closed', () => {
  const sendQueue = open('192.0.2.1:1');
  fill(sendQueue, LIMIT + 50);
  sendQueue.close();
  sendQueue.markUnacknowledged(0, sendQueue.written, 1);
  expect([wire.length, sendQueue.unread, sendQueue.isNoticeable]).toEqual([11, 0, false]);
});
