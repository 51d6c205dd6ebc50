import { env } from 'cloudflare:workers';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import { describe, expect, it } from 'vitest';
import { inPieces, noise, sha256 } from '../testing/bytes.ts';
import type { BlobStore } from './blob-store.ts';
import { createDiskStore } from './disk-store.ts';
import { NewBlob } from './new-blob.ts';
import { type StoredBlob, streamBlob } from './stored-blob.ts';

const store = createDiskStore(env.BLOBS);

/** A store that records the length that each write declares. */
function listeningStore() {
  const lengths: (number | undefined)[] = [];
  const listening: BlobStore = {
    ...store,
    write(key, options) {
      lengths.push(options?.length);
      return store.write(key, options);
    },
  };
  return { store: listening, lengths };
}

/** A store in which writing or closing fails from one object on. */
function failingStore(at: number, operation: 'write' | 'close'): BlobStore {
  let begun = 0;
  const fail = () => Promise.reject(new Error(`${operation} fails`));
  return {
    ...store,
    write(key, options) {
      const writer = store.write(key, options);
      return begun++ === at ? { ...writer, [operation]: fail } : writer;
    },
  };
}

async function writeAll(blob: NewBlob, bytes: Uint8Array, pieceBytes: number): Promise<void> {
  for await (const piece of inPieces(bytes, pieceBytes)) await blob.write(piece);
}

async function hashOf(blob: StoredBlob, length: number): Promise<string> {
  return sha256(await new Response(await streamBlob(store, blob, { offset: 0, length })).bytes());
}

/** Which of the first segments of a blob are in the store. */
async function leftOf(blobId: string): Promise<number[]> {
  const numbers = Array.from({ length: 12 }, (_, number) => number);
  const times = await Promise.all(
    numbers.map((number) => store.modifiedAt(segmentKey({ blobId, segment: String(number) }))),
  );
  return numbers.filter((number) => times[number] !== undefined);
}

describe('a new blob', () => {
  it('is one segment', async () => {
    const [blob, bytes] = [new NewBlob(store), noise(300_000)];
    await writeAll(blob, bytes, 70_001);
    const stored = await blob.close();
    expect(stored).toEqual({ blobId: blob.blobId, segments: [['0', 300_000]] });
    expect(await hashOf(stored, 300_000)).toBe(sha256(bytes));
  });

  it('of no bytes is one stored segment', async () => {
    const stored = await new NewBlob(store, 0).close();
    expect(stored.segments).toEqual([['0', 0]]);
    expect(await leftOf(stored.blobId)).toEqual([0]);
  });

  it('does not exist before it is closed', async () => {
    const blob = new NewBlob(store);
    await blob.write(noise(10));
    expect(await leftOf(blob.blobId)).toEqual([]);
    await blob.close();
    expect(await leftOf(blob.blobId)).toEqual([0]);
  });

  it.each([
    [10, 5, [[10, 10, 10]]],
    [10, 4, [[8, 8, 8, 6]]],
    [10, 10, [[10, 10, 10]]],
    [10, 7, [[7, 7, 7, 9]]],
    [10, 25, [[25, 5]]],
    [30, 1, [[30]]],
    [29, 1, [[29, 1]]],
    [31, 30, [[30]]],
  ])('with segments of at most %i bytes, written %i at a time, has %j', async (most, pieceBytes, [sizes]) => {
    const [blob, bytes] = [new NewBlob(store, undefined, most), noise(30)];
    await writeAll(blob, bytes, pieceBytes);
    const stored = await blob.close();
    expect(stored.segments).toEqual(sizes?.map((size, index) => [String(index), size]));
    expect(await hashOf(stored, 30)).toBe(sha256(bytes));
    expect(await leftOf(blob.blobId)).toEqual(sizes?.map((_, index) => index));
  });

  it('passes its length to the store only if it fits into one segment', async () => {
    for (const [length, told] of [
      [undefined, undefined],
      [30, 30],
      [31, undefined],
    ]) {
      const listening = listeningStore();
      await new NewBlob(listening.store, length, 30).close();
      expect(listening.lengths).toEqual([told]);
    }
    const listening = listeningStore();
    await new NewBlob(listening.store, 64 * 1024 ** 3 + 1).close();
    await new NewBlob(listening.store, 64 * 1024 ** 3).discard();
    expect(listening.lengths).toEqual([undefined]);
  });
});

describe('discarding leaves nothing', () => {
  it('of a blob without bytes', async () => {
    const blob = new NewBlob(store);
    await blob.discard();
    expect(await leftOf(blob.blobId)).toEqual([]);
  });

  it.each([1, 10, 95])('of %i bytes in segments of ten, while they are written', async (size) => {
    const blob = new NewBlob(store, undefined, 10);
    await writeAll(blob, noise(size), 5);
    await blob.discard();
    await blob.discard();
    expect(await leftOf(blob.blobId)).toEqual([]);
  });

  it.each([0, 1, 10, 95])('of %i bytes in segments of ten, once they are closed', async (size) => {
    const blob = new NewBlob(store, undefined, 10);
    await writeAll(blob, noise(size), 5);
    await blob.close();
    expect(await leftOf(blob.blobId)).not.toEqual([]);
    await blob.discard();
    expect(await leftOf(blob.blobId)).toEqual([]);
  });

  it.each(['write', 'close'] as const)('of a blob whose third segment fails to %s', async (operation) => {
    const blob = new NewBlob(failingStore(2, operation), undefined, 10);
    await expect(writeAll(blob, noise(95), 5)).rejects.toThrow(`${operation} fails`);
    expect(await leftOf(blob.blobId)).toEqual([0, 1]);
    await blob.discard();
    expect(await leftOf(blob.blobId)).toEqual([]);
  });

  it('never throws, even if the store can remove nothing', async () => {
    const remove = () => Promise.reject(new Error('not now'));
    const blob = new NewBlob({ ...store, remove }, undefined, 10);
    await writeAll(blob, noise(95), 5);
    await expect(blob.discard()).resolves.toBeUndefined();
  });

  it('of another', async () => {
    const [kept, given] = [new NewBlob(store), new NewBlob(store)];
    for (const blob of [kept, given]) await blob.write(noise(10));
    await kept.close();
    await given.discard();
    expect(await leftOf(kept.blobId)).toEqual([0]);
  });
});
