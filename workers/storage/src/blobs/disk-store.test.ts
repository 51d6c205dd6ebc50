import { env } from 'cloudflare:workers';
import { describe, expect, inject, it } from 'vitest';
import { describeBlobStore } from './blob-store-contract.ts';
import { createDiskStore } from './disk-store.ts';
import { MIB, newKey, put, readAll, sampleOf } from './testing/sample.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      BLOBS: Fetcher;
      /** A disk service that shows files whose names begin with a dot. */
      DOTFILE_DISK: Fetcher;
      SMALL_DISK?: Fetcher;
    }
  }
}

describeBlobStore('a disk', () => createDiskStore(env.BLOBS));

/** A folder that no other test file uses. */
const emptyDisk: Pick<Fetcher, 'fetch'> = {
  fetch: (url, init) =>
    env.DOTFILE_DISK.fetch(String(url).replace('http://blobs/', `http://blobs/disk-store-test/`), init),
};

describe('a disk', () => {
  it('lists the temporary file of a killed process when it is scanned', async () => {
    const [folder, leftover] = ['20260102/3f', '20260102/3f/.0198a5c4.0.1.2.tmp'];
    await emptyDisk.fetch(`http://blobs/${leftover}`, { method: 'PUT', body: 'half' });
    const store = createDiskStore(emptyDisk);
    const batch = await store.scan(undefined);
    expect(batch).toEqual({ keys: [leftover], cursor: `${folder}/` });
    expect(await store.scan(batch.cursor)).toEqual({ keys: [], cursor: undefined });
    await store.remove(leftover);
    expect(await store.modifiedAt(leftover)).toBeUndefined();
  });

  it('that is full fails the write, keeps its objects, and accepts more once there is space', async ({
    skip,
  }) => {
    const disk = inject('smallDisk');
    if ('missing' in disk || !env.SMALL_DISK) return skip('missing' in disk ? disk.missing : 'no binding');
    const store = createDiskStore(env.SMALL_DISK);
    const [first, second] = [newKey(), newKey()];
    await put(store, first, sampleOf(3 * MIB));

    const writer = store.write(second);
    const write = async () => {
      for (let written = 0; written < 2 * MIB; written += 4096) await writer.write(sampleOf(4096));
      await writer.close();
    };
    await expect(write()).rejects.toMatchObject({ code: 'insufficient_storage' });
    await writer.abort();
    expect(await store.modifiedAt(second)).toBeUndefined();
    expect((await readAll(store, first)).byteLength).toBe(3 * MIB);

    await store.remove(first);
    await put(store, second, sampleOf(2 * MIB));
    expect((await readAll(store, second)).byteLength).toBe(2 * MIB);
  });
});
