import { beforeEach, describe, expect, it, vi } from 'vitest';
import { APIConnectionError } from '../errors.ts';
import { Files } from './files.ts';
import { clientOf, MemoryStorage } from './testing/memory-storage.ts';
import { uploadData } from './upload.ts';
import type { UploadOptions } from './upload-options.ts';

let server: MemoryStorage;
beforeEach(() => {
  server = new MemoryStorage();
});

const noise = (count: number) => Uint8Array.from({ length: count }, (_, n) => (n * 31) % 251);
const streamOf = (bytes: Uint8Array, piece = 7) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.byteLength; at += piece) controller.enqueue(bytes.slice(at, at + piece));
      controller.close();
    },
  });

/** Uploads in parts of ten bytes whatever has more than twenty. */
function upload(options: Omit<UploadOptions, 'filename'>) {
  const http = clientOf(server.fetch);
  const limits = { resumableAbove: 20, partBytes: 10 };
  return uploadData(http, 'bucket-id', { filename: 'a.bin', path: 'docs', ...limits, ...options });
}

describe('small data', () => {
  it.each([
    ['bytes', () => noise(20)],
    ['a buffer', () => noise(20).buffer],
    ['a part of a buffer', () => noise(20).subarray(0, 20)],
    ['a Blob', () => new Blob([noise(20)])],
    ['a stream', () => streamOf(noise(20))],
  ])('goes in one request: %s', async (_what, data) => {
    const progress: unknown[] = [];
    await upload({ data: data(), onConflict: 'error', onProgress: (each) => progress.push(each) });
    expect(server.file).toEqual(noise(20));
    const query = { bucket_id: 'bucket-id', filename: 'a.bin', path: 'docs', on_conflict: 'error' };
    expect(server.seen).toMatchObject([{ method: 'POST', path: '/storage/files/upload', query }]);
    expect(progress).toEqual([
      { loaded: 0, total: 20 },
      { loaded: 20, total: 20 },
    ]);
  });

  it('has the type that is given, or that a Blob has', async () => {
    await upload({ data: 'ä', contentType: 'text/x-mine' });
    await upload({ data: new Blob(['x'], { type: 'text/plain' }) });
    await upload({ data: 'x' });
    expect(server.seen.map(({ query }) => query.content_type)).toEqual([
      'text/x-mine',
      'text/plain',
      undefined,
    ]);
  });

  it('is not sent twice, because the server may have stored it', async () => {
    server.failures.push({ method: 'POST', failure: 'after' });
    await expect(upload({ data: noise(5) })).rejects.toThrow(APIConnectionError);
    expect(server.seen).toHaveLength(1);
  });
});

describe('large data', () => {
  it.each([
    ['bytes', () => ({ data: noise(45) })],
    ['a Blob', () => ({ data: new Blob([noise(45)]) })],
    ['a stream with its size', () => ({ data: streamOf(noise(45)), size: 45 })],
  ])('goes in parts: %s', async (_what, given) => {
    const progress: number[] = [];
    const uploaded = await upload({ ...given(), onProgress: ({ loaded }) => progress.push(loaded) });
    expect(server.file).toEqual(noise(45));
    expect(server.seen.filter(({ method }) => method === 'PATCH').map(({ length }) => length)).toEqual([
      10, 10, 10, 10, 5,
    ]);
    expect(progress).toEqual([0, 10, 20, 30, 40, 45]);
    expect(uploaded).toMatchObject({ success: true, path: 'docs/a.bin', size: 45, original_path: null });
  });

  it.each([
    ['bytes', () => ({ data: noise(45) })],
    ['a stream', () => ({ data: streamOf(noise(45)), size: 45 })],
  ])(
    'continues where the server is, whatever happens on the way: %s',
    async (_what, given) => {
      server.failures.push(
        { method: 'PATCH', failure: { keep: 4 } },
        { method: 'PATCH', failure: 'after' },
        { method: 'PATCH', failure: { status: 503 } },
        { method: 'HEAD', failure: 'before' },
        { method: 'PATCH', failure: 'before' },
      );
      await upload(given());
      expect(server.file).toEqual(noise(45));
    },
    20_000,
  );

  it('fails often and arrives, as long as some bytes do each time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      server.failures.push(...Array(15).fill({ method: 'PATCH', failure: { keep: 1 } }));
      let isDone = false;
      const uploading = upload({ data: noise(45) }).finally(() => {
        isDone = true;
      });
      while (!isDone) await vi.advanceTimersByTimeAsync(250);
      await uploading;
      expect(server.file).toEqual(noise(45));
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells why it tries again', async () => {
    server.failures.push(
      { method: 'POST', failure: { status: 502 } },
      { method: 'PATCH', failure: { status: 503 } },
    );
    const reasons: unknown[] = [];
    await upload({ data: noise(25), onRetry: (error) => reasons.push(error) });
    expect(reasons).toMatchObject([{ status: 502 }, { status: 503 }]);
  });

  it('is complete although the last answer was lost', async () => {
    server.failures.push({ method: 'PATCH', failure: 'after' });
    await upload({ data: noise(25), partBytes: 25 });
    expect(server.methods()).toEqual(['POST', 'PATCH', 'HEAD', 'GET']);
  });

  it('keeps its metadata and takes only the id from the address in the answer', async () => {
    const urls: string[] = [];
    await upload({
      data: 'x',
      metadata: { a: 'ä' },
      contentType: 'text/plain',
      onResumable: (url) => urls.push(url),
    });
    const pairs = (server.upload?.metadata ?? '').split(',').map((pair) => pair.split(' '));
    const decoded = pairs.map(([key, value = '']) => [
      key,
      new TextDecoder().decode(Uint8Array.from(atob(value), (c) => c.charCodeAt(0))),
    ]);
    expect(Object.fromEntries(decoded)).toEqual({
      ...{ bucket_id: 'bucket-id', filename: 'a.bin', path: 'docs', content_type: 'text/plain' },
      metadata: '{"a":"ä"}',
    });
    expect(urls).toEqual(['http://server/storage/files/tus/01990000-0000-7000-8000-000000000001']);
  });

  it('sends a checksum of each part on request, and the part again if it arrived changed', async () => {
    server.failures.push({ method: 'PATCH', failure: { status: 460 } });
    await upload({ data: noise(25), checksum: true });
    expect(server.file).toEqual(noise(25));
    const sums = server.seen.flatMap(({ headers }) => headers.get('Upload-Checksum') ?? []);
    expect([sums.length, sums[0]]).toEqual([3, expect.stringMatching(/^sha256 [\w+/]{43}=$/)]);
  });

  it('fails at once where another attempt cannot help', async () => {
    for (const status of [401, 403, 404, 410, 413, 415, 507]) {
      server.failures.push({ method: 'PATCH', failure: { status } });
      await expect(upload({ data: noise(25) })).rejects.toMatchObject({ status });
      expect(server.methods()).toEqual(['POST']);
      server.seen.length = 0;
    }
  });

  it('fails if the path is taken, which is a conflict at the right offset', async () => {
    server.failures.push({ method: 'PATCH', failure: { status: 409 } });
    await expect(upload({ data: noise(25) })).rejects.toMatchObject({ status: 409 });
    expect(server.methods()).toEqual(['POST', 'HEAD']);
  });

  it.each([
    [44, 'longer'],
    [46, 'shorter'],
    [40, 'longer by a part'],
    [50, 'shorter by a part'],
  ])('fails if a stream of 45 bytes says that it has %i', async (size) => {
    await expect(upload({ data: streamOf(noise(45)), size })).rejects.toThrow(/size/);
    expect(server.file).toBeUndefined();
  });
});

