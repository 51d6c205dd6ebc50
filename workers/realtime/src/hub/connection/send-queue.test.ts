import { beforeEach, describe, expect, it } from 'vitest';
import { Outbox, type Post } from './send-queue.ts';

const LIMIT = 100;
const TEN = 'x'.repeat(10);

let post: Post & { limit: number; noticed: number };
let wire: string[];

function open(peer?: string): Outbox {
  return new Outbox({ post, peer, write: (text) => wire.push(text), now: 0 });
}

function fill(outbox: Outbox, characters: number): void {
  for (let n = 0; n < characters / 10; n += 1) expect(outbox.push(TEN)).toBe(true);
}

beforeEach(() => {
  wire = [];
  post = { limit: LIMIT, noticeable: 20, noticed: 0, notice: () => (post.noticed += 1) };
});

describe('an outbox whose client the kernel knows', () => {
  it('keeps what is too much until the kernel says that all has been taken, then sends it in order', () => {
    const outbox = open('192.0.2.1:1');
    fill(outbox, LIMIT + 10);
    outbox.push('a');
    outbox.push('b');
    expect([wire.length, outbox.hasRoom, outbox.unread]).toEqual([11, false, LIMIT + 12]);
    outbox.markUnsent(1, outbox.written, 1);
    expect(wire).toHaveLength(11);
    outbox.markUnsent(0, outbox.written, 2);
    expect(wire.slice(11)).toEqual(['a', 'b']);
    expect([outbox.hasRoom, outbox.unread]).toEqual([true, 2]);
  });

  it('goes by no heartbeat, until it has to', () => {
    const outbox = open('192.0.2.1:1');
    fill(outbox, LIMIT + 10);
    for (const now of [1, 2, 3]) outbox.markHeartbeat(now);
    expect([outbox.hasRoom, outbox.signAt]).toEqual([false, 0]);
    outbox.believe();
    expect([outbox.hasRoom, outbox.unread, outbox.signAt]).toEqual([true, 0, 3]);
  });

  it('does not take for read what was written after the kernel was asked', () => {
    const outbox = open('192.0.2.1:1');
    fill(outbox, 50);
    const asked = outbox.written;
    fill(outbox, 30);
    outbox.markUnsent(0, asked, 1);
    expect(outbox.unread).toBe(30);
  });

  it('takes it for a sign of reading when the kernel has another number than before', () => {
    const outbox = open('192.0.2.1:1');
    fill(outbox, LIMIT);
    outbox.markUnsent(7, outbox.written, 1);
    outbox.markUnsent(7, outbox.written, 2);
    expect(outbox.signAt).toBe(1);
    outbox.markUnsent(6, outbox.written, 3);
    expect(outbox.signAt).toBe(3);
  });

  it('is too full when as much waits as may lie unread', () => {
    const outbox = open('192.0.2.1:1');
    fill(outbox, LIMIT + 10 + LIMIT + 10);
    expect(outbox.push(TEN)).toBe(false);
  });

  it('is not too full at once when less may lie unread than does', () => {
    const outbox = open('192.0.2.1:1');
    fill(outbox, LIMIT);
    post.limit = 20;
    fill(outbox, 30);
    expect(outbox.push(TEN)).toBe(false);
  });
});

describe('an outbox whose client nobody knows', () => {
  it('goes by heartbeats: whoever sends one has read what was sent before the one before', () => {
    const outbox = open();
    fill(outbox, 50);
    outbox.markHeartbeat(1);
    fill(outbox, 60);
    expect(outbox.unread).toBe(110);
    outbox.markHeartbeat(2);
    expect([outbox.unread, outbox.signAt]).toEqual([60, 2]);
  });

  it('is too full at twice as much as may lie unread', () => {
    const outbox = open();
    fill(outbox, LIMIT * 2 + 10);
    expect(wire).toHaveLength(21);
    expect(outbox.push(TEN)).toBe(false);
  });
});

it('is noticed once when there is something to be noticed, and again when there is again', () => {
  const outbox = open('192.0.2.1:1');
  fill(outbox, 20);
  expect(post.noticed).toBe(0);
  fill(outbox, 30);
  expect(post.noticed).toBe(1);
  outbox.markUnsent(0, outbox.written, 1);
  fill(outbox, 30);
  expect(post.noticed).toBe(2);
});

it('has nothing left when it is closed', () => {
  const outbox = open('192.0.2.1:1');
  fill(outbox, LIMIT + 50);
  outbox.close();
  outbox.markUnsent(0, outbox.written, 1);
  expect([wire.length, outbox.unread, outbox.isNoticeable]).toEqual([11, 0, false]);
});
