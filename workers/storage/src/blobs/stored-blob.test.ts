import { env } from 'cloudflare:workers';
import { parseSegmentKey, segmentKey } from '@selfdb/shared/files/segment-key';
import { v7 as mintUuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { noise } from '../testing/bytes.ts';
import type { BlobStore } from './blob-store.ts';
import { createDiskStore } from './disk-store.ts';
import { SMALL_BYTES } from './small-blob-cache.ts';
import { piecesOf, readBlob, removeBlob, type Segments, type StoredBlob, streamBlob } from './stored-blob.ts';

const store = createDiskStore(env.BLOBS);

/** Stores a blob with segments of these sizes. Returns it with all its bytes. */
async function put(sizes: number[]): Promise<{ blob: StoredBlob; bytes: Uint8Array }> {
  const segments = sizes.map((size, index): Segments[number] => [`s${index}`, size]);
  const blob = { blobId: mintUuid(), segments };
  const bytes = noise(sizes.reduce((sum, size) => sum + size, 0));
  let start = 0;
  for (const [segment, size] of segments) {
    await putSegment(blob, segment, bytes.subarray(start, start + size));
    start += size;
  }
  return { blob, bytes };
}

async function putSegment({ blobId }: StoredBlob, segment: string, bytes: Uint8Array): Promise<void> {
  const writer = store.write(segmentKey({ blobId, segment }));
  if (bytes.byteLength > 0) await writer.write(bytes);
  await writer.close();
}

type Body = ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;

/** The bytes of an answer that arrive, and whether it is complete. */
async function receive(body: Body): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  const stream = new Response(body).body ?? [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
    return { bytes: Buffer.concat(chunks), isWhole: true };
  } catch {
    return { bytes: Buffer.concat(chunks), isWhole: false };
  }
}

const areSame = (left: Uint8Array, right: Uint8Array) => Buffer.compare(left, right) === 0;
const readers = [
  ['readBlob', readBlob],
  ['streamBlob', streamBlob],
] as const;

describe('the pieces of a span', () => {
  it.each([[[10]], [[3, 1, 4, 1, 5]], [[0, 5, 0, 0, 5, 0]], [[1, 1, 1, 1]], [[0]], [[]]])(
    'cover its bytes in order, for segments of %j bytes',
    (sizes) => {
      const segments = sizes.map((size, index): Segments[number] => [`s${index}`, size]);
      const blob = { blobId: mintUuid(), segments };
      const bytes = segments.flatMap(([name, size]) =>
        Array.from({ length: size }, (_, at) => `${name}:${at}`),
      );
      for (let offset = 0; offset <= bytes.length; offset++) {
        for (let length = 0; offset + length <= bytes.length; length++) {
          const pieces = piecesOf(blob, { offset, length });
          const read = pieces.flatMap((piece) => {
            const name = parseSegmentKey(piece.key);
            expect(name?.blobId).toBe(blob.blobId);
            return Array.from({ length: piece.length }, (_, at) => `${name?.segment}:${piece.offset + at}`);
          });
          expect(read).toEqual(bytes.slice(offset, offset + length));
          expect(pieces.filter((piece) => piece.length === 0)).toEqual([]);
        }
      }
    },
  );
});

