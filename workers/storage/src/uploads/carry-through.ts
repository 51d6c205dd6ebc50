import { AppError } from '@selfdb/shared/errors';
import type { AppContext } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';
import { wakeJanitor } from '../janitor/wake.ts';

/**
 * Sees the storing of bytes through. A client that goes away must not stop the code that then tidies up: the runtime
 * would let it go with the request (https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil). Where
 * there was no room for them, the janitor hurries to make some.
 */
export function carryThrough<T>(c: AppContext<StorageBindings>, work: Promise<T>): Promise<T> {
  const watched = work.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'insufficient_storage') wakeJanitor(c, true);
  });
  c.executionCtx.waitUntil(watched);
  return work;
}
