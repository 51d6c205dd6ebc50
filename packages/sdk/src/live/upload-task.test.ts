import { beforeEach, expect, it, vi } from 'vitest';
import { MemoryStorage } from '../storage/testing/memory-storage.ts';
import { clientOf } from '../testing/fake-server.ts';
import { UploadTask } from './upload-task.ts';

const data = Uint8Array.from({ length: 45 }, (_, n) => n);
const setup = { filename: 'a.bin', data, resumableAbove: 20, partBytes: 10 };

let server: MemoryStorage;
let task: UploadTask;
/** Called before each request is answered, with its method. */
let before: (method: string) => void;
const states = () => [task.getState().status, task.getState().progress];
const methods = () => server.seen.map(({ method }) => method);

beforeEach(() => {
  server = new MemoryStorage();
  before = () => {};
  const send: typeof fetch = (input, init) => {
    before(init?.method ?? 'GET');
    return server.fetch(String(input).replace('/base/', '/'), init);
  };
  task = new UploadTask(clientOf(send));
});

/** Does something once, when so many parts have been sent. */
function after(parts: number, act: () => void): void {
  let sent = 0;
  const stop = task.subscribe(() => {
    if (task.getState().progress <= sent / 4.5) return;
    sent += 1;
    if (sent < parts) return;
    stop();
    act();
  });
}

it('pauses at what the server has, and goes on from there', async () => {
  after(2, task.pause);
  expect(await task.start('bucket-id', setup)).toBeUndefined();
  const paused = task.getState();
  expect([paused.status, paused.error, server.upload?.bytes.length]).toEqual(['paused', undefined, 20]);
  server.seen.length = 0;
  const shown: number[] = [];
  task.subscribe(() => shown.push(task.getState().progress));
  expect(await task.resume()).toMatchObject({ size: 45 });
  expect([states(), server.file]).toEqual([['done', 1], data]);
  expect([methods()[0], methods().includes('POST')]).toEqual(['HEAD', false]);
  expect(Math.min(...shown)).toBeGreaterThan(0.4);
});

it('fails with its reason, and is tried again from where it is', async () => {
  server.failures.push({ method: 'PATCH', failure: { status: 403 } });
  expect(await task.start('bucket-id', setup)).toBeUndefined();
  expect(task.getState()).toMatchObject({ status: 'failed', error: { status: 403 } });
  expect(await task.resume()).toMatchObject({ size: 45 });
  expect(task.getState()).toMatchObject({ status: 'done', error: undefined });
});

it('is aborted while it is sent or paused, and leaves nothing on the server', async () => {
  for (const stop of [() => void task.abort(), task.pause]) {
    server.upload = undefined;
    after(1, stop);
    expect(await task.start('bucket-id', setup)).toBeUndefined();
    await task.abort();
    await vi.waitFor(() => expect([server.upload, methods().at(-1)]).toEqual([undefined, 'DELETE']));
    expect([states(), await task.resume()]).toEqual([['idle', 0], undefined]);
  }
});

it('begins anew when another upload is started, and keeps a file that is complete', async () => {
  await task.start('bucket-id', setup);
  before = (method) => expect(method).not.toBe('DELETE');
  expect(await task.start('bucket-id', { ...setup, filename: 'b.bin' })).toMatchObject({ size: 45 });
});
