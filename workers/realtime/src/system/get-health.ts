import type { App } from '@selfdb/shared/http/context';
import type { RealtimeBindings } from '../bindings.ts';
import { feedStub } from '../feed/stub.ts';

/** Well is what streams. */
export function mountGetHealth(app: App<RealtimeBindings>): void {
  app.get('/internal/health', async (c) => {
    const feed = await feedStub(c.env).health();
    const isWell = feed.state === 'streaming';
    return c.json({ status: isWell ? 'ok' : 'down', feed }, isWell ? 200 : 503);
  });
}