describe('an aborted upload', () => {
  const abortAt = (bytes: number, options: Partial<UploadOptions> = {}) => {
    const controller = new AbortController();
    const onProgress = ({ loaded }: { loaded: number }) =>
      loaded >= bytes && controller.abort(new Error('enough'));
    return upload({ data: noise(45), signal: controller.signal, onProgress, ...options });
  };

  it('is deleted from the server', async () => {
    await expect(abortAt(20)).rejects.toThrow('enough');
    expect([server.upload, server.methods().at(-1)]).toEqual([undefined, 'DELETE']);
  });

  it.each([
    ['bytes', () => ({ data: noise(45) })],
    ['a stream', () => ({ data: streamOf(noise(45)), size: 45 })],
  ])('can be resumed elsewhere if its address was taken: %s', async (_what, given) => {
    let url = '';
    await expect(abortAt(20, { onResumable: (each) => (url = each) })).rejects.toThrow('enough');
    const loaded: number[] = [];
    await upload({ ...given(), resumeFrom: url, onProgress: (each) => loaded.push(each.loaded) });
    expect([server.file, loaded[0]]).toEqual([noise(45), 20]);
  });

  it('is resumed with data of the same size only, and by an address of an upload only', async () => {
    let url = '';
    await expect(abortAt(20, { onResumable: (each) => (url = each) })).rejects.toThrow('enough');
    await expect(upload({ data: noise(44), resumeFrom: url })).rejects.toThrow(/same data/);
    await expect(upload({ data: noise(45), resumeFrom: 'http://evil.example/x' })).rejects.toThrow(
      /resumable/,
    );
  });
});

describe('a stream of unknown length', () => {
  it('is sent as it comes', async () => {
    await upload({ data: streamOf(noise(45)) });
    expect([server.file, server.methods()]).toEqual([noise(45), ['POST']]);
  });

  it('cannot be resumable', async () => {
    await expect(upload({ data: streamOf(noise(45)), metadata: {} })).rejects.toThrow(/size of the stream/);
  });

  it('is cancelled if the upload fails', async () => {
    let reason: unknown;
    const data = new ReadableStream({
      pull: (c) => c.enqueue(noise(9)),
      cancel(why) {
        reason = why;
      },
    });
    server.failures.push({ method: 'PATCH', failure: { status: 403 } });
    await expect(upload({ data, size: 45 })).rejects.toMatchObject({ status: 403 });
    expect(reason).toMatchObject({ status: 403 });
  });
});

it('a text that names no upload rejects its cancellation, as every failure of a call does', async () => {
  const files = new Files(clientOf(server.fetch));
  await expect(files.cancelUpload('nope')).rejects.toThrow('is not a resumable upload');
  expect(server.seen).toEqual([]);
});
