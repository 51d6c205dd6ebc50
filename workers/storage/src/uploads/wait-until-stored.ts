import type { AppContext } from '@selfdb/server/http/context';
import { AppError } from '@selfdb/shared/errors';
import type { StorageBindings } from '../bindings.ts';
import { wakeJanitor } from '../janitor/wake.ts';

/**
 * Keeps the worker running until the bytes are stored or removed, even if the client goes away: the runtime would
 * otherwise end the work with the request (https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil).
 * If the store is full, it wakes the janitor to free some space.
 */
export function waitUntilStored<T>(c: AppContext<StorageBindings>, work: Promise<T>): Promise<T> {
  const settled = work.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'insufficient_storage') wakeJanitor(c, true);
  });
  c.executionCtx.waitUntil(settled);
  return work;
}
