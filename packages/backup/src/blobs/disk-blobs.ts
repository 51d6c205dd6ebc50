import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BlobStorage } from './blob-storage.ts';

const READ_BYTES = 256 * 1024;

/** The directory in which workerd's disk service keeps the objects. */
export function createDiskBlobs(directory: string): BlobStorage {
  return {
    read: (key) => createReadStream(join(directory, key), { highWaterMark: READ_BYTES }),

    async write(key, content) {
      const path = join(directory, key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // A name with a dot: the sweep of the storage worker removes it if this process dies.
      const temporary = join(dirname(path), `.${basename(key)}.restore.tmp`);
      const file = await open(temporary, 'w', 0o600);
      try {
        for await (const bytes of content) await file.writeFile(bytes);
        await file.sync();
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      } finally {
        await file.close();
      }
    },
  };
}
