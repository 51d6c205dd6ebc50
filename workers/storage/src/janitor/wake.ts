import type { AppContext } from '@selfdb/server/http/context';
import type { StorageBindings } from '../bindings.ts';

let isCalled = false;

/** Makes the janitor look for work soon. If the call is lost, its next round finds the work. `inHurry`: room is needed. */
export function wakeJanitor(c: AppContext<StorageBindings>, inHurry = false): void {
  isCalled = true;
  const janitor = c.env.JANITOR.getByName('janitor');
  c.executionCtx.waitUntil(janitor.wake(inHurry).catch(() => {}));
}

/** Starts the janitor, once per isolate. */
export function callJanitor(c: AppContext<StorageBindings>): void {
  if (!isCalled) wakeJanitor(c);
}
