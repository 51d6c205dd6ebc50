import type { App } from '@selfdb/shared/http/context';
import type { RealtimeBindings } from '../bindings.ts';
import { feedStub } from '../feed/stub.ts';
import { FEED_PATH } from '../feed/wire/client.ts';

/** Hands on what Hubs of another process ask of the feed. */
export function mountFeed(app: App<RealtimeBindings>): void {
  app.get(`${FEED_PATH}*`, (c) => {
    c.set('isHandedOn', true);
    return feedStub(c.env).fetch(c.req.raw);
  });
}
