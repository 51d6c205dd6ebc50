import type { App } from '@selfdb/shared/http/context';
import type { RealtimeBindings } from '../bindings.ts';
import { feedStub } from '../feed/stub.ts';

/** Well is what streams. */
export function mountGetHealth(app: App<RealtimeBindings>): void {
  app.get('/internal/health', async (c) => {
    const state = await feedStub(c.env).state();
    return c.json({ status: state === 'streaming' ? 'ok' : 'down' }, state === 'streaming' ? 200 : 503);
  });
}
