import { authenticate, requireApiKey } from '@selfdb/server/http/caller/authenticate';
import { takeShare } from '@selfdb/server/http/caller/take-share';
import { createApp } from '@selfdb/server/http/create-app';
import { forwardedAddress, requireInternal } from '@selfdb/server/http/internal';
import { refuseOtherMethods } from '@selfdb/server/http/methods';
import type { FunctionsBindings } from './bindings.ts';
import { mountIngest } from './ingest/routes.ts';
import { mountInvoke, mountPages } from './invoke/routes.ts';

/** Calls of functions and of webhooks, in the edge: without the compiler, and so never waiting for it. The functions process does everything else. */
export function createFunctionsEdge() {
  const app = createApp<FunctionsBindings>('functions');
  app.use(requireInternal());
  app.use('/webhooks/*', refuseOtherMethods(app));
  mountIngest(app);
  mountPages(app);

  app.use(requireApiKey());
  app.use(authenticate(forwardedAddress));
  app.use(takeShare(forwardedAddress));
  mountInvoke(app);
  return app;
}

export default createFunctionsEdge();
