import { authenticate, requireApiKey } from '@selfdb/server/http/caller/authenticate';
import { requireDeclaredToken } from '@selfdb/server/http/caller/require-declared-token';
import { takeShare } from '@selfdb/server/http/caller/take-share';
import { createApp } from '@selfdb/server/http/create-app';
import { forwardedAddress, requireInternal } from '@selfdb/server/http/internal';
import { refuseOtherMethods } from '@selfdb/server/http/methods';
import { readBody } from '@selfdb/server/http/request/read-body';
import type { RealtimeBindings } from './bindings.ts';
import { mountBroadcast } from './broadcast/routes.ts';
import { mountInternal, mountSockets, mountStatus } from './system/routes.ts';

/** Sockets, broadcasts, and the status of realtime. Only other processes of SelfDB may call this app. */
export function createRealtimeApp() {
  const app = createApp<RealtimeBindings>('realtime');
  app.use(requireInternal());
  mountInternal(app);
  mountSockets(app);

  app.use(requireApiKey());
  app.use(authenticate(forwardedAddress));
  app.use(takeShare(forwardedAddress));

  app.use(refuseOtherMethods(app));
  app.use(requireDeclaredToken(app));
  app.use(readBody());
  mountStatus(app);
  mountBroadcast(app);
  return app;
}
