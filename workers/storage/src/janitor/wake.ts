import type { App, AppContext } from '@selfdb/server/http/context';
import { internalHeaders } from '@selfdb/server/http/internal';
import type { StorageBindings } from '../bindings.ts';

const PATH = '/internal/janitor/wake';

let isStarted = false;

/** Starts a round of the janitor soon. If the call is lost, the next round finds the work. `isUrgent`: the store is full. */
export function wakeJanitor(c: AppContext<StorageBindings>, isUrgent = false): void {
  isStarted = true;
  c.executionCtx.waitUntil(wake(c, isUrgent).catch(() => {}));
}

/** Wakes the janitor on the first request of each isolate, so that its alarm is set. */
export function startJanitor(c: AppContext<StorageBindings>): void {
  if (!isStarted) wakeJanitor(c);
}

/** Where the storage workers of processes without the janitor wake it. */
export function mountWakeJanitor(app: App<StorageBindings>): void {
  app.post(PATH, async (c) => {
    await c.env.JANITOR?.getByName('janitor').wake(c.req.query('urgent') === 'true');
    return c.body(null, 204);
  });
}

async function wake(c: AppContext<StorageBindings>, isUrgent: boolean): Promise<void> {
  const { JANITOR, JANITOR_OWNER } = c.env;
  if (JANITOR) return JANITOR.getByName('janitor').wake(isUrgent);
  const headers = await internalHeaders(c.get('env').INTERNAL_SECRET);
  await JANITOR_OWNER?.fetch(`http://storage${PATH}?urgent=${isUrgent}`, { method: 'POST', headers });
}
