import type { App } from '@selfdb/server/http/context';
import * as contracts from '@selfdb/shared/realtime/routes';
import type { RealtimeBindings } from '../bindings.ts';
import { feedStub } from '../feed/stub.ts';
import { FEED_PATH, FeedClient } from '../feed/wire/client.ts';
import { openSocket } from './open-socket.ts';
import { readStatus } from './service.ts';

/** For other processes: Hubs call the feed, and the supervisor asks for health, which is `ok` while the feed streams. */
export function mountInternal(app: App<RealtimeBindings>): void {
  app.get(`${FEED_PATH}*`, (c) => {
    c.set('isHandedOn', true);
    return feedStub(c.env).fetch(c.req.raw);
  });

  app.get('/internal/health', async (c) => {
    const client = new FeedClient(c.env, c.get('env').INTERNAL_SECRET);
    const feed = await client.health().catch(() => undefined);
    const isWell = feed?.state === 'streaming';
    return c.json({ status: isWell ? 'ok' : 'down', feed }, isWell ? 200 : 503);
  });
}

/** `/realtime/socket`, which also takes key and token as query parameters. */
export function mountSockets(app: App<RealtimeBindings>): void {
  app.openapi(contracts.openSocket, (c) => openSocket(c, c.req.valid('query')));
  app.openapi(contracts.openPhoenixSocket, (c) => openSocket(c, c.req.valid('query')));
}

/** `/realtime/status`. */
export function mountStatus(app: App<RealtimeBindings>): void {
  app.openapi(contracts.getRealtimeStatus, async (c) => {
    const { db, env, principal } = c.var;
    return c.json(await readStatus({ db, principal, env, bindings: c.env }), 200);
  });
}
