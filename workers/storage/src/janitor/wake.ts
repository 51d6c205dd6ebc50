import type { AppContext } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';

let isCalled = false;

/** Lets the janitor look for work soon, and hurry where room is needed. What it misses it finds at its next round. */
export function wakeJanitor(c: AppContext<StorageBindings>, inHurry = false): void {
  isCalled = true;
  const janitor = c.env.JANITOR.getByName('janitor');
  c.executionCtx.waitUntil(janitor.wake(inHurry).catch(() => {}));
}

/** Sees to it, once an isolate, that there is a janitor at work. */
export function callJanitor(c: AppContext<StorageBindings>): void {
  if (!isCalled) wakeJanitor(c);
}
