import { beforeEach, expect, it } from 'vitest';
import { type DownloadOptions, openFile } from './download.ts';
import { clientOf } from './testing/memory-storage.ts';

const FILE = 'The bytes of a file';

let seen: Headers[];
let etags: string[];
/** How many bytes arrive before each connection breaks. */
let breaks: number[];
let more: Record<string, string>;
beforeEach(() => {
  [seen, etags, breaks, more] = [[], ['"1"'], [], {}];
});

/** Sends up to `count` bytes and breaks off. */
function bodyOf(bytes: Uint8Array, count: number | undefined): ReadableStream {
  let isFirst = true;
  return new ReadableStream({
    pull(controller) {
      if (isFirst) controller.enqueue(bytes.subarray(0, count));
      else if (count === undefined) controller.close();
      else controller.error(new TypeError('terminated'));
      isFirst = false;
    },
  });
}

async function answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { headers } = new Request(input, init);
  seen.push(headers);
  const etag = (etags.length > 1 ? etags.shift() : etags[0]) ?? '';
  const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(headers.get('Range') ?? '') ?? [];
  const isRange = headers.has('Range') && (headers.get('If-Range') ?? etag) === etag;
  const bytes = new TextEncoder().encode(FILE);
  const part = isRange ? bytes.subarray(Number(from), to === '' ? undefined : Number(to) + 1) : bytes;
  return new Response(bodyOf(part, breaks.shift()), {
    status: isRange ? 206 : 200,
    headers: { ETag: etag, 'Content-Type': 'text/plain', ...more },
  });
}

async function read(options: Partial<DownloadOptions> = {}): Promise<string> {
  const http = clientOf(answer);
  const { stream } = await openFile(http, { bucketName: 'b', path: 'a.txt', ...options });
  return new Response(stream).text();
}

it('a download that breaks continues where it was', async () => {
  breaks = [4, 0, 3];
  expect(await read()).toBe(FILE);
  expect(seen.map((headers) => [headers.get('Range'), headers.get('If-Range')])).toEqual([
    [null, null],
    ['bytes=4-', '"1"'],
    ['bytes=4-', '"1"'],
    ['bytes=7-', '"1"'],
  ]);
});

it('a range is a part of the file, and continues within it', async () => {
  breaks = [2];
  expect(await read({ range: { start: 4, end: 8 } })).toBe('bytes');
  expect(seen.map((headers) => headers.get('Range'))).toEqual(['bytes=4-8', 'bytes=6-8']);
});

it('a download fails if the file was replaced meanwhile', async () => {
  breaks = [4];
  etags = ['"1"', '"2"'];
  await expect(read()).rejects.toThrow(/replaced/);
});

it.each([
  ['encoded', { 'Content-Encoding': 'gzip' }, '"1"'],
  ['only weakly the same', {}, 'W/"1"'],
  ['without a version', {}, ''],
])('a download that is %s fails as it broke', async (_what, headers, etag) => {
  breaks = [4];
  more = headers;
  etags = [etag];
  await expect(read()).rejects.toThrow('terminated');
  expect(seen).toHaveLength(1);
});

it('an aborted download ends', async () => {
  breaks = [4];
  const controller = new AbortController();
  const http = clientOf(answer);
  const { signal } = controller;
  const { stream } = await openFile(http, { bucketName: 'b', path: 'a.txt', signal });
  const reader = stream.getReader();
  await reader.read();
  controller.abort(new Error('enough'));
  await expect(reader.read()).rejects.toThrow(/terminated|enough/);
  expect(seen).toHaveLength(1);
});

it('a range that the server ignores is an error', async () => {
  const range = { start: 8, end: 4 };
  const http = clientOf(async () => new Response(FILE));
  await expect(openFile(http, { bucketName: 'b', path: 'a.txt', range })).rejects.toThrow(/range/);
});
