import type { App } from '@selfdb/shared/http/context';
import type { RealtimeBindings } from '../bindings.ts';
import { FeedClient } from '../feed/wire/client.ts';

/** Well is what streams. */
export function mountGetHealth(app: App<RealtimeBindings>): void {
  app.get('/internal/health', async (c) => {
    const client = new FeedClient(c.env, c.get('env').INTERNAL_SECRET);
    const feed = await client.health().catch(() => undefined);
    const isWell = feed?.state === 'streaming';
    return c.json({ status: isWell ? 'ok' : 'down', feed }, isWell ? 200 : 503);
  });
}
