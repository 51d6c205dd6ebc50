import type { App } from '@selfdb/shared/http/context';
import type { RealtimeBindings } from '../bindings.ts';
import { FEED_PATH } from '../feed/wire/client.ts';

/** Hands on what Hubs of another process ask of the feed. */
export function mountFeed(app: App<RealtimeBindings>): void {
  app.get(`${FEED_PATH}*`, (c) => {
    c.set('isHandedOn', true);
    return c.env.FEED.getByName('feed').fetch(c.req.raw);
  });
}