describe.each(readers)('%s', (_name, read) => {
  it.each([
    [[0]],
    [[0, 0]],
    [[1]],
    [[5, 0, 7, 1]],
    [[SMALL_BYTES]],
    [[SMALL_BYTES - 5, 5]],
    [[SMALL_BYTES + 1]],
    [[100_000, 1, 0, 99_999]],
  ])('returns a blob of segments of %j bytes, whole and in part', async (sizes) => {
    const { blob, bytes } = await put(sizes);
    const size = bytes.byteLength;
    const edges = [0, 1, 4, 5, sizes[0] ?? 0, Math.floor(size / 2), size - 1, size];
    const spans = edges.flatMap((from) => edges.map((until) => ({ offset: from, length: until - from })));
    const isInside = (offset: number, length: number) =>
      offset >= 0 && length >= 0 && offset + length <= size;
    for (const span of spans.filter(({ offset, length }) => isInside(offset, length))) {
      const { bytes: part, isWhole } = await receive(await read(store, blob, span));
      const expected = bytes.subarray(span.offset, span.offset + span.length);
      expect(isWhole && areSame(part, expected), JSON.stringify(span)).toBe(true);
    }
  });

  it('reads only the requested bytes from the store', async () => {
    const { blob, bytes } = await put([100_000, 100_000, 100_000]);
    const asked: unknown[] = [];
    const listening: BlobStore = {
      ...store,
      read(key, range) {
        asked.push([parseSegmentKey(key)?.segment, range?.offset, range?.length]);
        return store.read(key, range);
      },
    };
    const { bytes: part } = await receive(await read(listening, blob, { offset: 99_999, length: 100_002 }));
    expect(areSame(part, bytes.subarray(99_999, 200_001))).toBe(true);
    expect(asked).toEqual([
      ['s0', 99_999, 1],
      ['s1', 0, 100_000],
      ['s2', 0, 1],
    ]);
  });

  it('throws if the first segment is missing or too short', async () => {
    for (const sizes of [[70_000, 10], [70_000], [10]]) {
      const { blob, bytes } = await put(sizes);
      const span = { offset: 0, length: bytes.byteLength };
      await putSegment(blob, 's0', bytes.subarray(0, 9));
      await expect(read(store, blob, span)).rejects.toMatchObject({ code: 'internal' });
      await store.remove(segmentKey({ blobId: blob.blobId, segment: 's0' }));
      await expect(read(store, blob, span)).rejects.toMatchObject({ code: 'internal' });
    }
  });

  it.each(['s1', 's2', 's3'])('ends early when the segment %s is missing', async (segment) => {
    const { blob, bytes } = await put([70_000, 70_000, 70_000, 10]);
    await store.remove(segmentKey({ blobId: blob.blobId, segment }));
    const part = await receive(await read(store, blob, { offset: 5, length: bytes.byteLength - 5 }));
    expect(part.isWhole).toBe(false);
    expect(areSame(part.bytes, bytes.subarray(5, 5 + part.bytes.byteLength))).toBe(true);
    expect(part.bytes.byteLength).toBeLessThanOrEqual(Number(segment.slice(1)) * 70_000 - 5);
  });

  it.each(['s1', 's2'])('ends early when the segment %s is too short', async (segment) => {
    const { blob, bytes } = await put([70_000, 70_000, 70_000]);
    const start = Number(segment.slice(1)) * 70_000;
    await putSegment(blob, segment, bytes.subarray(start, start + 60_000));
    const part = await receive(await read(store, blob, { offset: 0, length: bytes.byteLength }));
    expect(part.isWhole).toBe(false);
    expect(areSame(part.bytes, bytes.subarray(0, part.bytes.byteLength))).toBe(true);
  });
});

describe('a small blob', () => {
  it('is kept, and none of it but what is asked for is given', async () => {
    const { blob, bytes } = await put([30, 30]);
    await receive(await readBlob(store, blob, { offset: 10, length: 1 }));
    await removeBlob(store, blob);
    const { bytes: part } = await receive(await readBlob(store, blob, { offset: 20, length: 20 }));
    expect(areSame(part, bytes.subarray(20, 40))).toBe(true);
    await expect(streamBlob(store, blob, { offset: 20, length: 20 })).rejects.toThrow();
  });

  it('of which a segment is missing is not kept', async () => {
    const { blob, bytes } = await put([30, 30]);
    await store.remove(segmentKey({ blobId: blob.blobId, segment: 's1' }));
    const span = { offset: 0, length: 60 };
    await expect(readBlob(store, blob, span)).rejects.toThrow();
    await putSegment(blob, 's1', bytes.subarray(30));
    expect(areSame((await receive(await readBlob(store, blob, span))).bytes, bytes)).toBe(true);
  });
});

describe('removing a blob', () => {
  it('removes all its segments, also past one that can not be removed', async () => {
    const { blob } = await put([1, 1, 1]);
    const keys = blob.segments.map(([segment]) => segmentKey({ blobId: blob.blobId, segment }));
    const stubborn: BlobStore = {
      ...store,
      remove: (key) => (key === keys[1] ? Promise.reject(new Error('not now')) : store.remove(key)),
    };
    await removeBlob(stubborn, blob);
    const times = await Promise.all(keys.map((key) => store.modifiedAt(key)));
    expect(times.map((time) => time !== undefined)).toEqual([false, true, false]);
  });
});
