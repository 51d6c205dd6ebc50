import type { AppContext } from '@selfdb/server/http/context';
import type { StorageBindings } from '../bindings.ts';

let isStarted = false;

/** Starts a round of the janitor soon. If the call is lost, the next round finds the work. `isUrgent`: the store is full. */
export function wakeJanitor(c: AppContext<StorageBindings>, isUrgent = false): void {
  isStarted = true;
  const janitor = c.env.JANITOR.getByName('janitor');
  c.executionCtx.waitUntil(janitor.wake(isUrgent).catch(() => {}));
}

/** Wakes the janitor on the first request of each isolate, so that its alarm is set. */
export function startJanitor(c: AppContext<StorageBindings>): void {
  if (!isStarted) wakeJanitor(c);
}
