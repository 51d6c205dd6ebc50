import type { RealtimeBindings } from '../bindings.ts';

/** The one feed, where this process has it. A stub for each call: one whose object has failed stays broken. */
export function feedStub({ FEED }: RealtimeBindings) {
  return FEED.getByName('feed');
}
