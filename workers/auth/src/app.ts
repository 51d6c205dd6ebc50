import { authenticate, requireApiKey } from '@selfdb/shared/http/authenticate';
import { createApp } from '@selfdb/shared/http/create-app';
import { requireInternal } from '@selfdb/shared/http/internal';
import { readBody } from '@selfdb/shared/http/read-body';
import { mountSessions } from './sessions/index.ts';
import { mountUsers } from './users/index.ts';

/** Users, sessions and tokens: reached through the public door only. */
export function createAuthApp() {
  const app = createApp('auth');

  app.use(requireInternal());
  app.get('/internal/health', (c) => c.json({ status: 'ok' }));

  app.use(requireApiKey());
  app.use(authenticate());
  app.use(readBody(app));

  mountSessions(app);
  mountUsers(app);
  return app;
}
