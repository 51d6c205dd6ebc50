import type { AppContext } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';

/**
 * A client that goes away must not stop the code that then tidies up: the runtime would let it go with the request
 * (https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil).
 */
export function outliveClient<T>(c: AppContext<StorageBindings>, work: Promise<T>): Promise<T> {
  c.executionCtx.waitUntil(work.catch(() => {}));
  return work;
}
