import { describe, expect, it } from 'vitest';
import { cachedBlob, SMALL_BYTES } from './small-blob-cache.ts';

const MOST_BYTES = 16 * 1024 ** 2;

/** Requests a blob. Returns whether its bytes had to be read. */
async function isRead(blobId: string, size = SMALL_BYTES): Promise<boolean> {
  let reads = 0;
  const bytes = await cachedBlob(blobId, async () => {
    reads += 1;
    return new ArrayBuffer(size);
  });
  expect(bytes.byteLength).toBe(size);
  return reads === 1;
}

const newIds = (count: number) => Array.from({ length: count }, () => crypto.randomUUID());

async function readAll(ids: string[], size?: number): Promise<boolean[]> {
  const outcomes: boolean[] = [];
  for (const id of ids) outcomes.push(await isRead(id, size));
  return outcomes;
}

describe('a small blob', () => {
  it('is read once', async () => {
    const [id = ''] = newIds(1);
    expect(await readAll([id, id, id])).toEqual([true, false, false]);
  });

  it('has its own bytes', async () => {
    const ids = newIds(10);
    const bytesOf = (id: string) => new TextEncoder().encode(id).buffer as ArrayBuffer;
    for (const id of [...ids, ...ids]) {
      const bytes = await cachedBlob(id, async () => bytesOf(id));
      expect(new TextDecoder().decode(bytes)).toBe(id);
    }
  });

  it('is read again after a failed read', async () => {
    const [id = ''] = newIds(1);
    const failing = cachedBlob(id, () => Promise.reject(new Error('not now')));
    await expect(failing).rejects.toThrow('not now');
    expect(await isRead(id)).toBe(true);
  });

  it('that many callers request at once counts once', async () => {
    const [id = ''] = newIds(1);
    await Promise.all(Array.from({ length: 1000 }, () => isRead(id)));
    const others = newIds(MOST_BYTES / SMALL_BYTES / 2);
    await readAll(others);
    expect(await readAll([id, ...others])).not.toContain(true);
  });
});

describe('the cache', () => {
  it('keeps the most recent blobs in 16 MiB, and evicts the oldest', async () => {
    const ids = newIds(1000);
    await readAll(ids);
    const most = MOST_BYTES / SMALL_BYTES;
    const latest = ids.slice(-(most - 4));
    expect(await readAll(latest)).not.toContain(true);
    const older = ids.slice(0, -most);
    expect(await readAll(older)).not.toContain(false);
  });

  it('counts a requested blob as the most recent', async () => {
    const [asked = '', forgotten = ''] = newIds(2);
    await readAll([asked, forgotten]);
    for (let turn = 0; turn < 5; turn++) {
      await readAll(newIds(100));
      expect(await isRead(asked)).toBe(false);
    }
    expect(await isRead(forgotten)).toBe(true);
  });

  it.each([0, 1])('evicts even blobs of %i bytes', async (size) => {
    const ids = newIds(40_000);
    await readAll(ids, size);
    expect(await readAll(ids.slice(0, 1000), size)).not.toContain(false);
    expect(await isRead(ids.at(-1) ?? '', size)).toBe(false);
  });
});
