import { expect, it } from 'vitest';
import { blobNames } from '../system-under-test/own-system.ts';
import { createBucket, store } from '../world/storage.ts';
import { createPerson, system } from '../world/users.ts';

it.runIf(system.environment !== null)('the bytes lie where STORAGE_BACKEND says', async () => {
  const owner = await createPerson();
  const file = await store(owner, await createBucket(owner), 'a', 'x'.repeat(100_000));
  const lies = (await blobNames(system)).length > 0;
  expect(lies).toBe(system.environment?.STORAGE_BACKEND !== 's3');
  expect(file.size).toBe(100_000);
});
