import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBucket, store } from '../storage-world.ts';
import { createPerson, system } from '../world.ts';

it.runIf(system.environment !== null)('the bytes lie where STORAGE_BACKEND says', async () => {
  const owner = await createPerson();
  const file = await store(owner, await createBucket(owner), 'a', 'x'.repeat(100_000));
  const folder = join(system.environment?.SELFDB_STATE_DIR ?? '', 'blobs');
  const entries = existsSync(folder) ? await readdir(folder, { recursive: true, withFileTypes: true }) : [];
  const lies = entries.some((entry) => entry.isFile());
  expect(lies).toBe(system.environment?.STORAGE_BACKEND !== 's3');
  expect(file.size).toBe(100_000);
});
