import type { RealtimeBindings } from '../bindings.ts';

/**
 * The feed, if this process runs it. Each call needs a new stub: the stub of an object that failed stays
 * broken.
 */
export function feedStub({ FEED }: RealtimeBindings) {
  return FEED.getByName('feed');
}
