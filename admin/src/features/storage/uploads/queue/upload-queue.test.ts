import { APIConnectionError, AuthenticationError } from '@selfdb/sdk';
import { beforeEach, expect, it, vi } from 'vitest';
import type { UploadBatch, UploadItem } from './upload-item.ts';
import { type UploadHooks, UploadQueue } from './upload-queue.ts';

/** An upload that the test finishes. */
interface Sending {
  item: UploadItem;
  hooks: UploadHooks;
  store: () => Promise<void>;
  findTaken: () => Promise<void>;
  fail: (error: unknown) => Promise<void>;
}

let sending: Sending[];
let discarded: string[];
let queue: UploadQueue;
let batch: UploadBatch;

beforeEach(() => {
  [sending, discarded] = [[], []];
  batch = { bucketId: 'b', bucketName: 'photos', folder: '', onConflict: 'ask' };
  queue = new UploadQueue(
    {
      upload: (item, hooks) =>
        new Promise((resolve, reject) => {
          const settled = async (settle: () => void) => {
            settle();
            // What follows is decided in a later microtask.
            for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
          };
          sending.push({
            ...{ item, hooks },
            store: () => settled(() => resolve('stored')),
            findTaken: () => settled(() => resolve('taken')),
            fail: (error) => settled(() => reject(error)),
          });
          hooks.signal.addEventListener('abort', () => reject(hooks.signal.reason));
        }),
      discard: ({ path }) => discarded.push(path),
    },
    () => {},
  );
});

const add = (...names: string[]) =>
  queue.add(
    batch,
    names.map((path) => ({ path, file: new File(['0123456789'], path) })),
  );
const statuses = () => queue.items.map(({ status }) => status);
const sent = () => sending.map(({ item }) => item.path);

it('sends three files at a time, in their order', async () => {
  add('a', 'b', 'c', 'd', 'e');
  expect(sent()).toEqual(['a', 'b', 'c']);
  await sending[1]?.store();
  expect(sent()).toEqual(['a', 'b', 'c', 'd']);
  expect(statuses()).toEqual(['uploading', 'done', 'uploading', 'uploading', 'waiting']);
  expect(queue.tally).toMatchObject({ total: 50, loaded: 10 });
});

it('never sends what the bucket does not take', () => {
  queue.add(batch, [{ path: 'a', file: new File(['x'], 'a'), refusal: 'Too large.' }]);
  expect([sent(), statuses(), queue.tally.total]).toEqual([[], ['refused'], 0]);
});

it('pauses and resumes: a resumable upload keeps its place, another begins anew', async () => {
  add('large', 'small');
  sending[0]?.hooks.onResumable('url');
  for (const { hooks } of sending) hooks.onProgress(6);
  queue.pause(queue.items);
  expect(sending.map(({ hooks }) => hooks.signal.aborted)).toEqual([true, true]);
  expect(queue.items.map(({ loaded }) => loaded)).toEqual([6, 0]);
  queue.resume(queue.items);
  expect(sending.slice(2).map(({ item }) => item.resumeUrl)).toEqual(['url', undefined]);
  // The first attempt is nobody's any more.
  sending[0]?.hooks.onProgress(9);
  expect(queue.items[0]?.loaded).toBe(6);
  await sending[2]?.store();
  expect(statuses()).toEqual(['done', 'uploading']);
});

it('cancels: the list and the server forget the file, and the next one begins', () => {
  add('a', 'b', 'c', 'd');
  queue.cancel(queue.items.slice(0, 1));
  expect([sending[0]?.hooks.signal.aborted, discarded, sent()]).toEqual([true, ['a'], ['a', 'b', 'c', 'd']]);
  expect(queue.tally).toMatchObject({ total: 30, count: { uploading: 3, waiting: 0 } });
});

it('tries one file again and again while the connection is lost, and all when it is back', async () => {
  vi.useFakeTimers();
  try {
    add('a', 'b');
    await sending[0]?.fail(new APIConnectionError('cut'));
    await sending[1]?.fail(new APIConnectionError('cut'));
    expect([statuses(), queue.connection.isLost]).toEqual([['waiting', 'waiting'], true]);
    expect(sending).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent().slice(2)).toEqual(['a']);
    await sending[2]?.fail(new APIConnectionError('cut'));
    await vi.advanceTimersByTimeAsync(3900);
    expect(sending).toHaveLength(3);
    queue.reconnect();
    expect([sent().slice(3), queue.connection.isLost]).toEqual([['a', 'b'], false]);
  } finally {
    vi.useRealTimers();
  }
});

it('goes on by itself once a part of a stalled upload arrives, and restarts it when the browser is online', () => {
  add('a');
  sending[0]?.hooks.onResumable('url');
  sending[0]?.hooks.onStalled();
  expect(queue.isStalled).toBe(true);
  sending[0]?.hooks.onProgress(5);
  expect(queue.isStalled).toBe(false);
  sending[0]?.hooks.onStalled();
  queue.reconnect();
  expect([sending[0]?.hooks.signal.aborted, sending[1]?.item.resumeUrl]).toEqual([true, 'url']);
});

it.each([
  ['rename', ['uploading', 'uploading', 'uploading']],
  ['skip', ['skipped', 'uploading', 'skipped']],
] as const)('asks once what becomes of taken names: %s', async (choice, expected) => {
  add('a', 'b', 'c');
  await sending[0]?.findTaken();
  expect(statuses()).toEqual(['taken', 'uploading', 'uploading']);
  queue.choose(batch, choice);
  await sending[2]?.findTaken();
  expect(statuses()).toEqual(expected);
});

it('keeps a file that failed for another attempt, and one whose session ended for the next sign-in', async () => {
  add('a', 'b');
  await sending[0]?.fail(new Error('broken'));
  await sending[1]?.fail(new AuthenticationError('ended'));
  expect(statuses()).toEqual(['failed', 'paused']);
  queue.resume(queue.items);
  expect(sent()).toEqual(['a', 'b', 'a', 'b']);
});

it('sends three at a time of 10,000 files, and counts right through pause, resume and cancel', () => {
  add(...Array.from({ length: 10_000 }, (_, n) => `f${n}`));
  queue.pause(queue.items);
  queue.resume(queue.items);
  expect(queue.tally.count).toMatchObject({ uploading: 3, waiting: 9997 });
  queue.cancel(queue.items);
  expect(queue.tally).toMatchObject({ total: 0, loaded: 0 });
});
