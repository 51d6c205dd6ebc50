import type { AppContext } from '@selfdb/server/http/context';
import { AppError } from '@selfdb/shared/errors';
import type { StorageBindings } from '../bindings.ts';
import { wakeJanitor } from '../janitor/wake.ts';

/**
 * Keeps the worker running until the bytes are stored or removed, even if the client goes away: the runtime would
 * otherwise end the work with the request (https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil).
 * If there was no room for the bytes, it wakes the janitor to make some.
 */
export function waitUntilStored<T>(c: AppContext<StorageBindings>, work: Promise<T>): Promise<T> {
  const watched = work.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'insufficient_storage') wakeJanitor(c, true);
  });
  c.executionCtx.waitUntil(watched);
  return work;
}
