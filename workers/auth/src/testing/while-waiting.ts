import { expect } from 'vitest';
import { hashQueue } from '../passwords/hashing.ts';

/** Makes `change` while a login has read the user and waits for its turn to hash. Returns the login's answer. */
export async function whileWaiting<T>(login: () => Promise<T>, change: () => Promise<unknown>): Promise<T> {
  const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holder = hashQueue.run('holder', () => {
    begun.resolve();
    return held.promise;
  });
  await begun.promise;
  const answer = login();
  await expect.poll(() => hashQueue.stats().waiting).toBe(1);
  await change();
  held.resolve();
  await holder;
  return answer;
}
