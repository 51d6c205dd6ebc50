import { authenticate, requireApiKey } from '@selfdb/shared/http/authenticate';
import { createApp } from '@selfdb/shared/http/create-app';
import { requireInternal } from '@selfdb/shared/http/internal';
import type { RealtimeBindings } from './bindings.ts';
import { mountFeed } from './system/feed.ts';
import { mountGetHealth } from './system/get-health.ts';
import { mountGetRealtimeStatus } from './system/get-realtime-status.ts';
import { mountOpenSocket } from './system/open-socket.ts';

/** Sockets and the status of realtime. Only the public door reaches this app. */
export function createRealtimeApp() {
  const app = createApp<RealtimeBindings>('realtime');
  app.use(requireInternal());
  mountFeed(app);
  mountGetHealth(app);
  mountOpenSocket(app);

  app.use(requireApiKey());
  app.use(authenticate());
  mountGetRealtimeStatus(app);
  return app;
}
