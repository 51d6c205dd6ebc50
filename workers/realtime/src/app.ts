import { authenticate, requireApiKey } from '@selfdb/server/http/caller/authenticate';
import { createApp } from '@selfdb/server/http/create-app';
import { forwardedAddress, requireInternal } from '@selfdb/server/http/internal';
import type { RealtimeBindings } from './bindings.ts';
import { mountInternal, mountSockets, mountStatus } from './system/routes.ts';

/** Sockets, and the status of realtime. Only other processes of SelfDB may call this app. */
export function createRealtimeApp() {
  const app = createApp<RealtimeBindings>('realtime');
  app.use(requireInternal());
  mountInternal(app);
  mountSockets(app);

  app.use(requireApiKey());
  app.use(authenticate(forwardedAddress));
  mountStatus(app);
  return app;
}
