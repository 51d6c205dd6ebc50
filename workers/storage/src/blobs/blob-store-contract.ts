import { describe, expect, it } from 'vitest';
import type { BlobStore } from './blob-store.ts';
import { areEqual, MIB, newKey, put, readAll, sampleOf, writeChunks } from './testing/sample.ts';

const SIZES = [0, 1, 4096, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 20 * MIB];

/** The tests that every BlobStore must pass. `open` opens the same store again, as a restarted process does. */
export function describeBlobStore(name: string, open: () => BlobStore): void {
  describe(name, () => {
    describeBytes(open);
    describeWriting(open);
    describeAborting(open);
    describeRemoving(open);
    describeScanning(open);
  });
}

function describeBytes(open: () => BlobStore): void {
  it.each(SIZES)('returns %i bytes as they were written', async (size) => {
    const [key, bytes] = [newKey(), sampleOf(size)];
    await put(open(), key, bytes);
    expect(areEqual(await readAll(open(), key), bytes)).toBe(true);
  });

  it('returns bytes whose length was not declared', async () => {
    const [store, key, bytes] = [open(), newKey(), sampleOf(9 * MIB)];
    const writer = store.write(key);
    await writeChunks(writer, bytes);
    await writer.close();
    expect(areEqual(await readAll(store, key), bytes)).toBe(true);
  });

  it('returns any part of an object', async () => {
    const [store, key, size] = [open(), newKey(), 20 * MIB];
    const bytes = sampleOf(size);
    await put(store, key, bytes);
    for (const [offset, length] of [
      [0, 1],
      [size - 1, 1],
      [3_000_001, 70_000],
      [8 * MIB - 1, 2],
      [8 * MIB - 5, 8 * MIB + 10],
      [0, size],
    ] as const) {
      const part = await readAll(store, key, { offset, length });
      expect(areEqual(part, bytes.subarray(offset, offset + length)), `${offset}+${length}`).toBe(true);
    }
  });

  it('reports a missing object when it is read', async () => {
    const expected = { code: 'internal', message: expect.stringContaining('no object') };
    await expect(open().read(newKey())).rejects.toMatchObject(expected);
    await expect(open().read(newKey(), { offset: 3, length: 2 })).rejects.toMatchObject(expected);
  });
}

function describeWriting(open: () => BlobStore): void {
  it.each([4096, 20 * MIB])('hides an object of %i bytes until it is closed', async (size) => {
    const [store, key] = [open(), newKey()];
    const writer = store.write(key);
    await writeChunks(writer, sampleOf(size));
    expect(await store.modifiedAt(key)).toBeUndefined();
    await expect(store.read(key)).rejects.toMatchObject({ code: 'internal' });
    await writer.close();
    expect(await store.modifiedAt(key)).toBeInstanceOf(Date);
  });

  it('replaces an object', async () => {
    const [store, key] = [open(), newKey()];
    for (const size of [9 * MIB, 4096, 10 * MIB]) {
      await put(store, key, sampleOf(size, size));
      expect(areEqual(await readAll(store, key), sampleOf(size, size))).toBe(true);
    }
  });

  it('accepts a hundred objects at once', async () => {
    const store = open();
    const sizes = new Map(Array.from({ length: 100 }, (_, index) => [newKey(), index * 1111]));
    await Promise.all(Array.from(sizes, ([key, size]) => put(store, key, sampleOf(size, size))));
    for (const [key, size] of sizes) {
      expect(areEqual(await readAll(store, key), sampleOf(size, size)), `${size} bytes`).toBe(true);
    }
  });
}

function describeAborting(open: () => BlobStore): void {
  it.each([0, 4096, 20 * MIB])('keeps nothing of an aborted write of %i bytes', async (size) => {
    const [store, key] = [open(), newKey()];
    const writer = store.write(key);
    await writeChunks(writer, sampleOf(size));
    await writer.abort();
    await writer.abort();
    expect(await store.modifiedAt(key)).toBeUndefined();
    expect((await scanAll(open)).found).not.toContain(key);
  });

  it.each([4096, 20 * MIB])('keeps the old object when a write of %i bytes is aborted', async (size) => {
    const [store, key] = [open(), newKey()];
    await put(store, key, sampleOf(10));
    const writer = store.write(key);
    await writeChunks(writer, sampleOf(size, 2));
    await writer.abort();
    expect(areEqual(await readAll(store, key), sampleOf(10))).toBe(true);
  });

  it.each([4096, 9 * MIB])('keeps a closed object of %i bytes after a late abort', async (size) => {
    const [store, key, bytes] = [open(), newKey(), sampleOf(size)];
    const writer = store.write(key);
    await writeChunks(writer, bytes);
    await writer.close();
    await writer.abort();
    expect(areEqual(await readAll(store, key), bytes)).toBe(true);
  });
}

function describeRemoving(open: () => BlobStore): void {
  it('removes an object, and accepts that it is missing', async () => {
    const [store, key, neighbour] = [open(), newKey(), newKey()];
    await put(store, key, sampleOf(10));
    await put(store, neighbour, sampleOf(10));
    await store.remove(key);
    await store.remove(key);
    expect(await store.modifiedAt(key)).toBeUndefined();
    expect(await store.modifiedAt(neighbour)).toBeInstanceOf(Date);
  });

  it('reports when an object was written', async () => {
    const [store, key] = [open(), newKey()];
    await put(store, key, sampleOf(10));
    const modifiedAt = await store.modifiedAt(key);
    expect(Math.abs(Date.now() - Number(modifiedAt))).toBeLessThan(60_000);
    expect(await store.modifiedAt(newKey())).toBeUndefined();
  });
}

function describeScanning(open: () => BlobStore): void {
  it('finds every object once, in batches, with a cursor that survives a restart', async () => {
    const keys = Array.from({ length: 1100 }, (_, index) => {
      const [, shard, name] = newKey().split('/');
      return `2001010${index % 3}/${shard?.charAt(0)}0/${name}`;
    });
    const store = open();
    for (let start = 0; start < keys.length; start += 50) {
      await Promise.all(keys.slice(start, start + 50).map((key) => put(store, key, sampleOf(1))));
    }
    const { found, batches } = await scanAll(open);
    expect(found.filter((key) => key.startsWith('2001')).sort()).toEqual(keys.sort());
    expect(batches).toBeGreaterThan(1);
  });
}

/** Opens the store again for each batch. */
async function scanAll(open: () => BlobStore): Promise<{ found: string[]; batches: number }> {
  const found: string[] = [];
  let batches = 0;
  for (let cursor: string | undefined; batches === 0 || cursor !== undefined; batches += 1) {
    const batch = await open().scan(cursor);
    found.push(...batch.keys);
    cursor = batch.cursor;
  }
  return { found, batches };
}
