import { authenticate, requireApiKey } from '@selfdb/server/http/caller/authenticate';
import { requireDeclaredToken } from '@selfdb/server/http/caller/require-declared-token';
import { takeShare } from '@selfdb/server/http/caller/take-share';
import { createApp } from '@selfdb/server/http/create-app';
import { forwardedAddress, requireInternal } from '@selfdb/server/http/internal';
import { refuseOtherMethods } from '@selfdb/server/http/methods';
import { readBody } from '@selfdb/server/http/request/read-body';
import type { AuthBindings } from './bindings.ts';
import { mountPasswords } from './passwords/routes.ts';
import { mountSessions } from './sessions/routes.ts';
import { mountUserSessions } from './user-sessions/routes.ts';
import { mountUsers } from './users/routes.ts';

/** Passwords, names and tokens are short, and the worker parses a login for any caller. */
const MAX_BODY_BYTES = 256 * 1024;

/** Users, sessions and tokens. Only the API worker can reach it. */
export function createAuthApp() {
  const app = createApp<AuthBindings>('auth');

  app.use(requireInternal());
  app.get('/internal/health', (c) => c.json({ status: 'ok' }));

  app.use(requireApiKey());
  app.use(authenticate(forwardedAddress));
  app.use(refuseOtherMethods(app));
  app.use(requireDeclaredToken(app));
  app.use(readBody({ maxBytes: MAX_BODY_BYTES }));

  // Sessions come before the shares, so that users can log in while other requests wait.
  mountSessions(app);
  app.use(takeShare(forwardedAddress));
  mountPasswords(app);
  mountUserSessions(app);
  mountUsers(app);
  return app;
}
